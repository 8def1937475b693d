/**
 * The runner under load, in a process of its own: on the Discord of argv[2], the Redis of argv[3], with its files in argv[4] and a
 * model that thinks for argv[5] ms. Journals are trimmed as an operator's are, but sooner.
 */
import { join } from "node:path"
import { Context, Effect, Layer, Redacted } from "effect"
import { ArchivistLayer } from "../src/actors/keeping/archivist.ts"
import { Placement } from "../src/actors/placement.ts"
import { Roster } from "../src/actors/performing/roster.ts"
import { RuntimeLayer, SingleRunnerLayer } from "../src/actors/runtime.ts"
import * as Archive from "../src/adapters/archive/files.ts"
import * as Brains from "../src/adapters/brains/brains.ts"
import * as Discord from "../src/adapters/discord/layer.ts"
import { Inspector } from "../src/adapters/inspector/inspector.ts"
import * as Metrics from "../src/adapters/metrics/layer.ts"
import { profileRoutes } from "../src/adapters/profile/routes.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import * as Model from "./model.ts"

const [, , base, redis, home, thinking] = process.argv as [string, string, string, string, string, string]
const account = { token: Redacted.make("playground"), base, requestsPerSecond: 10_000 }
const archive = Archive.layer({ folder: join(home, "archive") })

const team = Layer.effect(
  Roster,
  Effect.map(Brains.load("brains"), ({ team }) => team),
)
const ports = Metrics.MeasuredPorts.pipe(
  Layer.provideMerge(Discord.layer(account)),
  Layer.provideMerge(
    Layer.mergeAll(
      team,
      Model.layer(Number(thinking)),
      RedisStore.layer({ url: redis }),
      Placement.layer({ agents: 600, shards: 8 }),
    ),
  ),
)
const orrery = Layer.mergeAll(
  Discord.inbound(account),
  Inspector.layer({ port: 0, also: profileRoutes(join(home, "profiles")) }).pipe(Layer.provide(archive)),
  ArchivistLayer(
    Effect.succeed({ keepDays: 30, keepEntries: 500, archive: false, archiveDays: null, sweepEvery: 60_000 }),
  ).pipe(Layer.provide(archive)),
  Metrics.layer,
).pipe(Layer.provideMerge(RuntimeLayer(SingleRunnerLayer)), Layer.provide(ports))

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const { origin } = Context.get(yield* Layer.build(orrery), Inspector)
      console.log(`it runs at ${origin} `)
      return yield* Effect.never
    }),
  ),
)
