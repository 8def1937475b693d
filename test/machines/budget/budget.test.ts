/** A budget: what is set aside before a turn, settled after it or given back; and the day's change. */
import { describe, expect, it } from "vitest"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import { left, type Allowance } from "../../../src/machines/budget/allowance.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Limit } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { ada, bob, fail, limit, reserve, thought, turn } from "../support/words.ts"

const hour = 3_600_000
const budget = () => new Play<Allowance>("budget", { id: "user-101" })
const heard = (play: Play<Allowance>): Event => play.want("Tell").event

describe("a budget", () => {
  it("grants what fits, and counts it as gone until it is settled", () => {
    const play = budget().tell(reserve("1.a", 60))
    expect([play.state, heard(play)]).toEqual([
      "open",
      { type: "GRANTED", turn: "1.a", budget: "budget/user-101" },
    ])
    expect(left(play.context)).toBe(40)
    play.tell({ type: "SETTLE", turn: "1.a", tokens: 25 })
    expect([left(play.context), play.context.used, play.context.reserved]).toEqual([75, 25, {}])
  })

  it("refuses what does not fit, and says when it will", () => {
    const play = budget().tell(reserve("1.a", 60)).tell({ type: "SETTLE", turn: "1.a", tokens: 100 })
    play.now += 30 * 60_000
    play.tell(reserve("2.a", 1))
    expect([play.state, heard(play)]).toEqual([
      "spent",
      {
        type: "REFUSED",
        turn: "2.a",
        budget: "budget/user-101",
        reason: "the day's 100 tokens of Ada are used; new ones at 00:00 UTC, in 30 min",
        told: false,
      },
    ])
  })

  it("says what is left when that is too little for an answer", () => {
    const play = budget().tell(
      reserve("1.a", 5000, { limit: limit({ tokens: 50_000, name: "this server" }) }),
    )
    play.tell(reserve("2.a", 46_000, { limit: limit({ tokens: 50_000, name: "this server" }) }))
    expect(heard(play)).toMatchObject({
      reason:
        "of the day's 50,000 tokens of this server 45,000 are left, too few for an answer; new ones at 00:00 UTC, in 1 h",
    })
  })

  it("tells a person once a day in each channel", () => {
    const play = budget()
    const told = (more: object = {}) => {
      const event = heard(play.tell(reserve("1.a", 500, more)))
      return event.type === "REFUSED" && event.told
    }
    expect([told(), told(), told({ by: bob }), told({ channel: "302" }), told({ by: bob })]).toEqual([
      false,
      true,
      false,
      false,
      true,
    ])
    const tomorrow = limit({ day: 20_001, until: play.now + 25 * hour })
    play.now += hour
    expect(told({ limit: tomorrow })).toBe(false)
  })

  it("gives back what came to nothing, once", () => {
    const play = budget().tell(reserve("1.a", 60)).tell({ type: "RETURN", turn: "1.a" })
    expect([left(play.context), play.context.reserved]).toEqual([100, {}])
    play.tell({ type: "RETURN", turn: "1.a" }).tell({ type: "SETTLE", turn: "1.a", tokens: 99 })
    expect(left(play.context)).toBe(100)
  })

  it("sets aside once what is asked for twice", () => {
    const play = budget().tell(reserve("1.a", 60)).tell(reserve("1.a", 60))
    expect([heard(play).type, left(play.context)]).toEqual(["GRANTED", 40])
  })

  it("begins anew with the day, when nobody asks, too", () => {
    const play = budget().tell(reserve("1.a", 100)).tell(reserve("2.a", 1))
    expect(play.state).toBe("spent")
    expect(play.pass(hour - 1).state).toBe("spent")
    expect([play.pass(1).state, left(play.context), play.context.day]).toEqual(["open", 100, 20_001])
  })

  it("goes by the time when it is asked, however long the letter was on its way", () => {
    const play = budget().tell(reserve("1.a", 100))
    play.now += hour
    expect(heard(play.tell(reserve("2.a", 100)))).toMatchObject({ type: "GRANTED" })
    expect(play.context).toMatchObject({ day: 20_001, until: play.now + 24 * hour, reserved: { "2.a": 100 } })
  })

  it("does not count a turn of yesterday today, and gives no day twice", () => {
    const play = budget().tell(reserve("1.a", 60))
    play.now += hour
    play.tell(reserve("2.a", 10)).tell({ type: "SETTLE", turn: "1.a", tokens: 60 })
    expect([left(play.context), play.context.used]).toEqual([90, 0])
    play.tell({ type: "SETTLE", turn: "2.a", tokens: 100 })
    const west = limit({ day: 20_000, until: play.now + hour, zone: "America/Lima" })
    expect(heard(play.tell(reserve("3.a", 1, { limit: west })))).toMatchObject({ type: "REFUSED" })
  })

  it("follows an operator who says another number", () => {
    const play = budget().tell(reserve("1.a", 60))
    play.tell(reserve("2.a", 60, { limit: limit({ tokens: 200 }) }))
    expect([heard(play).type, left(play.context)]).toEqual(["GRANTED", 80])
  })

  it("refuses everything when it is nothing", () => {
    expect(heard(budget().tell(reserve("1.a", 1, { limit: limit({ tokens: 0 }) })))).toMatchObject({
      type: "REFUSED",
    })
  })
})

