/** What a replay says: all is equal, or who did otherwise where, or that the file was changed. */
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it, vi } from "vitest"
import { createMachine } from "xstate"
import * as books from "../../src/actors/books.ts"
import type { Snapshot } from "../../src/actors/journal.ts"
import { LogBroken } from "../../src/actors/keeping/log.ts"
import { readLog } from "../../src/adapters/files/logs.ts"
import { kindOf } from "../../src/machines/address.ts"
import { charts } from "../../src/machines/index.ts"
import { read, written, type Bundle, type Recorded } from "../../src/replay/bundle.ts"
import { replayed } from "../../src/replay/replay.ts"
import { lines } from "../../src/replay/report.ts"

import { here, recorded } from "./recording.ts"

const conversation = async (): Promise<Recorded> =>
  (await recorded()).find(({ address }) => address === here)!

/** The same code with another conversation chart. */
const withChart = async (change: (chart: typeof charts.conversation) => unknown) => {
  vi.resetModules()
  vi.doMock("../../src/machines/index.ts", () => ({
    charts: { ...charts, conversation: change(charts.conversation) },
  }))
  const { replayed } = await import("../../src/replay/replay.ts")
  const { lines } = await import("../../src/replay/report.ts")
  return (log: Recorded) => {
    const replay = replayed(log)
    return { trouble: replay.trouble, text: lines(replay).join("\n"), entries: replay.entries }
  }
}

/** A chart in which a state, and every transition to it, has another name. */
const renaming = (from: string, to: string) => {
  const renamed = (it: unknown): unknown =>
    Array.isArray(it)
      ? it.map(renamed)
      : typeof it === "object" && it !== null
        ? Object.fromEntries(
            Object.entries(it).map(([key, value]) => [key === from ? to : key, renamed(value)]),
          )
        : it === from
          ? to
          : it
  return ({ config, implementations }: typeof charts.conversation) =>
    createMachine(renamed(config) as never, implementations as never)
}

afterEach(() => {
  vi.doUnmock("../../src/machines/index.ts")
  vi.resetModules()
})

describe("a replay in the code that recorded the log", () => {
  it("is equal", async () => {
    const log = await conversation()
    expect(lines(replayed(log))).toEqual([`ok        ${here}  ${log.entries.length} entries`])
  })
})

describe("a replay in code that does otherwise", () => {
  it("names the guard that flipped, the edges then and now, and what differs", async () => {
    const replay = await withChart((chart) => chart.provide({ guards: { isCalled: () => false } }))
    const { trouble, text } = replay(await conversation())
    expect(trouble).toMatchObject({
      type: "diverged",
      what: "state",
      certain: true,
      guards: [{ guard: "isCalled", edge: "active.working.floor.listening||1", then: true, now: false }],
    })
    expect(text).toContain("guard    isCalled of active.working.floor.listening||1 was true, is false now")
    expect(text).toMatch(/edge {5}then .*listening\|\|1/)
    expect(text).toMatch(/→ {2}now .*listening\|\|[2-9]/)
  })

  it("names the guard whose edge is taken in place of another", async () => {
    const replay = await withChart((chart) =>
      chart.provide({ guards: { isMatched: ({ context }) => context.inbox.length > 0 } }),
    )
    const { trouble } = replay(await conversation())
    expect(trouble).toMatchObject({ guards: [{ guard: "isMatched", then: false, now: true }] })
  })

  it("tells the parts of a guard that is put together", async () => {
    const replay = await withChart((chart) => chart.provide({ guards: { placeFree: () => false } }))
    const { trouble } = replay(await conversation())
    expect(trouble).toMatchObject({
      guards: [{ guard: "turnWaits and placeFree", parts: { turnWaits: true, placeFree: false } }],
    })
  })

  it("shows a context that came out otherwise, place by place", async () => {
    const replay = await withChart((chart) =>
      chart.provide({ actions: { forgetAttempts: () => {} } } as never),
    )
    const { trouble, text } = replay(await conversation())
    expect(trouble).toMatchObject({ guards: [], changes: [{ path: "context.attempts", then: 0, now: 1 }] })
    expect(text).toContain("      context.attempts\n        - 0\n        + 1")
  })

  it("shows a state that is not there any more", async () => {
    const replay = await withChart(renaming("answering", "replying"))
    const { trouble } = replay(await conversation())
    expect(trouble).toMatchObject({
      type: "diverged",
      certain: true,
      changes: expect.arrayContaining([
        { path: "value.active.working.answers", then: "answering", now: "replying" },
      ]),
    })
  })

  it("names a state that a log begins in, and that is not there any more", async () => {
    const log = await conversation()
    const entries = log.entries.slice(3)
    const { standing } = replayed({ ...log, entries: log.entries.slice(0, 3) })
    const { stepper, books: after, hash } = standing!
    const base = JSON.parse(books.record(stepper, after, hash)) as Snapshot
    expect(replayed({ ...log, base, entries }).trouble).toBeNull()
    const replay = await withChart(renaming("talking", "chatting"))
    const { trouble, text } = replay({ ...log, base, entries })
    expect(trouble).toMatchObject({ type: "diverged", what: "chart", seq: 3, line: null, event: null })
    expect(text).toContain("it is in active.working.pairs.talking, which conversation@2 does not have")
    expect(text).toContain("src/machines/retired/conversation.ts")
  })

  it("calls a first entry broken that does not read, and unknown one of a newer chart", async () => {
    const log = await conversation()
    const begun = (body: string) => replayed({ ...log, entries: [{ ...log.entries[0]!, body }] }).trouble
    expect(begun('{"seq":1}')).toMatchObject({ type: "broken", seq: 1 })
    const later = log.entries[0]!.body.replace("conversation@2", "conversation@9")
    expect(begun(later)).toMatchObject({ type: "unknown" })
  })

  it("names a state that an actor would go on in from an earlier version, and that is not there any more", async () => {
    const file = new URL("0.1.0/feed/conversation-700000000000000200.jsonl", import.meta.url)
    const [log] = await readLog(fileURLToPath(file))
    const { seq } = log!.entries.at(-1)!
    const [one] = (await conversation()).entries
    const next = { ...one!, seq: seq + 1, body: one!.body.replace('"seq":1,', `"seq":${seq + 1},`) }
    const replay = await withChart(renaming("talking", "chatting"))
    const { trouble, text } = replay({ ...log!, entries: [...log!.entries, next] })
    expect(trouble).toMatchObject({ type: "diverged", what: "chart", seq: seq + 1 })
    expect(text).toContain("it is in active.working.pairs.talking, which conversation@2 does not have")
    expect(text).toContain("src/machines/retired/conversation.ts")
  })

  it("names what breaks", async () => {
    const replay = await withChart((chart) =>
      chart.provide({
        guards: {
          isCalled: () => {
            throw new Error("no such thing")
          },
        },
      }),
    )
    const { trouble, text } = replay(await conversation())
    expect(trouble).toMatchObject({
      type: "diverged",
      what: "chart",
      reason: expect.stringContaining("no such thing"),
    })
    expect(text).toContain("now  (the chart breaks)")
  })

  it("is found where only what is asked for differs", async () => {
    const log = await conversation()
    const other = log.entries.map((it) => ({ ...it, then: it.then!.replace(/"recent":\d+/, '"recent":1') }))
    const asked = other.findIndex((it, n) => it.then !== log.entries[n]!.then)
    expect(replayed({ ...log, entries: other }).trouble).toMatchObject({
      type: "diverged",
      what: "effects",
      seq: log.entries[asked]!.seq,
    })
  })

  it("says that a log without what it came to leaves open what it was", async () => {
    const replay = await withChart((chart) => chart.provide({ guards: { isCalled: () => false } }))
    const log = await conversation()
    const bare = { ...log, entries: log.entries.map((it) => ({ ...it, then: null })) }
    expect(replay(bare).trouble).toMatchObject({ type: "diverged", certain: false, edges: { then: null } })
  })
})

