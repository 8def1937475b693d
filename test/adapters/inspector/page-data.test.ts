/** Modules of the page that need no document, as the browser gets them. */
import { describe, expect, it } from "vitest"
import { kinds } from "../../../src/machines/address.ts"

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

  it("has a trail of its last entries that took a transition", () => {
    const held = [9, 8, 7, 6, 5, 4, 3, 2].map((seq) => ({
      seq,
      edges: seq === 8 ? [] : seq === 7 ? null : ["a"],
    }))
    expect(seqs(trailOf!(held))).toEqual([9, 6, 5, 4, 3])
  })
})

describe("the page", async () => {
  const { kinds: shown } = (await load("state.js")) as unknown as { kinds: ReadonlyArray<string> }

  it("has a place for every kind of actor", () => {
    expect(shown.toSorted()).toEqual(kinds.toSorted())
  })
})

describe("the page's address", async () => {
  const { parseRoute, hrefOf } = await load("route.js")

  it("names a chart, an actor, an entry, each in a view, or another page, and back", () => {
    for (const route of [
      { page: "chart", kind: "agent", query: {} },
      { page: "chart", kind: "pool", id: "0", query: { view: "send" } },
      { page: "chart", kind: "agent", id: "0-0001", seq: 17, query: { view: "time", against: "3" } },
      { page: "actors", query: { state: "life.idle", find: "a b&c" } },
      { page: "stuck", query: {} },
      { page: "message", cause: "400000000000000001", query: { from: "agent/0-0001" } },
    ])
      expect(parseRoute!(hrefOf!(route))).toEqual(route)
  })

  it("leads home when it names nothing that there is", () => {
    const home = { page: "chart", kind: "conversation", query: {} }
    for (const hash of ["", "#", "#/", "#/%E0%A4%A/1"]) expect(parseRoute!(hash)).toEqual(home)
    for (const unknown of ["ghost", "toString"])
      expect(parseRoute!(`#/${unknown}/1`)).toEqual({ ...home, unknown })
    expect(parseRoute!("#/agent/1/x")).toEqual({ page: "chart", kind: "agent", id: "1", query: {} })
  })
})

describe("many actors", async () => {
  const { crowded, toldOnce } = await load("states.js")

  it("are where most of them are, in the first of what goes on side by side", () => {
    const state = (path: string, ...states: ReadonlyArray<object>) => ({ path, type: "compound", states })
    const life = state("life", state("life.free"), state("life.busy", state("life.busy.a")))
    const root = { path: "", type: "parallel", states: [life, state("health", state("health.good"))] }
    const counts = { life: 9, "life.free": 4, "life.busy": 5, health: 9, "health.good": 9 }
    expect(crowded!({ root }, { "": 9, ...counts, "life.busy.a": 5 })).toBe("life.busy.a")
    expect(crowded!({ root }, { "": 9, ...counts })).toBe("life.busy")
    expect([crowded!({ root }, {}), crowded!(undefined, counts)]).toEqual([undefined, undefined])
  })

  it("are too long in a state, and not also in the one around it", () => {
    const long = (what: string) => ({ why: "long", what })
    const overdue = { why: "overdue", what: "life" }
    expect(toldOnce!([long("life"), long("life.busy"), long("health"), overdue])).toEqual([
      long("life.busy"),
      long("health"),
      overdue,
    ])
  })
})

describe("edges and events", async () => {
  const { edgesOfFlow, edgeWords, eventWords, leaves } = await load("states.js")

  it("are said in words", () => {
    const [isOff, isFull, isIdle] = ["isOff", "isFull", "isIdle"].map((type) => ({ type }))
    const not = { type: "not", guards: [{ type: "or", guards: [isOff, isFull] }] }
    const transitions = [
      { id: "idle|xstate.after.quietTime.pool.idle|0", target: ["active.serving"] },
      { id: "idle||0", guard: isIdle },
      { id: "idle||1", guard: { type: "and", guards: [isIdle, not] } },
    ]
    const definition = { id: "pool", root: { path: "", states: [{ path: "idle", transitions }] } }
    expect(edgeWords!(definition, transitions[0]!.id)).toEqual({
      from: "idle",
      on: "after quietTime",
      to: "active.serving",
    })
    const guarded = ["idle||0", "idle||1"].map((id) => edgeWords!(definition, id) as { on: string })
    expect(guarded.map(({ on }) => on)).toEqual([
      "always [isIdle]",
      "always [isIdle and not (isOff or isFull)]",
    ])
    expect(edgeWords!(definition, "|MESSAGE|0")).toEqual({ from: "pool", on: "MESSAGE", to: undefined })
    expect(["", "xstate.done.state.pool.idle", "DRAIN"].map((event) => eventWords!(event))).toEqual([
      "always",
      "done",
      "DRAIN",
    ])
  })

  it("are those of a flow when they lead out of one state and into one beside it", () => {
    const edge = (id: string, ...target: ReadonlyArray<string>) => ({ id, target })
    const busy = { path: "busy", transitions: [edge("busy|STOP|0", "idle")] }
    const inner = {
      path: "busy.deep",
      transitions: [edge("busy.deep|DONE|0", "idle"), edge("busy.deep|ON|0")],
    }
    const idle = { path: "idle", transitions: [edge("idle|GO|0", "busy.deep")] }
    const definition = { root: { path: "", states: [{ ...busy, states: [inner] }, idle] } }
    expect(edgesOfFlow!(definition, "busy", "idle")).toEqual(["busy|STOP|0", "busy.deep|DONE|0"])
    expect(edgesOfFlow!(definition, "idle", "busy")).toEqual(["idle|GO|0"])
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

type Rows = Record<"done" | "later", ReadonlyArray<object>>

describe("the rows of a way", async () => {
  const { rowsOf } = await load("message.js")

  it("have the time since the first, and fold long pauses", () => {
    const steps = [1000, 1010, 3010].map((at) => ({ at }))
    const { done, later } = rowsOf!({ steps }) as Rows
    expect(done).toMatchObject([
      { step: steps[0], since: 0 },
      { step: steps[1], since: 10 },
      { gap: 2000 },
      { step: steps[2], since: 2010 },
    ])
    expect(later).toEqual([])
  })

  it("are apart from what timers did later", () => {
    const step = (at: number, later = true) => ({ at, later })
    const { done, later } = rowsOf!({ steps: [step(0, false), step(60_000), step(120_000)] }) as Rows
    expect(done).toMatchObject([{ since: 0 }])
    expect(later).toMatchObject([{ since: 60_000 }, { gap: 60_000 }, { since: 120_000 }])
  })
})

describe("times", async () => {
  const { brief } = await load("time.js")

  it("are said as briefly as they can be", () => {
    expect([0, 7.4, 999, 4200, 59_900, 186_000, 9e6, 2e8].map((ms) => brief!(ms))).toEqual([
      "0 ms",
      "7 ms",
      "999 ms",
      "4.2 s",
      "60 s",
      "3.1 min",
      "2.5 h",
      "2.3 d",
    ])
  })
})
