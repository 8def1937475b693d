/** A pool shard: who gets a turn, who waits, who rests, and how it ends its day. */
import { describe, expect, it } from "vitest"
import { queueBound, type Slot } from "../../../src/machines/pool/allocation.ts"
import * as roll from "../../../src/machines/pool/roll.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Table } from "../../../src/machines/table.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { turn } from "../support/words.ts"

const names = (n: number) => Array.from({ length: n }, (_, i) => `0-000${i + 1}`)
const pool = (agents = 2) =>
  new Play<Roll>("pool", { id: "0" })
    .tell({ type: "ALLOCATE" })
    .settle("Recruit", { type: "CONNECTED", agents: names(agents) })
const in1 = () => turn("writer", { guild: "201" })
const in2 = () => turn("writer", { guild: "202" })
const in3 = () => turn("writer", { guild: "203" })
const ask = (play: Play<Roll>, of: Turn) => play.tell({ type: "REQUEST", turn: of })
const end = (play: Play<Roll>, agent: string, of: Turn) => play.tell({ type: "IDLED", agent, turn: of.id })
const break_ = (play: Play<Roll>, agent: string, of: Turn | null) =>
  play.tell({ type: "FAILED", agent, turn: of?.id ?? null, reason: "no luck" })
const leave = (play: Play<Roll>, agent: string) => play.tell({ type: "RELEASED", agent })
const waiting = (play: Play<Roll>) => play.context.queue.rows().map(({ key }) => key)
/** An agent says that all is as its pool believes. */
const there = (play: Play<Roll>, agent: string) => {
  const { turn, home } = play.context.slots.get(agent)!
  const id = turn?.id ?? null
  return play.tell({ type: "ALIVE", agent, turn: id, held: id, home })
}
/** Time passes, and agents that are asked say that they are there. */
const pass = (play: Play<Roll>, ms: number) => {
  for (let passed = 0; passed < ms; passed += 30_000) {
    play.pass(Math.min(30_000, ms - passed))
    for (const { key, value } of play.context.slots.rows()) if (value.pinged !== undefined) there(play, key)
  }
  return play
}
const states = (play: Play<Roll>) => play.context.slots.values().map(({ state }) => state)

