/** One runner with the scripted model, on the Discord of argv[2] and the Redis of argv[3]; see `bench/reply.ts`. */
import { Effect, Layer, Redacted } from "effect"
import { Placement } from "../../src/actors/placement.ts"
import { Roster } from "../../src/actors/performing/roster.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../../src/actors/runtime.ts"
import * as Brains from "../../src/adapters/brains/brains.ts"
import * as Discord from "../../src/adapters/discord/layer.ts"
import * as Scripted from "../../src/adapters/model/scripted.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"

const [, , base, redis] = process.argv as [string, string, string, string]
const account = { token: Redacted.make("playground"), base, requestsPerSecond: 10_000 }

const team = Layer.effect(
  Roster,
  Effect.map(Brains.load("brains"), ({ team }) => team),
)
const ports = Discord.layer(account).pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      team,
      Scripted.layer(),
      RedisStore.layer({ url: redis }),
      Placement.layer({ agents: 600, shards: 8 }),
    ),
  ),
)
const orrery = Discord.inbound(account).pipe(
  Layer.provide(RuntimeLayer(SingleRunnerLayer)),
  Layer.provide(ports),
)

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      yield* Layer.build(orrery)
      console.log("it runs")
      return yield* Effect.never
    }),
  ),
)
