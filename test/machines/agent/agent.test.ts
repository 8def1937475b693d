/** An agent's life: one turn at a time, from available over its guild's and back. */
import { describe, expect, it } from "vitest"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import type { Turn } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { fail, thought, turn } from "../support/words.ts"

const agent = () => new Play<AgentContext>("agent", { id: "0-0001", pool: "0" })
const given = (of = turn()) => agent().tell({ type: "ALLOCATE", turn: of })
const thinking = (of = turn()) => given(of).settle("Connect", { type: "CONNECTED" })
const speaking = (of = turn()) => thinking(of).settle("Think", thought())
const idle = (of = turn()) => speaking(of).settle("Say", { type: "SAID", messages: ["9"] })
const released = () => idle().tell({ type: "RELEASE" })
const health = (play: Play<AgentContext>) => (play.value as { health: string }).health

describe("an agent", () => {
  it("goes from available over allocated, active, idle and released back to available", () => {
    const play = agent()
    expect(play.state).toBe("available")
    play.tell({ type: "ALLOCATE", turn: turn() })
    expect([play.state, play.wanted]).toEqual(["allocated.connecting", ["Connect"]])
    play.settle("Connect", { type: "CONNECTED" })
    expect([play.state, play.wanted]).toEqual(["active.thinking", ["Think"]])
    play.settle("Think", thought("an answer"))
    expect([play.state, play.wanted, play.want("Say").text]).toEqual([
      "active.speaking",
      ["Say"],
      "an answer",
    ])
    play.settle("Say", { type: "SAID", messages: ["9"] })
    expect(play.state).toBe("idle")
    play.tell({ type: "RELEASE" })
    expect([play.state, play.wanted]).toEqual(["released", ["Disconnect"]])
    play.settle("Disconnect", { type: "DISCONNECTED" })
    expect([play.state, play.told]).toEqual(["available", ["pool/0 RELEASED"]])
    expect(play.context).toMatchObject({
      home: null,
      turn: null,
      text: "",
      calls: [],
      attempts: 0,
      failures: 0,
    })
  })

  it("knows of the draft of an answer that takes long, and says the answer in its place", () => {
    const play = thinking().tell({ type: "WRITING" })
    expect([play.state, play.context.draft]).toEqual(["active.thinking", { message: null }])
    play.tell({ type: "DRAFTED", message: "77" }).tell({ type: "WRITING" })
    expect(play.context.draft).toEqual({ message: "77" })
    play.settle("Think", thought("an answer"))
    expect(play.want("Say").draft).toEqual({ message: "77" })
    play.settle("Say", { type: "SAID", messages: ["77"] })
    expect(play.context.draft).toBeNull()
  })

  it.each([
    ["is stopped", () => thinking().tell({ type: "WRITING" }), (of: Turn) => ({ type: "STOP", turn: of.id })],
    ["fails", () => thinking().tell({ type: "WRITING" }), () => fail()],
    ["cannot be said", () => thinking().tell({ type: "WRITING" }).settle("Think", thought()), () => fail()],
  ] as const)("takes the draft of an answer away that %s", (_, begin, end) => {
    const play = begin()
    const { turn: of } = play.context
    play.tell(end(of!) as Parameters<typeof play.tell>[0])
    expect(play.want("Retract")).toMatchObject({ turn: of, draft: { message: null } })
    expect(play.context.draft).toBeNull()
  })

  it("takes nothing away where nothing was shown", () => {
    expect(thinking().tell(fail()).wanted).not.toContain("Retract")
  })

  it("reports an answer to the conversation, to the user's constellation and to its pool", () => {
    const of = turn("writer")
    const play = thinking(of).settle("Think", thought("hi", ["analyst"]))
    play.settle("Say", { type: "SAID", messages: ["8", "9"] })
    expect(play.wants.map((effect) => effect.type === "Tell" && [effect.to, effect.event])).toEqual([
      [
        "conversation/301",
        {
          type: "ANSWERED",
          turn: of.id,
          brain: "writer",
          text: "hi",
          messages: ["8", "9"],
          calls: ["analyst"],
        },
      ],
      [
        "constellation/101",
        {
          type: "REMEMBER",
          user: of.message.author,
          brain: "writer",
          turn: of.id,
          asked: "hello",
          answered: "hi",
        },
      ],
      ["pool/0", { type: "IDLED", agent: "0-0001", turn: of.id }],
    ])
  })

  it("takes its guild's next turn without connecting again", () => {
    const play = idle().tell({ type: "ALLOCATE", turn: turn("analyst") })
    expect([play.state, play.wanted, play.context.turn?.brain]).toEqual([
      "active.thinking",
      ["Think"],
      "analyst",
    ])
  })

  it("is at home in the guild, or in the channel of a direct message", () => {
    expect(given(turn("writer", { guild: "201" })).context.home).toBe("201")
    expect(given(turn("writer", { guild: null, channel: "302" })).context.home).toBe("302")
  })

  it("leaves by itself after a quarter of an hour without a turn", () => {
    const play = idle().pass(15 * 60_000 - 1)
    expect(play.state).toBe("idle")
    expect([play.pass(1).state, play.wanted]).toEqual(["released", ["Disconnect"]])
  })

  it("tries three times to connect, longer apart each time, then answers for the turn and leaves", () => {
    const play = given()
    for (const delay of [1000, 2000]) {
      play.settle("Connect", fail("Discord is away", true))
      expect(play.state).toBe("allocated.retrying")
      expect(play.pass(delay - 1).state).toBe("allocated.retrying")
      expect([play.pass(1).state, play.wanted]).toEqual(["allocated.connecting", ["Connect"]])
    }
    play.settle("Connect", fail("Discord is away", true))
    expect([play.state, play.wanted]).toEqual(["released", ["Tell", "Tell", "Disconnect"]])
    expect(play.told).toEqual(["conversation/301 UNANSWERED", "pool/0 FAILED"])
    expect(play.context).toMatchObject({ turn: null, attempts: 0 })
  })

  it("does not try again when it would not help", () => {
    const play = given().settle("Connect", fail("no permission", false))
    expect(play.state).toBe("released")
    expect(play.want("Tell").event).toMatchObject({ type: "UNANSWERED", reason: "no permission" })
  })

  it.each([
    ["thinking", thinking, "Think"],
    ["speaking", speaking, "Say"],
  ] as const)("answers for its turn when %s fails, and stays with its guild", (_, play, effect) => {
    const of = turn()
    const failed = play(of).settle(effect, fail("no luck", true))
    expect(failed.state).toBe("idle")
    expect(failed.wants.map((effect) => effect.type === "Tell" && effect.event)).toEqual([
      { type: "UNANSWERED", turn: of.id, reason: "no luck" },
      { type: "FAILED", agent: "0-0001", turn: of.id, reason: "no luck" },
    ])
  })

  it.each([
    ["connecting", given, "released"],
    [
      "waiting to connect",
      (of: ReturnType<typeof turn>) => given(of).settle("Connect", fail("away", true)),
      "released",
    ],
    ["thinking", thinking, "idle"],
    ["speaking", speaking, "idle"],
  ] as const)("gives its turn up while %s, and what is under way with it", (_, at, next) => {
    const of = turn()
    const play = at(of).tell({ type: "STOP", turn: of.id })
    expect([play.state, play.context.turn]).toEqual([next, null])
    expect(play.told).toEqual(["conversation/301 UNANSWERED", "pool/0 IDLED"])
    expect(play.owed.filter((type) => type !== "Tell" && type !== "Disconnect")).toEqual([])
    expect(play.context).toMatchObject({ failures: 0 })
  })

  it.each([
    ["connecting", given],
    ["thinking", thinking],
    ["speaking", speaking],
    ["idle", idle],
    ["released", released],
  ] as const)("does not mind a STOP for another turn while %s", (_, at) => {
    const play = at()
    const { state, context } = play
    play.tell({ type: "STOP", turn: "another" })
    expect([play.state, play.context, play.wants]).toEqual([state, context, []])
  })

  it("never takes what it thought for a turn that failed as the answer to the next", () => {
    const play = thinking()
    play.tell(fail("a bug"))
    expect(play.owed).not.toContain("Think")
    play.tell({ type: "ALLOCATE", turn: turn("analyst") })
    expect(play.owed.filter((type) => type === "Think")).toHaveLength(1)
  })

  it("declines a second turn, and both the conversation and the pool hear of it", () => {
    for (const at of [given, thinking, speaking]) {
      const play = at()
      const mine = play.context.turn
      const other = turn("analyst", { channel: "302" })
      play.tell({ type: "ALLOCATE", turn: other })
      expect(play.context.turn).toBe(mine)
      expect(play.wants.map((effect) => effect.type === "Tell" && [effect.to, effect.event])).toEqual([
        ["conversation/302", { type: "UNANSWERED", turn: other.id, reason: "it has another turn" }],
        ["pool/0", { type: "FAILED", agent: "0-0001", turn: other.id, reason: "it has another turn" }],
      ])
    }
  })

  it("does not mind its own turn a second time", () => {
    const of = turn()
    const play = thinking(of).tell({ type: "ALLOCATE", turn: of })
    expect([play.state, play.wants]).toEqual(["active.thinking", []])
  })

  describe("that is leaving", () => {
    it("takes a turn that comes meanwhile, once it has left", () => {
      const play = released().tell({ type: "ALLOCATE", turn: turn("analyst", { guild: "202" }) })
      expect(play.state).toBe("released")
      play.settle("Disconnect", { type: "DISCONNECTED" })
      expect([play.state, play.wanted, play.told]).toEqual(["allocated.connecting", ["Connect"], []])
      expect(play.context).toMatchObject({ home: "202", attempts: 1 })
    })

    it("gives such a turn up when it is told to", () => {
      const of = turn("analyst")
      const play = released().tell({ type: "ALLOCATE", turn: of }).tell({ type: "STOP", turn: of.id })
      expect([play.state, play.told]).toEqual(["released", ["conversation/301 UNANSWERED", "pool/0 IDLED"]])
      play.settle("Disconnect", { type: "DISCONNECTED" })
      expect([play.state, play.told]).toEqual(["available", ["pool/0 RELEASED"]])
    })

    it("answers for such a turn when it breaks", () => {
      const play = released().tell({ type: "ALLOCATE", turn: turn() }).tell(fail("a bug"))
      expect([play.state, play.told]).toEqual(["released", ["conversation/301 UNANSWERED", "pool/0 FAILED"]])
    })

    it("has left when it breaks on leaving", () => {
      const play = released().tell(fail("a bug"))
      expect([play.state, play.told, play.owed.includes("Disconnect")]).toEqual([
        "available",
        ["pool/0 RELEASED"],
        false,
      ])
    })
  })

  it("that is free already says so when it is sent home", () => {
    const play = agent().tell({ type: "RELEASE" })
    expect([play.state, play.told]).toEqual(["available", ["pool/0 RELEASED"]])
  })

  it("is not sent home in the middle of a turn", () => {
    const play = thinking().tell({ type: "RELEASE" })
    expect([play.state, play.wants]).toEqual(["active.thinking", []])
  })

  it("goes on after a restart in any state", () => {
    const play = agent()
    play.restart().tell({ type: "ALLOCATE", turn: turn() }).restart()
    play.settle("Connect", fail("away", true)).restart().pass(1000).restart()
    play.settle("Connect", { type: "CONNECTED" }).restart().settle("Think", thought()).restart()
    play
      .settle("Say", { type: "SAID", messages: ["9"] })
      .restart()
      .pass(15 * 60_000)
      .restart()
    play.settle("Disconnect", { type: "DISCONNECTED" }).restart()
    expect(play.state).toBe("available")
  })
})

