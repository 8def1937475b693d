/**
 * What a runner holds of constellations: 100,000 users have one (6 agents, 3 blocks of memory, 4 groups, two exchanges), and all
 * of them hibernate in Redis. A fresh runner finds them, so that each is known in memory without I/O; then 1,000 users speak, one
 * after the other, and only their constellations are awake.
 *
 * Redis is a private one with appendonly, appendfsync everysec. Memory is the resident set, and the heap, after a garbage
 * collection; a wake is from telling the event until it is durable: the actor is claimed, read, replayed, stepped, committed.
 */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Alarms } from "../src/actors/alarms.ts"
import { Committer } from "../src/actors/committer.ts"
import { Host } from "../src/actors/host.ts"
import { Observer } from "../src/actors/watching/observer.ts"
import * as RedisStore from "../src/adapters/redis/store.ts"
import type { Event } from "../src/machines/events.ts"
import { redisServer } from "../test/support/redis.ts"
import { PartsAtOnceLayer } from "./support/parts-at-once.ts"
import { agents } from "./support/template.ts"
import { constellationOf, user, users } from "./support/users.ts"

const lines =
  "Which of the two plans costs less over three years, if we count the people who have to learn it? "

const exchange = (n: number, brain: string): Event => ({
  type: "REMEMBER",
  user: user(n),
  brain,
  turn: `${n}.${brain}`,
  asked: lines,
  answered: lines.repeat(3),
})

const live = Effect.gen(function* () {
  const host = yield* Host
  let done = 0
  const one = Effect.fnUntraced(function* (n: number) {
    const of = constellationOf(n)
    const told: ReadonlyArray<Event> = [
      { type: "ALLOCATE", user: user(n), whole: true },
      exchange(n, agents[0]!),
      exchange(n, agents[1]!),
      { type: "RELEASE" },
    ]
    for (const event of told) yield* host.tell(of, { id: null, cause: of, event })
    yield* host.sleep(of)
    if (++done % 10_000 === 0) console.error(`${done} of ${users} constellations are made`)
  })
  yield* Effect.forEach(
    Array.from({ length: users }, (_, n) => n),
    one,
    { concurrency: 256, discard: true },
  )
})

const result = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const server = yield* redisServer({ appendonly: "yes", appendfsync: "everysec" })
      const runtime = Host.layer().pipe(
        Layer.provide([PartsAtOnceLayer, Committer.layer]),
        Layer.provide(RedisStore.layer({ url: server.url })),
        Layer.provide(Layer.mergeAll(Alarms.layer, Observer.layer)),
      )
      yield* Effect.provide(live, runtime)
      const runner = join(import.meta.dirname, "support/runner-of-constellations.ts")
      return execFileSync(process.execPath, ["--expose-gc", runner, server.url], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      })
    }),
  ),
)
console.log(result.trim())
process.exit(0)
