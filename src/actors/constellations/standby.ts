/**
 * Agents that stand ready for whoever comes: in each pool shard of this runner a number of them is with nobody, and in memory. When
 * one is given away, the idle one that nobody has needed for longest is sent home behind it.
 *
 * The pool gives an agent away, in one commit, to one turn, as it always does; here nothing is given, so nothing is given twice.
 * Without this, who comes when all agents are idle with others waits until one has left.
 */
import { Clock, Context, Effect, Layer, Schedule } from "effect"
import { Sharding } from "effect/cluster"
import { address, type Address } from "../../machines/address.ts"
import { score } from "../../machines/pool/allocation.ts"
import { longestUnused, type Agent } from "../../machines/pool/buckets.ts"
import type { Roll } from "../../machines/pool/roll.ts"
import { Host } from "../host.ts"
import { Mail } from "../mail.ts"
import { makeOwnership } from "../ownership.ts"
import { Placement } from "../placement.ts"

/** How many of each pool shard the operator wants to stand ready now. Without it nobody does. */
export class Standby extends Context.Reference<() => number>("orrery/actors/Standby", {
  defaultValue: () => () => 0,
}) {}

const every = "500 millis"
const lookAgain = { id: null, cause: "standby", event: { type: "ALLOCATE" } } as const
const goHome = { id: null, cause: "standby", event: { type: "RELEASE" } } as const

export interface Stock {
  /** Free agents, those first that the pool would give away first. */
  readonly ready: ReadonlyArray<Address>
  /** Idle ones that are to leave so that there are enough. */
  readonly leave: ReadonlyArray<Address>
}

/** What is to be done for a stock of `count`. */
export const stockOf = ({ slots }: Pick<Roll, "slots">, count: number, at: number): Stock => {
  const all: Record<"free" | "idle", Array<Agent>> = { free: [], idle: [] }
  let leaving = 0
  slots.each((agent) => {
    const { state, draining } = agent.value
    if (state === "leaving") leaving++
    // One of another shard goes home by itself.
    else if ((state === "free" || state === "idle") && draining !== true && !("lender" in agent.value))
      all[state].push(agent)
  })
  const points = (agent: Agent) => score(agent.value, at)
  const best = (a: Agent, b: Agent) => points(b) - points(a) || longestUnused(a, b)
  const addresses = (agents: ReadonlyArray<Agent>, most: number) =>
    agents.slice(0, Math.max(0, most)).map(({ key }) => address("agent", key))
  return {
    ready: addresses(all.free.sort(best), count),
    leave: addresses(all.idle.sort(longestUnused), count - all.free.length - leaving),
  }
}

export const StandbyLayer: Layer.Layer<never, never, Host | Mail | Placement | Sharding.Sharding> =
  Layer.effectDiscard(
    Effect.gen(function* () {
      const wanted = yield* Standby
      const host = yield* Host
      const mail = yield* Mail
      const { pools } = yield* Placement
      const { isOurs } = yield* makeOwnership

      const look = (pool: Address) =>
        Effect.gen(function* () {
          // Whoever is asked for stays in memory, and so do those that it holds.
          yield* mail.wake(pool)
          const standing = host.awake.get(pool)
          if (standing === undefined) return
          if (standing.books.seq === 0) yield* mail.tell(pool, lookAgain)
          const at = yield* Clock.currentTimeMillis
          const { ready, leave } = stockOf(standing.books.snapshot.context as Roll, wanted(), at)
          const asleep = ready.filter((agent) => !host.awake.has(agent))
          yield* Effect.forEach(asleep, (agent) => mail.wake(agent), { concurrency: 16, discard: true })
          yield* Effect.forEach(leave, (agent) => mail.tell(agent, goHome), {
            concurrency: 16,
            discard: true,
          })
        }).pipe(Effect.ignore)

      const lookAtAll = Effect.suspend(() => {
        const ours = wanted() === 0 ? [] : pools.map((pool) => address("pool", pool)).filter(isOurs)
        return Effect.forEach(ours, look, { concurrency: 16, discard: true })
      })
      yield* Effect.forkScoped(Effect.repeat(lookAtAll, Schedule.spaced(every)))
    }),
  )
