/** What a pool shard keeps of alarms: that it told, and when. */
import { describe, expect, it } from "vitest"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { classOf } from "../../../src/machines/pool/load.ts"
import { textOf } from "../../../src/actors/alerting/words.ts"
import { Play } from "../support/play.ts"

const hour = 3_600_000
const alarm = { load: "scarce", agents: 50, used: 48, waiting: 7, longest: 42_000, over: 0 } as const
const hear = (play: Play<Roll>, more: Partial<{ load: "scarce" | "plenty"; cooldown: number }> = {}) =>
  play.tell({ type: "ALARM", ...alarm, cooldown: hour, ...more }).wanted

describe("an alarm", () => {
  it("is told to operators once in a cooldown, over restarts, whatever else the shard does", () => {
    const play = new Play<Roll>("pool", { id: "0" })
    expect([hear(play), hear(play)]).toEqual([["Alert"], []])
    play.now += hour - 1
    expect(hear(play.restart())).toEqual([])
    play.now += 1
    expect(hear(play)).toEqual(["Alert"])
  })

  it("does not keep another kind from being told, and hears when the operator shortens the cooldown", () => {
    const play = new Play<Roll>("pool", { id: "0" })
    expect([hear(play), hear(play, { load: "plenty" })]).toEqual([["Alert"], ["Alert"]])
    play.now += 60_000
    expect(hear(play, { cooldown: 60_000 })).toEqual(["Alert"])
  })
})

describe("the load of a pool", () => {
  it("is scarce when over 9 in 10 are used and somebody waits, and plenty under 3 in 10", () => {
    const at = (used: number, waiting: number, agents = 100) => classOf({ agents, used, waiting })
    expect([at(91, 1), at(90, 1), at(100, 0), at(29, 0), at(30, 0), at(5, 3)]).toEqual([
      "scarce",
      "usual",
      "usual",
      "plenty",
      "usual",
      "usual",
    ])
    expect([at(0, 1, 0), at(0, 0, 0)]).toEqual(["scarce", "usual"])
  })

  it("is told in numbers, with what to do", () => {
    expect(textOf({ type: "Alert", ...alarm })).toBe(
      "Agents are scarce: 48 of 50 are used (96 %, over 90 %), and 7 turns wait, the first for 42 s. Add 29 agents: `orrery agents add 29`, or /agents add in Discord; for good, a larger `agents` in [pool].",
    )
    const quiet = { ...alarm, load: "plenty", used: 4, waiting: 0, over: 24 * hour } as const
    expect(textOf({ type: "Alert", ...quiet })).toMatch(
      /^Fewer agents would do: in the last 24 h at most 4 of 50 were used at once \(8 %, under 30 %\)\. Nothing is changed/,
    )
  })
})
