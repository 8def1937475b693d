/** Agents that are with a guild before it asks: when they come and go, and that they cost nobody anything. */
import { describe, expect, it } from "vitest"
import type { Slot } from "../../../src/machines/pool/allocation.ts"
import { day, hour, minute, type PolicyName } from "../../../src/machines/pool/policies/policy.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Play, start } from "../support/play.ts"
import { turn } from "../support/words.ts"

const regular = "201"

/** A pool of agents that leave as soon as they are told that they may. */
class Fleet {
  readonly play: Play<Roll>
  readonly names: ReadonlyArray<string>
  readonly #policy: PolicyName

  constructor(agents: number, policy: PolicyName) {
    this.names = Array.from({ length: agents }, (_, n) => `0-000${n}`)
    this.#policy = policy
    this.play = new Play<Roll>("pool", { id: "0" }).tell({ type: "ALLOCATE" })
    this.wake()
  }

  /** A pool that nobody asked for long lets its agents go; it finds them again. */
  wake(): void {
    const { play } = this
    if (play.owed.includes("Disconnect")) play.settle("Disconnect", { type: "DISCONNECTED" })
    if (play.owed.includes("Recruit"))
      play.settle("Recruit", { type: "CONNECTED", agents: [...this.names], policy: this.#policy })
  }

  ask(guild: string): string | null {
    const before = this.play.context.match
    this.wake()
    this.play.tell({ type: "REQUEST", turn: turn("writer", { guild }) })
    this.wake()
    const { match } = this.play.context
    return match === before ? null : `${match!.agent} ${match!.how}`
  }

  /** A guild asks, is answered, and its agent goes home. */
  serve(guild: string): void {
    const { agent, turn } = (this.ask(guild), this.play.context.match!)
    this.play.tell({ type: "IDLED", agent, turn }).tell({ type: "RELEASED", agent })
  }

  /** Passes until the moment; a pool that has gone to sleep meanwhile is woken by whoever asks. */
  until(at: number): this {
    this.play.pass(at - this.play.now)
    return this
  }

  get held(): ReadonlyArray<readonly [string, string | null]> {
    return this.names
      .map((name) => [name, this.play.context.slots.get(name)!] as const)
      .filter(([, { held }]: readonly [string, Slot]) => held !== undefined)
      .map(([name, { home }]) => [name, home])
  }
}

/** At eight on three evenings; it is the fourth day now. */
const evening = Math.ceil(start / day) * day + 20 * hour
const expecting = (agents: number): Fleet => {
  const fleet = new Fleet(agents, "hourly")
  for (let n = 0; n < 3; n++) fleet.until(evening + n * day).serve(regular)
  return fleet
}
const fourth = evening + 3 * day

describe("a guild that asks each evening", () => {
  it("has the agent that served it held for it, from the hour on, and no other", () => {
    const fleet = expecting(3)
    expect(fleet.until(fourth - 1).held).toEqual([])
    expect(fleet.until(fourth).held).toEqual([["0-0000", regular]])
    expect(fleet.play.told).toEqual([])
  })

  it("gets it, and the log says why", () => {
    const fleet = expecting(3).until(fourth + 10 * minute)
    expect(fleet.ask(regular)).toBe("0-0000 held")
    expect(fleet.play.context.match?.why).toBe("held: the guild was expected")
    expect(fleet.held).toEqual([])
    expect(fleet.play.context.counts).toMatchObject({ held: 1, lately: 2, best: 1 })
  })

  it("has it held although the pool was restarted meanwhile", () => {
    const fleet = expecting(3)
    fleet.play.restart()
    expect(fleet.until(fourth + 1).held).toEqual([["0-0000", regular]])
  })

  it("has it no longer when it does not come, and after the second time in vain not again", () => {
    const fleet = expecting(3).until(fourth + hour)
    expect([fleet.held, fleet.play.context.slots.get("0-0000")?.state]).toEqual([[], "free"])
    // Three evenings of four are more than 0.7, three of five are not.
    expect(fleet.until(fourth + day).held.length).toBe(1)
    expect(fleet.until(fourth + 2 * day).held).toEqual([])
  })
})

describe("an agent that is held", () => {
  it("is anybody's who would have to wait", () => {
    const fleet = expecting(1).until(fourth)
    expect(fleet.held).toEqual([["0-0000", regular]])
    expect(fleet.ask("202")).toBe("0-0000 best")
    expect(fleet.held).toEqual([])
    expect(fleet.play.context.queue.size).toBe(0)
  })

  it("is not asked for a heartbeat, and not taken for lost", () => {
    const fleet = expecting(2).until(fourth + 30 * minute)
    expect([fleet.play.told, fleet.held.length]).toEqual([[], 1])
  })
})

describe("a pool in which somebody waits", () => {
  it("holds no agent for anybody", () => {
    const fleet = expecting(1).until(fourth - 2 * minute)
    fleet.ask("202")
    expect(fleet.ask("203")).toBeNull()
    fleet.until(fourth + minute)
    expect([fleet.held, fleet.play.context.queue.size]).toEqual([[], 1])
  })
})

describe("a pool that is told another policy", () => {
  it("forgets what the one before has learned, and who is held goes", () => {
    const fleet = expecting(2)
    fleet.play
      .tell({ type: "ALLOCATE" })
      .settle("Recruit", { type: "CONNECTED", agents: [...fleet.names], policy: "fixed" })
    expect(fleet.play.context.guilds.get(regular)).toEqual({ last: ["0-0000"] })
    expect(fleet.until(fourth + minute).held).toEqual([])
  })
})
