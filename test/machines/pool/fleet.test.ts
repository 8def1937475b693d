/** Agents that come and go while a pool shard runs. */
import { describe, expect, it } from "vitest"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play } from "../support/play.ts"
import { turn } from "../support/words.ts"

const names = (n: number) => Array.from({ length: n }, (_, i) => `0-000${i + 1}`)
const pool = (agents = 2) =>
  new Play<Roll>("pool", { id: "0" })
    .tell({ type: "ALLOCATE" })
    .settle("Recruit", { type: "CONNECTED", agents: names(agents) })
const in1 = () => turn("writer", { guild: "201" })
const in2 = () => turn("writer", { guild: "202" })
const agents = (play: Play<Roll>) => play.context.slots.rows().map(({ key, value }) => [key, value.state])
const drain = (play: Play<Roll>, agent: string) => play.tell({ type: "DRAIN_AGENT", agent })
/** The process starts again, with so many agents in its configuration. */
const startsWith = (play: Play<Roll>, n: number) =>
  play
    .restart()
    .tell({ type: "ALLOCATE" })
    .settle("Recruit", { type: "CONNECTED", agents: names(n) })

describe("an agent that is added", () => {
  it("serves who waits at once, and is there after a restart", () => {
    const play = pool(1)
    const [first, second] = [in1(), in2()]
    play.tell({ type: "REQUEST", turn: first }).tell({ type: "REQUEST", turn: second })
    expect(play.state).toBe("active.scaling")
    play.tell({ type: "ADD_AGENTS", count: 2 })
    expect([play.state, play.told]).toEqual(["active.serving", ["agent/0-a001 ALLOCATE"]])
    expect(agents(startsWith(play, 1))).toEqual([
      ["0-0001", "busy"],
      ["0-a001", "busy"],
      ["0-a002", "free"],
    ])
  })

  it("waits for its shard, when that has not looked yet which agents are its own", () => {
    const play = new Play<Roll>("pool", { id: "0" }).tell({ type: "ADD_AGENTS", count: 1 })
    play.tell({ type: "ALLOCATE" }).settle("Recruit", { type: "CONNECTED", agents: names(1) })
    expect(agents(play)).toEqual([
      ["0-0001", "free"],
      ["0-a001", "free"],
    ])
  })

  it("gets a name that no other had, whoever was taken out before", () => {
    const play = pool(1).tell({ type: "ADD_AGENTS", count: 1 })
    drain(play, "0-a001").tell({ type: "ADD_AGENTS", count: 1 })
    expect(agents(play).map(([name]) => name)).toEqual(["0-0001", "0-a002"])
  })
})

describe("an agent that is taken out", () => {
  it("is gone at once when it is free", () => {
    expect(agents(drain(pool(2), "0-0001"))).toEqual([["0-0002", "free"]])
  })

  it("leaves its guild when it is idle there, and is gone then", () => {
    const play = pool(1)
    const of = in1()
    play.tell({ type: "REQUEST", turn: of }).tell({ type: "IDLED", agent: "0-0001", turn: of.id })
    drain(play, "0-0001")
    expect([play.told, agents(play)]).toEqual([["agent/0-0001 RELEASE"], [["0-0001", "leaving"]]])
    expect(agents(play.tell({ type: "RELEASED", agent: "0-0001" }))).toEqual([])
  })

  it("ends its turn, gets no other, not even of its own guild, and leaves", () => {
    const play = pool(1)
    const [first, second] = [in1(), in1()]
    play.tell({ type: "REQUEST", turn: first })
    drain(play, "0-0001").tell({ type: "REQUEST", turn: second })
    expect(agents(play)).toEqual([["0-0001", "busy"]])
    play.tell({ type: "IDLED", agent: "0-0001", turn: first.id })
    expect([play.told, play.state]).toEqual([["agent/0-0001 RELEASE"], "active.scaling"])
    play.tell({ type: "RELEASED", agent: "0-0001" })
    expect([agents(play), play.context.queue.size]).toEqual([[], 1])
  })

  it("goes when its backoff is over, if it broke", () => {
    const play = pool(1)
    const of = in1()
    play.tell({ type: "REQUEST", turn: of })
    play.tell({ type: "FAILED", agent: "0-0001", turn: of.id, reason: "no luck" })
    drain(play, "0-0001").pass(10 * 60_000)
    play.tell({ type: "RELEASED", agent: "0-0001" })
    expect(agents(play)).toEqual([])
  })

  it("stays out over restarts, whatever the configuration says, until it is let in again", () => {
    const play = startsWith(drain(pool(2), "0-0001"), 3)
    expect(agents(play).map(([name]) => name)).toEqual(["0-0002", "0-0003"])
    play.tell({ type: "RESTORE_AGENT", agent: "0-0001" })
    play.settle("Recruit", { type: "CONNECTED", agents: names(3) })
    expect(agents(play).map(([name]) => name)).toEqual(names(3))
  })

  it("is no other shard's, and is taken out once", () => {
    const play = drain(drain(pool(2), "1-0001"), "0-0001")
    const { slots, drained } = drain(play, "0-0001").context
    expect([slots.size, drained.rows().map(({ key }) => key)]).toEqual([1, ["0-0001"]])
  })
})

