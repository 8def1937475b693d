/** The pool as one, over all its shards: who is in it, how it stands, and agents that an operator adds or takes out. */
import { Context, Effect, Layer, Schedule, Schema } from "effect"
import { address } from "../machines/address.ts"
import type { PoolEvent } from "../machines/events.ts"
import { ActorUnavailable, Mail, type Refused } from "./mail.ts"
import { Placement } from "./placement.ts"
import { readShard, type Member, type Shard } from "./pool-standing.ts"

export type { Member, Shard } from "./pool-standing.ts"

export interface Standing {
  readonly shards: ReadonlyArray<Shard>
  /** Shards that did not say. */
  readonly silent: ReadonlyArray<string>
}

/** There is no such agent, or none that this can be done to. Fix the name. */
export class NoSuchAgent extends Schema.TaggedError<NoSuchAgent>()("NoSuchAgent", {
  agent: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return this.reason
  }
}

/** How long one shard may take to say how it is. */
const patience = "5 seconds"
const again = Schedule.exponential("200 millis").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

export class Pools extends Context.Service<
  Pools,
  {
    /** How all shards are, one look at each. */
    readonly standing: Effect.Effect<Standing>
    /** More agents, where there are fewest. `request` tells one wish from another: the same is heard once. Returns how many each shard got. */
    readonly add: (
      count: number,
      request: string,
    ) => Effect.Effect<ReadonlyMap<string, number>, Refused | NoSuchAgent>
    /** Takes an agent out: it ends what it does, gets nothing more, and goes. */
    readonly drain: (agent: string, request: string) => Effect.Effect<Member, Refused | NoSuchAgent>
    /** Lets one in again that was taken out. */
    readonly restore: (agent: string, request: string) => Effect.Effect<Member, Refused | NoSuchAgent>
  }
>()("orrery/actors/Pools") {
  static readonly layer: Layer.Layer<Pools, never, Mail | Placement> = Layer.effect(
    Pools,
    Effect.gen(function* () {
      const mail = yield* Mail
      const { agentsOf, pools } = yield* Placement

      const look = (shard: string) =>
        mail.peek(address("pool", shard)).pipe(
          Effect.timeout(patience),
          Effect.flatMap((peeked) => readShard(shard, peeked, agentsOf(shard))),
          Effect.mapError(
            () =>
              new ActorUnavailable({ address: address("pool", shard), reason: "it does not say how it is" }),
          ),
        )

      const standing = Effect.gen(function* () {
        const looked = yield* Effect.forEach(pools, (shard) => Effect.option(look(shard)), {
          concurrency: 16,
        })
        return {
          shards: once(looked.flatMap((one) => (one._tag === "Some" ? [one.value] : []))),
          silent: pools.filter((_, n) => looked[n]!._tag === "None"),
        }
      })

      const tell = (shard: string, event: PoolEvent, request: string) =>
        mail
          .tell(address("pool", shard), { id: `agents:${request}:${shard}`, cause: "operator", event })
          .pipe(Effect.retry({ schedule: again, while: ({ _tag }) => _tag !== "Poisoned" }))

      const memberNamed = (agent: string) =>
        Effect.gen(function* () {
          const shard = agent.slice(0, Math.max(0, agent.indexOf("-")))
          const found = pools.includes(shard)
            ? (yield* look(shard)).members.find((member) => member.agent === agent)
            : undefined
          return found === undefined
            ? yield* new NoSuchAgent({
                agent,
                reason: `There is no agent ${agent.slice(0, 64)} in the pool.`,
              })
            : { shard, member: found }
        })

      return {
        standing,
        add: (count, request) =>
          Effect.gen(function* () {
            const { shards } = yield* standing
            if (shards.length === 0)
              return yield* new NoSuchAgent({ agent: "", reason: "No shard of the pool answers. Try again." })
            const shares = spread(
              count,
              shards.map(({ shard, figures }) => ({ shard, agents: figures.agents })),
            )
            for (const [shard, share] of shares)
              yield* tell(shard, { type: "ADD_AGENTS", count: share }, request)
            return shares
          }),
        drain: (agent, request) =>
          Effect.gen(function* () {
            const { shard, member } = yield* memberNamed(agent)
            if (member.state === "gone" || member.draining)
              return yield* new NoSuchAgent({ agent, reason: `${agent} was taken out before.` })
            yield* tell(shard, { type: "DRAIN_AGENT", agent }, request)
            return member
          }),
        restore: (agent, request) =>
          Effect.gen(function* () {
            const { shard, member } = yield* memberNamed(agent)
            if (member.state !== "gone" && !member.draining)
              return yield* new NoSuchAgent({ agent, reason: `${agent} was not taken out.` })
            yield* tell(shard, { type: "RESTORE_AGENT", agent }, request)
            return member
          }),
      }
    }),
  )
}

/** One that is lent is listed where it serves. */
const once = (shards: ReadonlyArray<Shard>): ReadonlyArray<Shard> => {
  const serving = new Set(
    shards.flatMap(({ members }) => members.flatMap(({ agent, state }) => (state === "lent" ? [] : [agent]))),
  )
  return shards.map((shard) => ({
    ...shard,
    members: shard.members.filter(({ agent, state }) => state !== "lent" || !serving.has(agent)),
  }))
}

/** One after the other to whichever has fewest. */
const spread = (
  count: number,
  shards: ReadonlyArray<{ readonly shard: string; readonly agents: number }>,
): ReadonlyMap<string, number> => {
  const shares = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const [least] = shards.toSorted(
      (a, b) => a.agents + (shares.get(a.shard) ?? 0) - (b.agents + (shares.get(b.shard) ?? 0)),
    )
    shares.set(least!.shard, (shares.get(least!.shard) ?? 0) + 1)
  }
  return shares
}
