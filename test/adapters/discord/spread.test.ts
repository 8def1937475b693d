/** Gateway shards over the runners of a cluster: what becomes of one that Discord does not let in. */
import { it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { Sharding } from "effect/cluster"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { Log, logged, runtime, untilTrue } from "./fixtures.ts"

/** A cluster of one, that holds all it is asked to. */
const alone = Layer.effect(
  Sharding.Sharding,
  Effect.map(Effect.scope, (scope) => ({
    registerSingleton: (_: string, run: Effect.Effect<unknown>) => Effect.forkIn(run, scope),
  })) as never,
) as Layer.Layer<Sharding.Sharding>

const world = Layer.unwrap(
  Effect.map(Playground, ({ token, apiBase }) =>
    Discord.layer({ token: Redacted.make(token), base: apiBase }),
  ),
).pipe(
  Layer.provideMerge(runtime),
  Layer.provideMerge(alone),
  Layer.provideMerge(Playground.layer({ port: 0 })),
  Layer.provideMerge(logged),
)

/** What runners agree on here; `attempts` counts how often the shard was tried. */
const among = (since: Discord.Spread<never, never>["since"]) => {
  const count = { attempts: 0 }
  const spread: Discord.Spread<never, never> = {
    shards: () => Effect.succeed(1),
    identifyTurn: () => Effect.void,
    listensOn: () => Effect.void,
    listenedUntil: () => Effect.sync(() => (count.attempts++, null)),
    since,
  }
  return { count, spread }
}

const failures = (log: ReadonlyArray<string>) =>
  log.filter((line) => line.includes("Gateway shard 0 is tried again"))

it.effect("a shard that only a person can mend is tried again every ten minutes, and it is said once", () =>
  Effect.gen(function* () {
    const { apiBase } = yield* Playground
    const log = yield* Log
    const { count, spread } = among(Effect.succeed([]))
    const options = { token: Redacted.make("reset.since.then"), base: apiBase }
    yield* Layer.build(Discord.spread(options, spread))
    yield* untilTrue(Effect.sync(() => failures(log).length === 1))
    expect(failures(log)[0]).toContain("10 minutes: Discord refused DISCORD_TOKEN")
    yield* TestClock.adjust("9 minutes")
    expect(count.attempts).toBe(1)
    yield* TestClock.adjust("1 minute")
    expect(count.attempts).toBe(2)
  }).pipe(Effect.scoped, Effect.provide(world)),
)

it.effect(
  "what mends itself is tried again every ten seconds, and it is said once while it stays the same",
  () =>
    Effect.gen(function* () {
      const { apiBase, token } = yield* Playground
      const log = yield* Log
      let why = "the store is away"
      const { count, spread } = among(Effect.suspend(() => Effect.fail({ message: why })))
      yield* Layer.build(Discord.spread({ token: Redacted.make(token), base: apiBase }, spread))
      yield* untilTrue(Effect.sync(() => failures(log).length === 1))
      yield* TestClock.adjust("20 seconds")
      expect(count.attempts).toBe(3)
      expect(failures(log)).toHaveLength(1)
      why = "the store is full"
      yield* TestClock.adjust("10 seconds")
      expect(failures(log)).toHaveLength(2)
    }).pipe(Effect.scoped, Effect.provide(world)),
)
