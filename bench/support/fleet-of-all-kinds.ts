/** Agents of every kind, and turns of guilds that want one of them. */
import type { Need, Profile } from "../../src/machines/pool/allocation.ts"

const kinds: ReadonlyArray<Profile> = [
  {},
  { tier: "premium" },
  { tier: "lite" },
  { tools: ["search", "web"] },
]
const needs: ReadonlyArray<Need> = [
  { purpose: "ai_companion", tools: [], priority: 1 },
  { purpose: "utility", tools: ["web"], priority: 1 },
]

/** What a pool shard is told of the agents that it holds. */
export const enlisted = (shard: string, agents: number) => {
  const names = Array.from({ length: agents }, (_, n) => `${shard}-${n}`)
  const profiles = Object.fromEntries(names.map((name, n) => [name, kinds[n % kinds.length]!]))
  return { type: "CONNECTED", agents: names, profiles } as const
}

/** The next of a series that looks random, less than `below`: a linear congruential generator. */
export const dice = (seed: number) => {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One turn in ten wants a tool. */
export const someNeed = (die: (below: number) => number): Need => needs[die(10) === 0 ? 1 : 0]!