describe("a pool shard", () => {
  it("finds out which agents it holds when it is first asked, and then serves who waits", () => {
    const play = new Play<Roll>("pool", { id: "0" })
    const of = in1()
    expect(play.state).toBe("available")
    ask(play, of)
    expect([play.state, play.wanted]).toEqual(["allocated.connecting", ["Recruit"]])
    play.settle("Recruit", { type: "CONNECTED", agents: names(2) })
    expect([play.state, play.want("Tell")]).toEqual([
      "active.serving",
      {
        type: "Tell",
        to: "agent/0-0001",
        event: { type: "ALLOCATE", turn: of, stays: 15 * 60_000, pool: "0" },
      },
    ])
  })

  it("looks again after a while when it cannot find out", () => {
    const play = new Play<Roll>("pool", { id: "0" }).tell({ type: "ALLOCATE" })
    play.settle("Recruit", { type: "FAIL", reason: "away", retry: true })
    expect([play.state, play.pass(5000).state, play.wanted]).toEqual([
      "allocated.retrying",
      "allocated.connecting",
      ["Recruit"],
    ])
  })

  it("lets turns wait when every agent is busy, and serves the one that waits longest first", () => {
    const play = pool(1)
    const [first, second, third] = [in1(), in2(), in1()]
    ask(play, first)
    ask(ask(play, second), third)
    expect([play.state, waiting(play)]).toEqual(["active.scaling", [second.id, third.id]])
    end(play, "0-0001", first)
    expect([play.state, play.told, states(play)]).toEqual([
      "active.scaling",
      ["agent/0-0001 RELEASE"],
      ["leaving"],
    ])
    leave(play, "0-0001")
    expect(play.told).toEqual(["agent/0-0001 ALLOCATE"])
    expect(play.context.slots.get("0-0001")?.turn?.id).toBe(second.id)
  })

  it("calls one idle agent back at a time", () => {
    const play = pool(2)
    const [one, two] = [in1(), in2()]
    ask(ask(play, one), two)
    end(end(play, "0-0001", one), "0-0002", two)
    ask(play, in3())
    expect([play.told, states(play)]).toEqual([["agent/0-0001 RELEASE"], ["leaving", "idle"]])
    leave(play, "0-0001")
    expect([play.state, states(play)]).toEqual(["active.serving", ["busy", "idle"]])
  })

  it("refuses a turn when too many wait", () => {
    const play = pool(1)
    const books = play.books
    let full = { ...play.context, slots: Table.of<Slot>({}) }
    for (let n = 0; n < queueBound; n++)
      full = { ...full, ...roll.enqueue(full, { type: "REQUEST", turn: in1(), at: play.now }) }
    play.books = { ...books, snapshot: play.stepper.restore({ value: { active: "scaling" }, context: full }) }
    const of = in2()
    ask(play, of)
    expect(play.want("Tell")).toMatchObject({
      to: of.conversation,
      event: { type: "UNANSWERED", turn: of.id },
    })
    expect(play.context.queue.size).toBe(queueBound)
  })

  it("gives a turn up that waited for five minutes, tells who asked, and goes on with the others", () => {
    const play = pool(1)
    const [one, two, three] = [in1(), in2(), in3()]
    pass(ask(ask(play, one), two), 60_000)
    pass(ask(play, three).restart(), 4 * 60_000 - 1)
    expect([play.told.includes("conversation/301 UNANSWERED"), waiting(play)]).toEqual([
      false,
      [two.id, three.id],
    ])
    play.pass(1)
    expect(play.wants).toContainEqual({
      type: "Tell",
      to: two.conversation,
      event: {
        type: "UNANSWERED",
        turn: two.id,
        reason: "no agent became free within 5 min; ask again later",
      },
    })
    expect([play.state, waiting(play), play.context.counts.timedOut]).toEqual([
      "active.scaling",
      [three.id],
      1,
    ])
    pass(play, 60_000)
    expect([play.state, waiting(play), play.context.counts.timedOut]).toEqual(["active.serving", [], 2])
  })

  it("says why an agent was chosen", () => {
    const play = pool(1)
    const [one, two, three] = [in1(), in1(), in2()]
    ask(play, one)
    expect(play.context.match?.why).toBe("the best free one: healthy, never used")
    end(play, "0-0001", one).pass(12 * 60_000)
    ask(play, two)
    expect(play.context.match?.why).toBe("warm: served here 12 min ago")
    end(play, "0-0001", two).pass(9 * 60_000)
    leave(ask(play, three), "0-0001")
    expect(play.context.match?.why).toBe("reclaimed from 201 after 9 min idle")
  })

  it("tells the agent that has it to stop a turn that is withdrawn, and forgets one that waits", () => {
    const play = pool(1)
    const [one, two] = [in1(), in1()]
    ask(ask(play, one), two)
    play.tell({ type: "WITHDRAW", turn: two.id })
    expect([waiting(play), play.wants]).toEqual([[], []])
    play.tell({ type: "WITHDRAW", turn: one.id })
    expect(play.want("Tell")).toMatchObject({ to: "agent/0-0001", event: { type: "STOP", turn: one.id } })
    play.tell({ type: "WITHDRAW", turn: "unknown" })
    expect(play.wants).toEqual([])
  })

  it("becomes idle when nobody has asked for a while, and active at the next request", () => {
    const play = pool(1)
    const of = in1()
    ask(play, of)
    expect(pass(play, 60 * 60_000).state).toBe("active.serving")
    end(play, "0-0001", of)
    expect(play.pass(10 * 60_000).state).toBe("idle")
    ask(play, in1())
    expect([play.state, play.told]).toEqual(["active.serving", ["agent/0-0001 ALLOCATE"]])
  })

  it("lets go after an hour of idleness, and recruits anew when it is asked again", () => {
    const play = pool(1).pass(10 * 60_000 + 60 * 60_000)
    expect(play.state).toBe("released")
    ask(play, in1())
    play.settle("Disconnect", { type: "DISCONNECTED" })
    expect([play.state, play.wanted]).toEqual(["allocated.connecting", ["Recruit"]])
    play.settle("Recruit", { type: "CONNECTED", agents: names(3) })
    expect([play.told, states(play)]).toEqual([["agent/0-0001 ALLOCATE"], ["busy", "free", "free"]])
  })

  it("recruits again when it is told to, and keeps what it knows of those it has", () => {
    const play = pool(2)
    const [one, two, three] = [in1(), in1(), in1()]
    ask(ask(ask(play, one), two), three)
    play.tell({ type: "ALLOCATE" })
    expect([play.state, play.wanted]).toEqual(["active.scaling", ["Recruit"]])
    play.settle("Recruit", { type: "CONNECTED", agents: names(3) })
    expect([play.told, states(play)]).toEqual([["agent/0-0003 ALLOCATE"], ["busy", "busy", "busy"]])
    play.tell({ type: "ALLOCATE" }).settle("Recruit", { type: "CONNECTED", agents: names(1) })
    end(play, "0-0003", three)
    expect([play.told, states(play)]).toEqual([["agent/0-0003 RELEASE"], ["busy", "busy", "leaving"]])
    leave(play, "0-0003")
    expect(states(play)).toEqual(["busy", "busy"])
  })
})

