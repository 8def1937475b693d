/**
 * Actors that sleep in a private Redis (appendonly, appendfsync everysec), and a fresh runner, in a process of its own, that meets
 * them there.
 */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Alarms } from "../../src/actors/alarms.ts"
import { Committer } from "../../src/actors/committer.ts"
import { Host } from "../../src/actors/host.ts"
import type { Performer } from "../../src/actors/performing/performer.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { redisServer } from "../../test/support/redis.ts"

interface Asleep {
  readonly count: number
  /** What they are, for whoever waits. */
  readonly what: string
  /** The n-th is made, and put to sleep. */
  readonly make: (host: Host["Service"], n: number) => Effect.Effect<void, unknown>
  readonly performer: Layer.Layer<Performer>
  /** A file of this folder, which is told where the Redis is. */
  readonly runner: string
}

/** Makes them, and returns what the runner printed. */
export const metAsleep = ({ count, what, make, performer, runner }: Asleep): Promise<string> =>
  Effect.gen(function* () {
    const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
    const runtime = Host.layer().pipe(
      Layer.provide([performer, Committer.layer]),
      Layer.provide(RedisStore.layer({ url: server.url })),
      Layer.provide(Layer.mergeAll(Alarms.layer, Observer.layer)),
    )
    let done = 0
    const all = Effect.flatMap(Host, (host) =>
      Effect.forEach(
        Array.from({ length: count }, (_, n) => n),
        (n) =>
          Effect.map(make(host, n), () => {
            if (++done % 10_000 === 0) console.error(`${done} of ${count} ${what}`)
          }),
        { concurrency: 256, discard: true },
      ),
    )
    yield* Effect.provide(all, runtime)
    return execFileSync(process.execPath, ["--expose-gc", join(import.meta.dirname, runner), server.url], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    })
  }).pipe(Effect.scoped, Effect.runPromise)
