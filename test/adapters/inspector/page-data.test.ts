/** Modules of the page that need no document, as the browser gets them. */
import { describe, expect, it } from "vitest"

const load = async (path: string) =>
  (await import(
    new URL(`../../../src/adapters/inspector/page/data/${path}`, import.meta.url).href
  )) as Record<string, (...given: ReadonlyArray<unknown>) => unknown>

const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ seq: from + n }))
const seqs = (held: unknown) => (held as ReadonlyArray<{ seq: number }>).map(({ seq }) => seq)

describe("the part of a journal that is held", async () => {
  const { joined, followed, follows, trailOf } = await load("journal.js")

  it("grows at both ends, newest first, each entry once", () => {
    const held = joined!([], entries(10, 12))
    expect(seqs(held)).toEqual([12, 11, 10])
    expect(seqs(joined!(held, entries(12, 14)))).toEqual([14, 13, 12, 11, 10])
    expect(seqs(joined!(held, entries(8, 9)))).toEqual([12, 11, 10, 9, 8])
    expect(seqs(joined!(held, []))).toEqual([12, 11, 10])
  })

  it("never has a gap: what does not touch it takes its place", () => {
    expect(seqs(joined!(joined!([], entries(10, 12)), entries(20, 21)))).toEqual([21, 20])
    expect(seqs(joined!(joined!([], entries(10, 12)), entries(1, 3)))).toEqual([3, 2, 1])
  })

  it("follows live entries that come next, and makes room for them", () => {
    const held = joined!([], entries(1, 3))
    expect([follows!(held, entries(4, 5)), follows!(held, entries(5, 6)), follows!(held, [])]).toEqual([
      true,
      false,
      false,
    ])
    expect([follows!([], entries(1, 1)), follows!([], entries(2, 2))]).toEqual([true, false])
    const long = followed!(joined!([], entries(1, 499)), entries(500, 510))
    expect([seqs(long).length, seqs(long)[0], seqs(long).at(-1)]).toEqual([500, 510, 11])
  })

  it("has a trail of its last entries that took a transition, or of the one that is asked for", () => {
    const held = [9, 8, 7, 6, 5, 4, 3, 2].map((seq) => ({
      seq,
      edges: seq === 8 ? [] : seq === 7 ? null : ["a"],
    }))
    expect(seqs(trailOf!(held, undefined))).toEqual([9, 6, 5, 4, 3])
    expect(seqs(trailOf!(held, 4))).toEqual([4])
    expect(seqs(trailOf!(held, 8))).toEqual([])
  })
})

describe("the page's address", async () => {
  const { parseRoute, hrefOf } = await load("route.js")

  it("names a chart, an actor or an entry, and back", () => {
    for (const route of [
      { kind: "agent" },
      { kind: "pool", id: "0" },
      { kind: "agent", id: "0-0001", seq: 17 },
    ])
      expect(parseRoute!(hrefOf!(route))).toEqual(route)
  })

  it("leads home when it names nothing that there is", () => {
    for (const hash of ["", "#", "#/", "#/ghost/1", "#/%E0%A4%A/1"])
      expect(parseRoute!(hash)).toEqual({ kind: "conversation" })
    expect(parseRoute!("#/agent/1/x")).toEqual({ kind: "agent", id: "1" })
  })
})

describe("live counts", async () => {
  const { countWords } = await load("counts.js")
  const words = (definition: unknown, counts: unknown) =>
    Object.fromEntries(countWords!(definition, counts) as Map<string, string>)
  const state = (path: string, states?: ReadonlyArray<unknown>, type = "compound") => ({ path, type, states })
  const pool = {
    root: state("", [state("active", [state("active.serving"), state("active.scaling")]), state("idle")]),
  }

  it("are whole for lifecycle states, and within them when all were seen", () => {
    expect(words(pool, { "": 3, active: 2, idle: 1, "active.serving": 2 })).toEqual({
      "": "3",
      active: "2",
      idle: "1",
      "active.serving": "2",
      "active.scaling": "0",
    })
  })

  it("say within a state how many at least, or that it is not known", () => {
    expect(words(pool, { "": 3, active: 3, "active.serving": 1 })).toMatchObject({
      idle: "0",
      "active.serving": "1+",
      "active.scaling": "?",
    })
    const busy = state("life.active", [state("life.active.thinking")])
    const health = state("health", [state("health.healthy"), state("health.degraded")])
    const agent = { root: state("", [state("life", [busy, state("life.idle")]), health], "parallel") }
    expect(words(agent, { "": 2, life: 2, health: 2, "life.idle": 2, "health.healthy": 1 })).toEqual({
      "": "2",
      life: "2",
      health: "2",
      "life.active": "0",
      "life.active.thinking": "0",
      "life.idle": "2",
      "health.healthy": "1+",
      "health.degraded": "?",
    })
  })
})

describe("edges and events", async () => {
  const { edgeWords, eventWords, leaves } = await load("states.js")

  it("are said in words", () => {
    const transitions = [{ id: "idle|xstate.after.quietTime.pool.idle|0", target: ["active.serving"] }]
    const definition = { id: "pool", root: { path: "", states: [{ path: "idle", transitions }] } }
    expect(edgeWords!(definition, transitions[0]!.id)).toEqual({
      from: "idle",
      on: "after quietTime",
      to: "active.serving",
    })
    expect(edgeWords!(definition, "|MESSAGE|0")).toEqual({ from: "pool", on: "MESSAGE", to: undefined })
    expect(["", "xstate.done.state.pool.idle", "DRAIN"].map((event) => eventWords!(event))).toEqual([
      "always",
      "done",
      "DRAIN",
    ])
  })

  it("lead to innermost states", () => {
    expect(leaves!(["life", "life.active", "life.active.thinking", "health", "healthy"])).toEqual([
      "life.active.thinking",
      "health",
      "healthy",
    ])
  })
})

describe("the rate meter", async () => {
  const { rateMeter } = await load("rate.js")

  it("reads events a second over the last five", () => {
    const meter = rateMeter!() as {
      read: (count: number | undefined, now: number) => number
      forget: () => void
    }
    expect(meter.read(undefined, 0)).toBe(0)
    expect(meter.read(100, 1000)).toBe(0)
    expect(meter.read(150, 2000)).toBe(50)
    expect(meter.read(150, 7000)).toBe(0)
    meter.forget()
    expect(meter.read(0, 8000)).toBe(0)
  })
})