describe("supervision", () => {
  it("lets an agent rest for a second, then two, then five minutes, ten and so on, and asks it before it is used again", () => {
    const play = pool(1)
    for (const rest of [1000, 2000, 300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 3_600_000]) {
      const of = in1()
      ask(play, of)
      break_(play, "0-0001", of)
      expect(states(play)).toEqual(["resting"])
      ask(play, in1()).tell({ type: "WITHDRAW", turn: waiting(play)[0]! })
      expect(play.pass(rest - 1).told.filter((told) => told.endsWith("PING"))).toEqual([])
      expect([play.pass(1).told, states(play)]).toEqual([["agent/0-0001 PING"], ["resting"]])
      expect(states(there(play, "0-0001"))).toEqual(["idle"])
    }
  })

  it("forgives when an agent does well", () => {
    const play = pool(1)
    const [one, two] = [in1(), in1()]
    there(break_(ask(play, one), "0-0001", one).pass(1000), "0-0001")
    end(ask(play, two), "0-0001", two)
    expect(play.context.slots.get("0-0001")?.strikes).toBe(0)
  })

  it("gives a turn that waits to an agent as soon as it has rested", () => {
    const play = pool(1)
    const one = in1()
    break_(ask(play, one), "0-0001", one)
    const two = in1()
    ask(play, two)
    expect(play.state).toBe("active.scaling")
    expect(there(play.pass(1000), "0-0001").told).toEqual(["agent/0-0001 ALLOCATE"])
  })

  it("has an agent free that broke and left, whichever of its rest and its leaving ends first", () => {
    for (const first of ["rest", "leaving"]) {
      const play = pool(1)
      const of = in1()
      break_(ask(play, of), "0-0001", of)
      if (first === "rest") leave(there(play.pass(1000), "0-0001"), "0-0001")
      else there(leave(play, "0-0001").pass(1000), "0-0001")
      expect(play.context.slots.get("0-0001")).toMatchObject({ state: "free", home: null, turn: null })
    }
  })

  it("answers for the turn of an agent that could not even do that", () => {
    const play = pool(1)
    const of = in1()
    break_(ask(play, of), "0-0001", null)
    expect(play.want("Tell")).toMatchObject({
      to: of.conversation,
      event: { type: "UNANSWERED", turn: of.id, reason: "no luck" },
    })
    expect(play.context.slots.get("0-0001")).toMatchObject({ state: "resting", turn: null })
  })

  it("does not answer twice for a turn", () => {
    const play = pool(1)
    const of = in1()
    break_(ask(play, of), "0-0001", of)
    expect(play.wants).toEqual([])
    break_(play, "0-0001", null)
    expect(play.wants).toEqual([])
  })

  it("does not mind strangers", () => {
    const play = pool(1)
    const before = play.context
    break_(leave(play, "0-9999"), "0-9999", null).tell({ type: "PROBE", agent: "0-9999" })
    end(play, "0-9999", in1())
    expect(play.context).toEqual(before)
  })
})