describe("an agent's health", () => {
  const failing = (play: Play<AgentContext>) =>
    play.tell({ type: "ALLOCATE", turn: turn() }).settle("Think", fail())
  const working = (play: Play<AgentContext>) =>
    play
      .tell({ type: "ALLOCATE", turn: turn() })
      .settle("Think", thought())
      .settle("Say", { type: "SAID", messages: ["9"] })

  it("degrades with a failed turn and is mended by an answer", () => {
    const play = failing(idle())
    expect(health(play)).toBe("degraded")
    expect([health(working(play)), play.context.failures]).toEqual(["healthy", 0])
  })

  it("counts turns that fail, not attempts to connect", () => {
    const play = given()
    play.settle("Connect", fail("away", true)).pass(1000).settle("Connect", fail("away", true))
    expect([health(play), play.context.failures]).toEqual(["healthy", 0])
  })

  it("is quarantined by three in a row for five minutes, and then by a single one", () => {
    const play = failing(failing(failing(idle())))
    expect(health(play)).toBe("quarantined")
    expect(health(play.pass(5 * 60_000 - 1))).toBe("quarantined")
    expect(health(play.pass(1))).toBe("degraded")
    expect(health(failing(play))).toBe("quarantined")
    play.pass(5 * 60_000)
    expect(health(working(play))).toBe("healthy")
    expect(health(failing(play))).toBe("degraded")
  })

  it("that is told gently to stop says what it is saying, and stops thinking", () => {
    const of = turn()
    const gently = { type: "STOP", turn: of.id, gently: true } as const
    const speaks = speaking(of).tell(gently)
    expect([speaks.state, speaks.wants]).toEqual(["active.speaking", []])
    expect(speaks.settle("Say", { type: "SAID", messages: ["9"] }).wanted).toContain("Tell")
    expect(thinking(of).tell(gently).state).toBe("idle")
  })

  it("does not suffer from being stopped", () => {
    const of = turn()
    expect(health(thinking(of).tell({ type: "STOP", turn: of.id }))).toBe("healthy")
  })
})