describe("a fleet that the configuration makes smaller", () => {
  it("lets who is busy end its turn, and sends home who is idle", () => {
    const play = pool(3)
    const [first, second] = [in1(), in2()]
    play.tell({ type: "REQUEST", turn: first }).tell({ type: "REQUEST", turn: second })
    play.tell({ type: "IDLED", agent: "0-0001", turn: first.id })
    startsWith(play, 0)
    expect([play.told, agents(play)]).toEqual([
      ["agent/0-0001 RELEASE"],
      [
        ["0-0001", "leaving"],
        ["0-0002", "busy"],
      ],
    ])
    play.tell({ type: "RELEASED", agent: "0-0001" })
    play.tell({ type: "IDLED", agent: "0-0002", turn: second.id })
    expect(agents(play.tell({ type: "RELEASED", agent: "0-0002" }))).toEqual([])
  })

  it("keeps one that it names again before it was gone", () => {
    const play = pool(1)
    const of = in1()
    play.tell({ type: "REQUEST", turn: of })
    startsWith(startsWith(play, 0), 1).tell({ type: "IDLED", agent: "0-0001", turn: of.id })
    expect(agents(play)).toEqual([["0-0001", "idle"]])
  })
})

describe("an agent that is lent", () => {
  const loan = (play: Play<Roll>) => {
    play.tell({
      type: "BORROW",
      pool: "1",
      loan: "1.1",
      count: 1,
      wanted: { home: "201", need: { purpose: "other", tools: [], priority: 1 } },
    })
    return play.tell({ type: "TAKEN", pool: "1", loan: "1.1", agents: ["0-0001"] })
  }

  it("is taken out by who borrowed it, and is gone when it comes back", () => {
    const play = loan(pool(2))
    expect(agents(play)[0]).toEqual(["0-0001", "lent"])
    drain(play, "0-0001")
    expect([play.told, agents(play)[0]]).toEqual([["pool/1 DRAIN_AGENT"], ["0-0001", "lent"]])
    play.tell({ type: "RETURNED", pool: "1", loan: "1.1", agents: ["0-0001"] })
    play.tell({ type: "ALIVE", agent: "0-0001", turn: null, held: null, home: null })
    expect(agents(play)).toEqual([["0-0002", "free"]])
  })

  it("is given back by its borrower at once when it is free, else when it has left its guild", () => {
    const borrower = () => {
      const play = new Play<Roll>("pool", { id: "1" })
        .tell({ type: "ALLOCATE" })
        .settle("Recruit", { type: "CONNECTED", agents: [], others: ["0"] })
      const of = in1()
      play.tell({ type: "REQUEST", turn: of })
      const asked = play.context.lending.asked!
      const lent = [
        { agent: "0-0001", profile: {} },
        { agent: "0-0002", profile: {} },
      ]
      play.tell({ type: "LENT", pool: "0", loan: asked.loan, agents: lent })
      return { play, of }
    }
    const { play, of } = borrower()
    expect(
      agents(play)
        .map(([, state]) => state)
        .toSorted(),
    ).toEqual(["busy", "free"])
    const [free] = agents(play).find(([, state]) => state === "free")!
    const [busy] = agents(play).find(([, state]) => state === "busy")!
    expect(drain(play, String(free)).told).toEqual(["pool/0 RETURNED"])
    drain(play, String(busy)).tell({ type: "IDLED", agent: String(busy), turn: of.id })
    expect(play.told).toEqual([`agent/${busy} RELEASE`])
    expect(agents(play.tell({ type: "RELEASED", agent: String(busy) }))).toEqual([])
    expect(play.context.drained.size).toBe(0)
  })
})
