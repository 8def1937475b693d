/** The log for programs: one object a line, with the correlation id of the message that it all began with. */
import { Effect } from "effect"
import { TestConsole } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as Logs from "../../../src/adapters/telemetry/logs.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { hears, message, until, World } from "../../support/world.ts"

const linesOf = <A>(effect: Effect.Effect<A>, format: "text" | "json" = "json") =>
  Effect.gen(function* () {
    yield* effect.pipe(Effect.provide(Logs.layer(format)))
    return (yield* TestConsole.errorLines).map(String)
  }).pipe(Effect.provide(TestConsole.layer), Effect.runPromise)

describe("a line of the log for programs", () => {
  it("says when, how bad, what, and what else is known", async () => {
    const [line] = await linesOf(
      Effect.logWarning("the store", "is away", new Error("no disk")).pipe(
        Effect.annotateLogs({ shard: "3" }),
      ),
    )
    expect(JSON.parse(line!)).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      level: "warn",
      message: "the store is away Error: no disk",
      shard: "3",
    })
  })

  it("holds the id of the message that led to it, and the actor", async () => {
    const its = message("a tagline", { called: ["writer"] })
    let asked = false
    const think = () =>
      Effect.die(new Error("a bug")).pipe(Effect.ensuring(Effect.sync(() => (asked = true))))
    const lines = await linesOf(
      Effect.gen(function* () {
        yield* Effect.logInfo("it begins")
        yield* hears(its)
        yield* until(() => asked)
        yield* Effect.yieldNow
      }).pipe(Effect.orDie, Effect.provide(new World({ think }).runtime(new MemoryStore().layer))),
    )
    const [first, broke] = lines.map((line) => JSON.parse(line) as Record<string, string>)
    expect(first).not.toHaveProperty("correlation")
    expect(broke).toMatchObject({
      level: "error",
      message: expect.stringContaining("Think of agent/") as string,
      correlation: its.id,
      actor: expect.stringMatching(/^agent\//) as string,
    })
  })
})
