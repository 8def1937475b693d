/** `/memory`, `/archive` and `/knowledge`: what is kept, for those whose it is to read and to change. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { ADA, BEN } from "../../../src/adapters/playground/sample-world.ts"
import type { ArchiveContext } from "../../../src/machines/memory/archive.ts"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import type { KnowledgeContext } from "../../../src/machines/memory/knowledge.ts"
import type { Event } from "../../../src/machines/events.ts"
import { Play } from "../../machines/support/play.ts"
import { block } from "../../support/block.ts"
import { channel, hears, Told, until, writer } from "./fixtures.ts"
import { answered, autocomplete, callback, command, refused, submit } from "./interacting.ts"
import { bodies } from "./looking.ts"

const constellation = Effect.fnUntraced(function* () {
  const play = new Play<ConstellationContext>("constellation", { id: ADA.id })
  const blocks = [
    block("user", "likes tea", { description: "Who you are", limit: 100 }),
    block("notes", "", { agent: writer.id }),
    block("rules", "No jargon", { readOnly: true }),
  ]
  play.tell({ type: "ALLOCATE", user: { id: ADA.id, name: "Ada" } }).tell({ type: "MEMORY_READY", blocks })
  ;(yield* Told).actors.set(`constellation/${ADA.id}`, play as Play<unknown>)
  return play
})
const valueOf = (play: Play<ConstellationContext>) => play.context.memory[0]!.value
const edits = (text: string): Event => ({
  type: "EDIT",
  by: { agent: writer.id },
  edits: [{ tool: "append", label: "user", agent: null, text }],
})
const contentOf = (id: string) => Effect.map(answered(id), ({ content }) => content)

interface Modal {
  readonly type: number
  readonly data: { readonly custom_id: string }
}
const opened = until(
  Effect.map(bodies("POST", callback), (all) => {
    const body = all.at(-1) as Modal | undefined
    return body?.type === 9 ? body.data : undefined
  }),
)

describe("/memory", () => {
  hears(
    "lists the blocks, shows what stands in one and stood there, and offers them while one types",
    Effect.gen(function* () {
      const play = yield* constellation()
      expect(yield* contentOf(yield* command("memory list"))).toBe(
        [
          "- **user** – Who you are (9 of 100 characters)",
          "  “likes tea”",
          "- **notes of Writer** (0 of 2000 characters)",
          "- **rules** (9 of 2000 characters, agents only read it)",
          "  “No jargon”",
        ].join("\n"),
      )
      play.tell(edits("lives in Oslo"))
      const shown = yield* contentOf(yield* command("memory show", { block: "User" }))
      expect(shown).toContain("```\nlikes tea\nlives in Oslo\n```")
      expect(shown).toMatch(/- `1` before Writer changed it <t:\d+:R>: “likes tea”/)
      expect(yield* autocomplete("memory show", "block", "wri")).toEqual([
        { name: "notes of Writer: empty", value: "notes of Writer" },
      ])
      expect(yield* contentOf(yield* command("memory show", { block: "me" }))).toBe(
        "Your memory has no block “me”. There are: user, notes of Writer, rules.",
      )
    }),
  )

  hears(
    "opens a form with what stands in a block, keeps what is written, and takes it back",
    Effect.gen(function* () {
      const play = yield* constellation()
      yield* command("memory edit", { block: "user" })
      const form = yield* opened
      expect(form).toMatchObject({ custom_id: "orrery|/memory|0||user", title: "Memory: user" })
      expect(JSON.stringify(form)).toContain('"value":"likes tea"')
      const saved = yield* submit(form.custom_id, { text: "likes coffee" })
      expect(yield* contentOf(saved)).toContain("**user** is kept: 12 of 100 characters.")
      expect(valueOf(play)).toBe("likes coffee")
      const back = yield* command("memory undo", { block: "user" })
      expect(yield* contentOf(back)).toContain("**user** says again:\n```\nlikes tea\n```")
      expect(valueOf(play)).toBe("likes tea")
    }),
  )

  hears(
    "puts what an agent wrote meanwhile together with what a person writes elsewhere",
    Effect.gen(function* () {
      const play = yield* constellation()
      yield* command("memory edit", { block: "user" })
      const { custom_id } = yield* opened
      play.tell(edits("lives in Oslo"))
      const saved = yield* submit(custom_id, { text: "likes coffee" })
      expect(yield* contentOf(saved)).toContain("both changes are in it now")
      expect(valueOf(play)).toBe("likes coffee\nlives in Oslo")
    }),
  )

  hears(
    "keeps both where they changed the same, and says how to take one's own",
    Effect.gen(function* () {
      const play = yield* constellation()
      yield* command("memory edit", { block: "user" })
      const { custom_id } = yield* opened
      const replaced: Event = {
        type: "EDIT",
        by: { agent: writer.id },
        edits: [{ tool: "replace", label: "user", agent: null, old: "tea", text: "milk" }],
      }
      play.tell(replaced)
      const told = yield* contentOf(yield* submit(custom_id, { text: "likes coffee" }))
      expect(told).toContain("and stays so:\n```\nlikes milk\n```")
      expect(told).toContain("`/memory undo block:user to:2`")
      yield* answered(yield* command("memory undo", { block: "user", to: 2 }))
      expect(valueOf(play)).toBe("likes coffee")
    }),
  )

  hears(
    "says that nothing is kept of who has not spoken with an agent",
    Effect.gen(function* () {
      const { actors } = yield* Told
      actors.set(`constellation/${BEN.id}`, new Play("constellation", { id: BEN.id }))
      expect(yield* contentOf(yield* command("memory list", {}, channel, BEN.id))).toContain(
        "Nothing is kept of you yet",
      )
    }),
  )
})

describe("/archive", () => {
  hears(
    "finds one's own exchanges by their words, and forgets them all",
    Effect.gen(function* () {
      const play = new Play<ArchiveContext>("archive", { id: ADA.id })
      ;(yield* Told).actors.set(`archive/${ADA.id}`, play as Play<unknown>)
      expect(yield* contentOf(yield* command("archive about"))).toContain("Nothing is in your archive yet")
      play.tell({
        type: "ARCHIVE",
        brain: writer.id,
        exchanges: [
          { asked: "A headline for the tea shop?", answered: "Leaves that wait for you", at: 1 },
          { asked: "And one for the bakery?", answered: "Fresh at five", at: 2 },
        ],
      })
      const { embeds } = yield* answered(yield* command("archive search", { words: "headlines tea" }))
      expect(embeds.map(({ description }) => description)).toEqual([
        "**You** <t:0:R>\nA headline for the tea shop?\n**Writer**\nLeaves that wait for you",
      ])
      expect(yield* contentOf(yield* command("archive search", { words: "rocket" }))).toContain(
        "Nothing in your archive has the words “rocket”. **2** exchanges",
      )
      yield* answered(yield* command("archive empty"))
      expect(play.context.exchanges).toEqual([])
    }),
  )
})

describe("/knowledge", () => {
  const known = Effect.gen(function* () {
    const play = new Play<KnowledgeContext>("knowledge", { id: channel })
    ;(yield* Told).actors.set(`knowledge/${channel}`, play as Play<unknown>)
    return play
  })

  hears(
    "sets, lists, finds and forgets what a channel knows",
    Effect.gen(function* () {
      const play = yield* known
      expect(yield* contentOf(yield* command("knowledge list"))).toContain("knows nothing yet")
      const set = yield* command("knowledge set", { label: " Launch ", text: "On 3 March" })
      expect(yield* contentOf(set)).toBe("📌 Every agent here knows now: **Launch**: On 3 March")
      yield* answered(yield* command("knowledge set", { label: "place", text: "Oslo" }))
      expect(play.context.facts.map(({ label }) => label)).toEqual(["Launch", "place"])
      const list = yield* contentOf(yield* command("knowledge list"))
      expect(list).toMatch(/^- \*\*Launch\*\*: On 3 March \(Ada, <t:\d+:R>\)\n- \*\*place\*\*/)
      expect(yield* contentOf(yield* command("knowledge search", { words: "march" }))).toContain("Launch")
      expect(yield* autocomplete("knowledge forget", "label", "os")).toEqual([
        { name: "place: Oslo", value: "place" },
      ])
      yield* answered(yield* command("knowledge forget", { label: "launch" }))
      expect(play.context.facts.map(({ label }) => label)).toEqual(["place"])
    }),
  )

  hears(
    "lets only who set it, or who manages messages, change a fact, and takes no more than fits",
    Effect.gen(function* () {
      const play = yield* known
      play.tell({ type: "LEARN", label: "place", text: "Oslo", by: { id: ADA.id, name: "Ada" } })
      yield* command("knowledge set", { label: "Place", text: "Rome" }, channel, BEN.id)
      expect(yield* refused).toBe(
        "**place** was set by Ada: only Ada, or who may manage messages here, changes it.",
      )
      yield* command("knowledge forget", { label: "time" })
      expect(yield* until(Effect.map(refused, (it) => (it?.includes("“time”") ? it : undefined)))).toContain(
        "This channel knows nothing under “time”",
      )
      for (let n = 0; n < 49; n++)
        play.tell({ type: "LEARN", label: `fact ${n}`, text: "x", by: { id: ADA.id, name: "Ada" } })
      yield* command("knowledge set", { label: "one more", text: "x" })
      expect(
        yield* until(Effect.map(refused, (it) => (it?.includes("as much as it may") ? it : undefined))),
      ).toContain("50 facts")
    }),
  )
})