const limits: ReadonlyArray<Limit> = [limit(), limit({ of: "budget/guild-201", name: "this server" })]
const claiming = { ...turn("writer", { author: ada }), claim: { tokens: 60, limits } }
const asking = () =>
  new Play<AgentContext>("agent", { id: "0-0001", pool: "0" })
    .tell({ type: "ALLOCATE", turn: claiming })
    .settle("Connect", { type: "CONNECTED" })
const grant = (of: Limit): Event => ({ type: "GRANTED", turn: claiming.id, budget: of.of })
const paid = () => asking().tell(grant(limits[0]!)).tell(grant(limits[1]!))

describe("an agent whose turn is paid for", () => {
  it("asks every budget at once, and thinks when all have granted it", () => {
    const play = asking()
    expect([play.state, play.told]).toEqual([
      "active.reserving",
      ["budget/user-101 RESERVE", "budget/guild-201 RESERVE"],
    ])
    expect([play.tell(grant(limits[1]!)).state, play.wanted]).toEqual(["active.reserving", []])
    expect([play.tell(grant(limits[0]!)).state, play.wanted]).toEqual(["active.thinking", ["Think"]])
  })

  it("settles with what the model took", () => {
    const play = paid().settle("Think", thought())
    expect(play.wants.flatMap((want) => (want.type === "Tell" ? [[want.to, want.event]] : []))).toEqual(
      limits.map(({ of }) => [of, { type: "SETTLE", turn: claiming.id, tokens: 2 }]),
    )
    expect(play.state).toBe("active.speaking")
  })

  it("gives all back when one refuses, says why, and is free for the next", () => {
    const play = asking().tell(grant(limits[0]!))
    play.tell({
      type: "REFUSED",
      turn: claiming.id,
      budget: limits[1]!.of,
      reason: "the day's are used",
      told: true,
    })
    expect([play.state, play.told]).toEqual([
      "idle",
      ["conversation/301 UNANSWERED", "budget/user-101 RETURN", "budget/guild-201 RETURN", "pool/0 IDLED"],
    ])
    expect(heardFrom(play)).toEqual({
      type: "UNANSWERED",
      turn: claiming.id,
      reason: "the day's are used",
      told: true,
    })
    expect(play.context).toMatchObject({ turn: null, granted: [], failures: 0 })
    expect([play.tell(grant(limits[1]!)).state, play.wanted]).toEqual(["idle", []])
  })

  it.each([
    ["stopped while it asks", () => asking().tell({ type: "STOP", turn: claiming.id })],
    ["stopped while it thinks", () => paid().tell({ type: "STOP", turn: claiming.id })],
    ["failed by the model", () => paid().settle("Think", fail())],
  ])("gives all back when it is %s", (_, play) => {
    expect(play().told.filter((told) => told.endsWith("RETURN"))).toEqual([
      "budget/user-101 RETURN",
      "budget/guild-201 RETURN",
    ])
  })

  it("asks nobody, and loses no time, where there is no budget", () => {
    const play = new Play<AgentContext>("agent", { id: "0-0001", pool: "0" })
      .tell({ type: "ALLOCATE", turn: turn() })
      .settle("Connect", { type: "CONNECTED" })
    expect([play.state, play.wanted]).toEqual(["active.thinking", ["Think"]])
  })
})

const heardFrom = (play: Play<AgentContext>): Event => play.want("Tell").event
