/**
 * What an allocation costs: agents of every kind, a steady mix of turns that are given to one and of agents that go home, through
 * the pool's index and, for a sample of them, by looking at every agent as the description says. Both must choose the same.
 * An allocation is all that the pool does for one turn: it is queued, gets its agent, ends, and the agent goes home. Times are the
 * processor's, so that what else runs on the machine counts for little.
 */
import type { Need, Profile } from "../src/machines/pool/allocation.ts"
import * as roll from "../src/machines/pool/roll.ts"
import type { Roll } from "../src/machines/pool/roll.ts"
import * as scan from "../test/machines/support/scan.ts"
import { turnOf } from "./support/turn.ts"

const known = [5000, 50_000, 500_000]
const inUse = 0.1
const warmUp = 5000
const measured = 30_000
const scans = 2
const minute = 60_000

const profiles: ReadonlyArray<Profile> = [
  {},
  { tier: "premium" },
  { tier: "lite" },
  { tools: ["search", "web"] },
]
const needs: ReadonlyArray<Need> = [
  { purpose: "ai_companion", tools: [], priority: 1 },
  { purpose: "utility", tools: ["web"], priority: 1 },
]

/** The next of a series that looks random: a linear congruential generator. */
const dice = (seed: number) => {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What the processor has worked, in µs. */
const worked = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

interface Cost {
  readonly us: number
  readonly linearUs: number
  readonly same: boolean
}

const run = (agents: number): Cost => {
  const die = dice(agents)
  const names = Array.from({ length: agents }, (_, n) => `0-${n}`)
  const profiled = Object.fromEntries(names.map((name, n) => [name, profiles[n % profiles.length]!]))
  let of: Roll = { ...roll.open("0"), ...roll.enlist(roll.open("0"), names, profiled) }
  let at = 1_700_000_000_000
  roll.next(of, at)
  const turns: Array<{ readonly agent: string; readonly turn: string }> = []
  let [asked, linearUs, looked, same] = [0, 0, 0, true]

  const change = (to: Partial<Roll>) => (of = { ...of, ...to })
  const ask = (look: boolean) => {
    const n = asked++
    const turn = turnOf(n, String(200_000 + die(agents)))
    const need = needs[die(10) === 0 ? 1 : 0]!
    change(roll.enqueue(of, { type: "REQUEST", turn, need, at }))
    if (look) {
      const since = worked()
      const expected = scan.decided(of, at)
      linearUs += worked() - since
      looked++
      const found = roll.next(of, at)
      same &&=
        JSON.stringify(expected) ===
        JSON.stringify(found && { turn: turn.id, agent: found.agent, how: found.how })
    }
    change(roll.match(of, at))
    turns.push({ agent: of.match!.agent, turn: turn.id })
  }
  const leave = () => {
    const at_ = die(turns.length)
    const { agent, turn } = turns[at_]!
    turns[at_] = turns.at(-1)!
    turns.pop()
    change(roll.idled(of, { type: "IDLED", agent, turn, at }))
    change(roll.released(of, { type: "RELEASED", agent, at }))
  }
  /** As many turns come as end. */
  const mix = (rounds: number) => {
    for (let n = 0; n < rounds; n++) {
      at += minute / 1000
      ask(false)
      leave()
    }
  }

  while (turns.length < agents * inUse) {
    at += 7
    ask(false)
  }
  mix(warmUp)
  for (let n = 0; n < scans; n++) {
    at += 11 * minute
    ask(true)
    leave()
  }
  mix(1000)
  const since = worked()
  mix(measured)
  const us = (worked() - since) / measured
  return { us, linearUs: linearUs / looked, same }
}

const rounded = (n: number) => Number(n.toPrecision(3))

const costs = known.map((agents) => {
  const cost = run(agents)
  console.log(
    `${agents} agents: ${rounded(cost.us)} µs to allocate one and take one back, ${rounded(cost.linearUs)} µs to look at all, ` +
      `the same choices: ${cost.same}`,
  )
  return cost
})
const [least, most] = [costs[0]!, costs.at(-1)!]
console.log(
  JSON.stringify({
    bench: "allocate",
    agents: known.at(-1),
    us_per_allocation: rounded(most.us),
    linear_us_per_allocation: rounded(most.linearUs),
    speedup: Math.round(most.linearUs / most.us),
    growth: rounded(most.us / least.us),
    same_choices: costs.every(({ same }) => same),
  }),
)