describe("a pool shard and an agent that cross each other", () => {
  it("keeps a turn that it gave to an agent which was just leaving by itself", () => {
    const play = pool(1)
    const [one, two] = [in1(), in1()]
    end(ask(play, one), "0-0001", one)
    ask(play, two)
    leave(play, "0-0001")
    expect(play.context.slots.get("0-0001")).toMatchObject({
      state: "busy",
      home: "201",
      turn: { id: two.id },
    })
    end(play, "0-0001", two)
    expect(states(play)).toEqual(["idle"])
  })

  it("has an agent free that left by itself while it was being sent home", () => {
    const play = pool(1)
    const one = in1()
    end(ask(play, one), "0-0001", one)
    ask(play, in2())
    expect(states(play)).toEqual(["leaving"])
    leave(play, "0-0001")
    expect(states(play)).toEqual(["busy"])
    leave(play, "0-0001")
    expect(states(play)).toEqual(["busy"])
  })

  it("does not wait for ever for an agent that goes on instead of leaving", () => {
    const play = pool(1)
    const one = in1()
    end(ask(play, one), "0-0001", one)
    ask(play, in2())
    end(play, "0-0001", in3())
    expect([states(play), play.told]).toEqual([["leaving"], ["agent/0-0001 RELEASE"]])
  })

  it("does not take the end of an old turn for the end of the new one", () => {
    const play = pool(1)
    const [one, two] = [in1(), in1()]
    end(ask(play, one), "0-0001", one)
    ask(play, two)
    end(play, "0-0001", one)
    expect(play.context.slots.get("0-0001")).toMatchObject({ state: "busy", turn: { id: two.id } })
  })
})

describe("draining", () => {
  it("serves those who wait, takes nobody new, sends its agents home, and lets go", () => {
    const play = pool(1)
    const [one, two, three] = [in1(), in1(), in1()]
    ask(ask(play, one), two)
    play.tell({ type: "DRAIN" })
    ask(play, three)
    expect([play.told, play.want("Tell").event]).toEqual([
      ["conversation/301 UNANSWERED"],
      expect.objectContaining({ turn: three.id }),
    ])
    end(play, "0-0001", one)
    expect(play.told).toEqual(["agent/0-0001 ALLOCATE"])
    end(play, "0-0001", two)
    expect([play.state, play.told]).toEqual(["active.draining", ["agent/0-0001 RELEASE"]])
    leave(play, "0-0001")
    expect([play.state, play.wanted]).toEqual(["released", ["Disconnect"]])
    expect(play.settle("Disconnect", { type: "DISCONNECTED" }).state).toBe("available")
  })

  it("goes on for as long as somebody is busy", () => {
    const play = pool(1)
    const one = in1()
    ask(play, one).tell({ type: "RELEASE" })
    expect(pass(play, 24 * 60 * 60_000).state).toBe("active.draining")
    end(play, "0-0001", one)
    leave(play, "0-0001")
    expect(play.state).toBe("released")
  })

  it("waits for an agent that rests, if somebody waits for it", () => {
    const play = pool(1)
    const [one, two] = [in1(), in1()]
    ask(ask(play, one), two).tell({ type: "DRAIN" })
    break_(play, "0-0001", one)
    expect(play.state).toBe("active.draining")
    expect(there(play.pass(1000), "0-0001").told).toEqual(["agent/0-0001 ALLOCATE"])
  })

  it("can be called off", () => {
    const play = pool(1)
    const one = in1()
    ask(play, one).tell({ type: "DRAIN" }).tell({ type: "SERVE" })
    expect(waiting(ask(play, in2()))).toHaveLength(1)
  })

  it("begins from idle too", () => {
    const play = pool(1)
      .pass(10 * 60_000)
      .tell({ type: "DRAIN" })
    expect(play.state).toBe("released")
  })
})
