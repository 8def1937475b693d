/**
 * What an allocation costs: agents of every kind, a tenth of them in use, a steady mix of turns that are given to one and of agents
 * that go home, through the pool's own chart. `--durable` is another benchmark: `support/allocate-durably.ts`.
 *
 * - `us_per_allocation`: to take a turn into the queue and to decide who gets it (`roll.enqueue`, `roll.next`), with what that asks of
 *   the pool's index. It is what the linear scan is compared with, which needs no index and looks at every agent, as the description
 *   says. Both must choose the same. One turn waits at a time, so no order among several is kept in it; and what keeps the index right
 *   as agents come and go, which is done at the next event, is in the whole turn alone.
 * - `us_per_turn`: all that the chart does for a turn, which is three events (REQUEST, IDLED, RELEASED): XState's step, the tables
 *   that are kept, the decision, and the text of the state that the journal's hash is over.
 *
 * Whole turns are timed by the processor, for this thread, so that what else runs on the machine counts for little; decisions are too
 * short for that, and timed by the clock. Medians of rounds of a thousand.
 */
import { makeStepper } from "../src/actors/step.ts"
import { charts } from "../src/machines/index.ts"
import * as roll from "../src/machines/pool/roll.ts"
import type { Roll } from "../src/machines/pool/roll.ts"
import * as scan from "../test/machines/support/scan.ts"
import { dice, enlisted, someNeed } from "./support/fleet-of-all-kinds.ts"
import { turnOf } from "./support/turn.ts"

const known = [5000, 50_000, 500_000]
const inUse = 0.1
const round = 1000
const [warmUp, rounds] = [3, 20]
const scans = 2
const minute = 60_000
const stepper = makeStepper(charts.pool)

/** What the processor has worked for this thread, in µs. */
const worked = () => {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

const median = (all: ReadonlyArray<number>): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!

interface Cost {
  readonly us: number
  readonly turnUs: number
  readonly linearUs: number
  readonly same: boolean
}

const run = (agents: number): Cost => {
  const die = dice(agents)
  let state = stepper.initial({ id: "0" }).snapshot
  let at = 1_700_000_000_000
  const hear = (event: { readonly type: string }) => {
    const timed = { ...event, at }
    state = stepper.next(state, timed).snapshot
    stepper.text(state)
  }
  hear({ type: "ALLOCATE" })
  hear(enlisted("0", agents))

  const turns: Array<{ readonly agent: string; readonly turn: string }> = []
  let asked = 0
  const request = () =>
    ({ type: "REQUEST", turn: turnOf(asked++, String(200_000 + die(agents))), need: someNeed(die) }) as const
  type Request = ReturnType<typeof request>
  /** The roll as it is when the chart decides. */
  const queued = (event: Request): Roll => {
    const before = state.context as Roll
    return { ...before, ...roll.enqueue(before, { ...event, at }) }
  }
  const ask = (event: Request) => {
    hear(event)
    const { agent, turn } = (state.context as Roll).match!
    turns.push({ agent, turn })
  }
  const leave = () => {
    const n = die(turns.length)
    const { agent, turn } = turns[n]!
    turns[n] = turns.at(-1)!
    turns.pop()
    hear({ type: "IDLED", agent, turn } as never)
    hear({ type: "RELEASED", agent } as never)
  }
  /** As many turns come as end. */
  const mix = () => {
    for (let n = 0; n < round; n++) {
      at += minute / 1000
      ask(request())
      leave()
    }
  }
  /** The same, and what a decision took, in µs. */
  const decided = (): number => {
    let us = 0
    for (let n = 0; n < round; n++) {
      at += minute / 1000
      const event = request()
      const since = performance.now()
      roll.next(queued(event), at)
      us += (performance.now() - since) * 1000
      ask(event)
      leave()
    }
    return us / round
  }
  const perTurn = (): number => {
    const since = worked()
    mix()
    return (worked() - since) / round
  }

  while (turns.length < agents * inUse) {
    at += 7
    ask(request())
  }
  for (let n = 0; n < warmUp; n++) mix()
  let [linearUs, same] = [0, true]
  for (let n = 0; n < scans; n++) {
    at += 11 * minute
    const event = request()
    const of = queued(event)
    const since = worked()
    const expected = scan.decided(of, at)
    linearUs += worked() - since
    const found = roll.next(of, at)
    same &&=
      JSON.stringify(expected) ===
      JSON.stringify(found && { turn: event.turn.id, agent: found.agent, how: found.how })
    ask(event)
    leave()
  }
  mix()
  return {
    us: median(Array.from({ length: rounds }, decided)),
    turnUs: median(Array.from({ length: rounds }, perTurn)),
    linearUs: linearUs / scans,
    same,
  }
}

const rounded = (n: number) => Number(n.toPrecision(3))

const measure = () => {
  const costs = known.map((agents) => {
    const cost = run(agents)
    console.log(
      `${agents} agents: ${rounded(cost.us)} µs to decide who gets a turn, ${rounded(cost.turnUs)} µs for the whole turn, ` +
        `${rounded(cost.linearUs)} µs to decide by looking at all, the same choices: ${cost.same}`,
    )
    return cost
  })
  const [least, most] = [costs[0]!, costs.at(-1)!]
  console.log(
    JSON.stringify({
      bench: "allocate",
      agents: known.at(-1),
      us_per_allocation: rounded(most.us),
      us_per_turn: rounded(most.turnUs),
      linear_us_per_allocation: rounded(most.linearUs),
      speedup: Math.round(most.linearUs / most.us),
      growth: rounded(most.us / least.us),
      turn_growth: rounded(most.turnUs / least.turnUs),
      same_choices: costs.every(({ same }) => same),
    }),
  )
}

if (process.argv.includes("--durable")) await import("./support/allocate-durably.ts")
else measure()
