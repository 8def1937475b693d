/**
 * One runner of a cluster, with the actors, mail, journal and timers of `src/actors/runtime.ts`. What charts want done is done
 * at once and leads to nothing: here, what comes of an effect is told by the client.
 *
 *     node server.ts REDIS_URL HOST:PORT
 */
import { Effect, Layer, Redacted } from "effect"
import { Alarms } from "../../../src/actors/alarms.ts"
import { Committer } from "../../../src/actors/committer.ts"
import { EntitiesLayer, MailLayer } from "../../../src/actors/entities.ts"
import { Host } from "../../../src/actors/host.ts"
import { Observer } from "../../../src/actors/watching/observer.ts"
import { Performer } from "../../../src/actors/performing/performer.ts"
import { SleepersLayer } from "../../../src/actors/sleepers.ts"
import { Cluster, sharding, TakeoverLayer } from "../../../src/adapters/cluster/layer.ts"
import * as RedisStore from "../../../src/adapters/redis/store.ts"

const [redis, at] = process.argv.slice(2) as [string, string]
const [host, port] = at.split(":") as [string, string]
const membership = { address: { host, port: Number(port) }, listen: null, redis: Redacted.make(redis) }

const performer = Layer.succeed(Performer, {
  perform: (_by, _owed, _again, done) => {
    queueMicrotask(() => done(null))
    return () => {}
  },
  broke: (broken, event, reason) => Effect.die(new Error(`${broken} on ${event}: ${reason}`)),
})

const runner = Layer.mergeAll(EntitiesLayer, SleepersLayer, TakeoverLayer).pipe(
  Layer.provide(Host.layer()),
  Layer.provide([performer, Committer.layer, Alarms.layer, Observer.layer]),
  Layer.provide(MailLayer),
  Layer.provide(sharding(membership)),
  Layer.provide(Cluster.layer(membership)),
  Layer.provide(RedisStore.layer({ url: redis })),
)

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      yield* Layer.build(runner)
      yield* Effect.sync(() => console.log("ready"))
      yield* Effect.never
    }),
  ),
)
