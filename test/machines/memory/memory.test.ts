/** Blocks of memory under the hands of several: nothing that anybody wrote is lost. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Edit } from "../../../src/machines/memory/edit.ts"
import * as memory from "../../../src/machines/memory/memory.ts"
import { merged } from "../../../src/machines/memory/merge.ts"
import { block } from "../../support/block.ts"
import "../../support/properties.ts"
import { ada } from "../support/words.ts"

const writer = { agent: "writer" }
const of = (value: string, more = {}): memory.Memory => ({
  memory: [block("user", value, more)],
  records: {},
})
const append = (text: string): Edit => ({ tool: "append", label: "user", agent: null, text })
const replace = (old: string, text: string): Edit => ({
  tool: "replace",
  label: "user",
  agent: null,
  old,
  text,
})
const write = (version: number, text: string): Edit => ({
  tool: "write",
  label: "user",
  agent: null,
  version,
  text,
})
const user = { label: "user", agent: null }
const valueOf = (it: memory.Memory) => it.memory[0]!.value
const pastOf = (it: memory.Memory) => memory.pastOf(it, user)

describe("a merge", () => {
  it("holds both changes where they are to different lines", () => {
    expect(merged("a\nb\nc", "a!\nb\nc", "a\nb\nc?")).toBe("a!\nb\nc?")
    expect(merged("a", "a\nb", "z\na")).toBe("z\na\nb")
    expect(merged("a", "a\ntheirs", "a\nmine")).toBe("a\ntheirs\nmine")
    expect(merged("", "theirs", "mine")).toBe("theirs\nmine")
  })

  it("is none where both changed the same line", () => {
    expect(merged("rent 1200", "rent 1300", "rent 1250")).toBeNull()
    expect(merged("a\nb", "a", "a\nB")).toBeNull()
  })

  const text = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 6 }).map((it) => it.join("\n"))

  it("is the other's text where one changed nothing, and holds every line that either added", () => {
    fc.assert(
      fc.property(text, text, text, (base, theirs, mine) => {
        expect(merged(base, base, mine)).toBe(mine)
        expect(merged(base, theirs, base)).toBe(theirs)
        const both = merged(base, theirs, mine)
        if (both === null) return
        const added = (now: string) => now.split("\n").filter((it) => !base.split("\n").includes(it))
        for (const it of [...added(theirs), ...added(mine)]) expect(both.split("\n")).toContain(it)
      }),
    )
  })
})

describe("an edit", () => {
  it("appends a line, once, and replaces words", () => {
    let now = memory.edit(of(""), writer, 1, append("likes tea "))
    now = memory.edit(now, writer, 2, append("likes tea"))
    now = memory.edit(now, writer, 3, append("lives in Oslo"))
    expect(valueOf(now)).toBe("likes tea\nlives in Oslo")
    now = memory.edit(now, writer, 4, replace("tea", "coffee"))
    expect([valueOf(now), memory.versionOf(now, user)]).toEqual(["likes coffee\nlives in Oslo", 3])
    expect(pastOf(now).map(({ came, text }) => [came, text])).toEqual([
      ["taken", ""],
      ["taken", "likes tea"],
      ["taken", "likes tea\nlives in Oslo"],
    ])
  })

  it("of a person that was made from an older text is merged with what an agent did meanwhile", () => {
    let now = memory.edit(of("likes tea\nlives in Oslo"), writer, 1, append("has a dog"))
    now = memory.edit(now, ada, 2, write(0, "likes tea\nlives in Rome"))
    expect(valueOf(now)).toBe("likes tea\nlives in Rome\nhas a dog")
    expect(pastOf(now).at(-1)).toMatchObject({ came: "merged", version: 2, by: ada })
  })

  it("that meets another of the same line is kept beside it, and can be taken", () => {
    let now = memory.edit(of("lives in Oslo"), writer, 1, replace("Oslo", "Bergen"))
    now = memory.edit(now, ada, 2, write(0, "lives in Rome"))
    expect(valueOf(now)).toBe("lives in Bergen")
    const conflict = pastOf(now).at(-1)!
    expect(conflict).toMatchObject({ came: "conflict", version: null, text: "lives in Rome" })
    now = memory.restore(now, user, conflict.id, ada, 3)
    expect([valueOf(now), pastOf(now).at(-1)?.text]).toEqual(["lives in Rome", "lives in Bergen"])
  })

  it("of an agent keeps what it wanted when the words are not there any more", () => {
    let now = memory.edit(of("lives in Oslo"), ada, 1, write(0, "lives in Rome"))
    now = memory.edit(now, writer, 2, replace("Oslo", "Bergen"))
    expect([valueOf(now), pastOf(now).at(-1)?.came]).toEqual(["lives in Rome", "conflict"])
  })

  it("is refused to agents where they may only read, and to all beyond the limit; what it wanted is kept", () => {
    const readOnly = of("rules", { readOnly: true })
    const refused = memory.edit(readOnly, writer, 1, append("more"))
    expect([valueOf(refused), pastOf(refused)[0]?.came]).toEqual(["rules", "readOnly"])
    expect(valueOf(memory.edit(readOnly, ada, 1, write(0, "other rules")))).toBe("other rules")
    const full = memory.edit(of("123", { limit: 5 }), ada, 1, append("456"))
    expect([valueOf(full), pastOf(full)[0]]).toMatchObject(["123", { came: "full", text: "123\n456" }])
  })

  it("touches the block that it names alone: one's own is another than the shared one", () => {
    const both: memory.Memory = {
      memory: [block("user", "shared"), block("user", "own", { agent: "writer" })],
      records: {},
    }
    const now = memory.edit(both, writer, 1, { ...append("more"), agent: "writer" })
    expect(now.memory.map(({ value }) => value)).toEqual(["shared", "own\nmore"])
    expect(memory.readBy(now.memory, "analyst").map(({ value }) => value)).toEqual(["shared"])
    expect(memory.edit(both, writer, 1, { ...append("x"), label: "constructor" })).toBe(both)
  })
})

it("takes the last change back, and that back again", () => {
  const now = memory.edit(of("a"), writer, 1, append("b"))
  const back = memory.restore(now, user, null, ada, 2)
  expect(valueOf(back)).toBe("a")
  expect(valueOf(memory.restore(back, user, null, ada, 3))).toBe("a\nb")
})

const word = fc.constantFrom("a", "b", "c", "lives in Oslo", "x".repeat(900))
const change: fc.Arbitrary<readonly [boolean, Edit]> = fc.tuple(
  fc.boolean(),
  fc.oneof(
    word.map(append),
    fc.tuple(word, word).map(([old, text]) => replace(old, text)),
    fc
      .tuple(fc.nat(6), fc.array(word, { maxLength: 3 }))
      .map(([version, lines]) => write(version, lines.join("\n"))),
  ),
)

it("loses nothing that anybody wrote: it stands, or stood, or is kept, as far back as the past reaches", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: memory.pastsAtMost }), (changes) => {
      let now = of("begin", { limit: 2000 })
      for (const [at, [isAgent, edit]] of changes.entries()) {
        const before = now
        now = memory.edit(now, isAgent ? writer : ada, at, edit)
        if (now === before) continue
        const kept = pastOf(now).at(-1)!
        // What stood there before is kept when the change holds; what was wanted, when it does not.
        if (kept.version !== null) expect(kept.text).toBe(valueOf(before))
        else expect([valueOf(now), kept.text]).toEqual([valueOf(before), expect.stringContaining(edit.text)])
      }
      expect(valueOf(now).length).toBeLessThanOrEqual(2000)
      const past = pastOf(now)
      expect(past.length).toBeLessThanOrEqual(memory.pastsAtMost)
      expect(past.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(memory.pastAtMost)
      // Going back step by step leads through every text that stood there.
      for (const { version, text, id } of past) {
        if (version === null) continue
        const back = memory.restore(now, user, id, ada, 99)
        expect(valueOf(back)).toBe(text)
      }
    }),
  )
})
