/** Heartbeats: agents that should have said something are asked, and what they say is held against what the pool believes. */
import { describe, expect, it } from "vitest"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play } from "../support/play.ts"
import { turn } from "../support/words.ts"

const minute = 60_000
const name = "0-0001"
const pool = () =>
  new Play<Roll>("pool", { id: "0" })
    .tell({ type: "ALLOCATE" })
    .settle("Recruit", { type: "CONNECTED", agents: [name] })
const busy = () => {
  const of = turn("writer", { guild: "201" })
  return { of, play: pool().tell({ type: "REQUEST", turn: of }) }
}
const idle = () => {
  const { of, play } = busy()
  return { of, play: play.tell({ type: "IDLED", agent: name, turn: of.id }) }
}
const slot = (play: Play<Roll>) => play.context.slots.get(name)!
const says = (play: Play<Roll>, asked: string | null, turn: string | null, home: string | null) =>
  play.tell({ type: "ALIVE", agent: name, turn: asked, held: turn, home })
/** What others are told, but for what a wait is told. */
const told = (play: Play<Roll>): ReadonlyArray<Event> =>
  play.wants.flatMap((effect) => (effect.type === "Tell" ? [effect.event] : []))

describe("a round", () => {
  it("is made once a minute while agents are with guilds, after a restart too, and not when all are free", () => {
    const { play, of } = busy()
    expect(play.restart().pass(minute - 1).told).toEqual([])
    expect(told(play.pass(1))).toEqual([{ type: "PING", pool: "0", turn: of.id }])
    says(play, of.id, of.id, "201").tell({ type: "IDLED", agent: name, turn: of.id })
    play.tell({ type: "RELEASED", agent: name }).pass(minute)
    expect([play.context.nextRound, play.books.timers.has("round")]).toEqual([null, false])
  })

  it("comes no sooner than an idle agent should have left, and in a minute when it gets a turn again", () => {
    const { play } = idle()
    play.pass(minute)
    expect(play.context.nextRound! - play.now).toBe(15 * minute)
    play.tell({ type: "REQUEST", turn: turn("writer", { guild: "201" }) })
    expect(play.context.nextRound! - play.now).toBe(minute)
    expect(play.books.timers.get("round")?.due).toBe(play.context.nextRound)
  })

  it("asks nobody who has said something in time", () => {
    const { play } = idle()
    expect(play.pass(15 * minute).told).toEqual([])
  })

  it("lets an agent that is there go on with its turn", () => {
    const { play, of } = busy()
    for (let n = 0; n < 10; n++) expect(told(says(play.pass(minute), of.id, of.id, "201"))).toEqual([])
    expect(slot(play)).toMatchObject({ state: "busy", strikes: 0 })
  })
})

describe("an agent that does not answer", () => {
  it("is degraded after one round, and after three quarantined, its turn told as lost", () => {
    const { play, of } = busy()
    play.pass(minute)
    expect([told(play.pass(minute)), slot(play).strikes]).toEqual([[], 1])
    expect([told(play.pass(minute)), slot(play).strikes]).toEqual([[], 2])
    expect(told(play.pass(minute))).toEqual([
      { type: "UNANSWERED", turn: of.id, reason: "its agent does not answer" },
      { type: "STOP", turn: of.id },
      { type: "PING", pool: "0", turn: null },
    ])
    expect(slot(play)).toMatchObject({ state: "resting", strikes: 3, turn: null })
  })

  it("is asked no second time while it is away, and is used again when it answers", () => {
    const { play, of } = busy()
    play.pass(4 * minute)
    expect(play.restart().pass(60 * minute).told).toEqual([])
    says(play, of.id, of.id, "201")
    expect(slot(play).state).toBe("resting")
    says(play, null, null, "201")
    expect(slot(play)).toMatchObject({ state: "idle", home: "201", strikes: 3 })
  })
})

describe("a lost allocation", () => {
  it("is found where an agent has lost its turn, and whoever waits is told", () => {
    const { play, of } = busy()
    says(play.pass(minute), of.id, null, null)
    expect(told(play)).toEqual([{ type: "UNANSWERED", turn: of.id, reason: "its agent has lost it" }])
    expect(slot(play)).toMatchObject({ state: "free", home: null, turn: null })
  })

  it("is found where an agent has another turn: it is stopped and called back", () => {
    const { play, of } = busy()
    says(play.pass(minute), of.id, "7.writer", "202")
    expect(told(play).map(({ type }) => type)).toEqual(["UNANSWERED", "STOP", "RELEASE"])
    expect(slot(play)).toMatchObject({ state: "leaving", home: "202", turn: null })
  })

  it("is found where an agent stays with a guild for longer than it should", () => {
    const { play } = idle()
    expect(told(play.pass(16 * minute))).toEqual([{ type: "PING", pool: "0", turn: null }])
    expect([told(says(play, null, null, "201")), slot(play).state]).toEqual([
      [{ type: "RELEASE" }],
      "leaving",
    ])
  })

  it("is found where an agent left and its pool does not know", () => {
    const { play } = idle()
    says(play.pass(16 * minute), null, null, null)
    expect(slot(play)).toMatchObject({ state: "free", home: null })
  })

  it("is none where something has happened since the agent was asked", () => {
    const { play, of } = busy()
    play.pass(minute).tell({ type: "IDLED", agent: name, turn: of.id })
    const next = turn("writer", { guild: "201" })
    play.tell({ type: "REQUEST", turn: next })
    says(play, of.id, null, null)
    expect([told(play), slot(play).turn?.id]).toEqual([[], next.id])
  })
})

describe("an agent that is asked", () => {
  const agent = () => new Play<AgentContext>("agent", { id: name, pool: "0" })

  it("says which turn it has, and with which guild it is, whatever it does", () => {
    const of = turn("writer", { guild: "201" })
    const play = agent()
    const answer = (asked: string | null) => play.tell({ type: "PING", pool: "0", turn: asked }).want("Tell")
    const says = (asked: string | null, has: string | null, home: string | null) => ({
      type: "Tell",
      to: "pool/0",
      event: { type: "ALIVE", agent: name, turn: asked, held: has, home },
    })
    expect(answer(of.id)).toEqual(says(of.id, null, null))
    play.tell({ type: "ALLOCATE", turn: of })
    expect(answer(of.id)).toEqual(says(of.id, of.id, "201"))
    play.settle("Connect", { type: "CONNECTED" }).settle("Think", { type: "FAIL", reason: "", retry: false })
    expect(answer(null)).toEqual(says(null, null, "201"))
  })
})