describe("a file that was changed", () => {
  const changed = async (change: (text: string) => string): Promise<Bundle> =>
    read(change(written([await conversation()])))

  it("is called broken and not diverged", async () => {
    const [log] = await changed((text) => text.replace("Lisbon", "London"))
    const replay = replayed(log!)
    expect(replay.trouble).toMatchObject({ type: "broken", reason: expect.stringContaining("was changed") })
    expect(lines(replay)[0]).toContain("BROKEN")
  })

  it.each([
    ["is cut in a line", (text: string) => text.slice(0, -40), "in the middle of a line"],
    [
      "is cut between lines",
      (text: string) => text.split("\n").slice(0, 5).join("\n") + "\n",
      "it was cut off",
    ],
    ["is something else", () => '{"hello":"world"}\n', "this is no recorded log"],
    ["is empty", () => "", "the file is empty"],
    ["is of a later Orrery", (text: string) => text.replace('{"log":2', '{"log":3'), "run a newer one"],
  ])("that %s says so", async (_, change, message) => {
    await expect(changed(change)).rejects.toThrow(LogBroken)
    await expect(changed(change)).rejects.toThrow(message)
  })

  it("is called broken when what stands beside an entry does not read", async () => {
    const log = await conversation()
    const entries = log.entries.map((it) => ({ ...it, then: '{"then":{}}' }))
    expect(replayed({ ...log, entries }).trouble).toMatchObject({ type: "broken", seq: 1 })
  })

  it("that misses an entry says which", async () => {
    const log = await conversation()
    const entries = log.entries.toSpliced(3, 1)
    expect(replayed({ ...log, entries }).trouble).toMatchObject({
      type: "broken",
      seq: 4,
      reason: `entry 4 is missing: after entry 3 comes entry 5, in line ${entries[3]!.line}`,
    })
  })

  it.each([
    ["misses a line in the middle", 6, 0, `entry 6 of ${here} is missing: after entry 5 comes entry 7`],
    ["misses its first", 1, 0, `entry 1 of ${here} is missing: the log begins with entry 2`],
    ["has a line twice", 6, 2, `after entry 6 of ${here} comes entry 6: the file was changed`],
  ])("that %s names the place", async (_, seq, times, message) => {
    const change = (text: string) => {
      const all = text.split("\n")
      const at = all.findIndex((line) => line.startsWith(`{"seq":${seq},`))
      const both = all.slice(at, at + 2)
      return all.toSpliced(at, 2, ...Array.from({ length: times }, () => both).flat()).join("\n")
    }
    await expect(changed(change)).rejects.toMatchObject({
      message,
      line: times === 0 ? seq * 2 : seq * 2 + 2,
    })
  })

  it("that was written by a newer chart says so", async () => {
    const log = await conversation()
    const entries = log.entries.map((it) => ({
      ...it,
      body: it.body.replace('"machine":"conversation@', '"machine":"conversation@9'),
    }))
    expect(replayed({ ...log, entries }).trouble).toMatchObject({
      reason: expect.stringContaining("run a newer one"),
    })
  })
})

it("every kind of actor is told about", async () => {
  expect(new Set((await recorded()).map(({ address }) => kindOf(address))).size).toBe(4)
})
