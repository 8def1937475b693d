/** How long an agent stays with its guild, and that it is told. */
import { describe, expect, it } from "vitest"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import { idleFor, Purpose } from "../../../src/machines/pool/keep-alive.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play } from "../support/play.ts"
import { turn } from "../support/words.ts"

const minutes = 60_000

describe("how long an agent stays", () => {
  it("is by what it was wanted for", () => {
    const usual = Purpose.literals.map((purpose) => [purpose, idleFor({ purpose, pressure: 0 }) / minutes])
    expect(Object.fromEntries(usual)).toEqual({
      music: 30,
      moderation: 10,
      ai_companion: 60,
      utility: 5,
      other: 15,
    })
  })

  it("is the shorter the more of the pool is in use", () => {
    const times = [0, 0.69, 0.7, 0.89, 0.9, 1].map(
      (pressure) => idleFor({ purpose: "music", pressure }) / minutes,
    )
    expect(times).toEqual([30, 30, 15, 15, 7.5, 7.5])
  })

  it("is what the policy says, and as much shorter", () => {
    const learned = (pressure: number) =>
      idleFor({ purpose: "other", pressure, learned: 40 * minutes }) / minutes
    expect([learned(0), learned(0.8), learned(1)]).toEqual([40, 20, 10])
    expect(idleFor({ purpose: "music", pressure: 0, learned: 0 })).toBe(0)
  })
})

describe("an agent that is told how long to stay", () => {
  const asked = (agents: number, purpose: Purpose) => {
    const pool = new Play<Roll>("pool", { id: "0" }).tell({ type: "ALLOCATE" }).settle("Recruit", {
      type: "CONNECTED",
      agents: Array.from({ length: agents }, (_, n) => `0-000${n}`),
    })
    pool.tell({
      type: "REQUEST",
      turn: turn("writer", { guild: "201" }),
      need: { purpose, tools: [], priority: 1 },
    })
    return new Play<AgentContext>("agent", { id: "0-0000", pool: "0" })
      .tell(pool.want("Tell").event)
      .settle("Connect", { type: "CONNECTED" })
      .settle("Think", { type: "FAIL", reason: "no luck", retry: false })
  }

  it.each([
    ["music", 30],
    ["utility", 5],
  ] as const)("for %s leaves after %i min, although it was restarted meanwhile", (purpose, time) => {
    const agent = asked(9, purpose)
    expect(agent.state).toBe("idle")
    agent.pass(time * minutes - 1).restart()
    expect([agent.state, agent.pass(1).state]).toEqual(["idle", "released"])
  })

  it("leaves sooner when it is the last that was free", () => {
    expect(asked(1, "ai_companion").pass(15 * minutes).state).toBe("released")
  })
})
