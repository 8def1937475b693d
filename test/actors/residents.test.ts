/** One process holds as many actors as fit into its memory: Effect Cluster by itself stops at 10,000 entities. */
import { it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { expect } from "vitest"
import { SingleRunnerLayer } from "../../src/actors/runtime.ts"

const Here = Entity.make("Here", [Rpc.make("Ask", { success: Schema.Boolean })])

it.live("more than ten thousand entities live in a single runner", () =>
  Effect.gen(function* () {
    const client = yield* Here.client
    const answers = yield* Effect.forEach(
      Array.from({ length: 10_100 }, (_, n) => `here-${n}`),
      (id) => client(id).Ask(),
      { concurrency: 500 },
    )
    expect(answers.every((there) => there)).toBe(true)
  }).pipe(
    Effect.provide(
      Here.toLayer({ Ask: () => Effect.succeed(true) }).pipe(Layer.provideMerge(SingleRunnerLayer)),
    ),
  ),
)
