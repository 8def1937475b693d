import { Console, Effect, Fiber } from "effect"
import { afterEach, expect, it } from "vitest"
import { checker } from "../../../src/adapters/cli/check-thread.ts"
import { stopped } from "../../../src/adapters/cli/stopped.ts"
import { deep } from "../../../src/check/check.ts"

const before = process.exitCode
afterEach(() => {
  process.exitCode = before
})

/** What it says and ends with when `told` comes in the middle of `work`. */
const endOf = async (work: Effect.Effect<unknown, unknown>, told: Effect.Effect<void>) => {
  const lines: Array<string> = []
  const quiet: Console.Console = { ...globalThis.console, error: (line: string) => void lines.push(line) }
  await Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(work, { startImmediately: true })
    yield* told
    yield* Fiber.interrupt(fiber)
  }).pipe(Effect.provideService(Console.Console, quiet), Effect.runPromise)
  return [lines, process.exitCode]
}

const never = Effect.never.pipe(stopped(() => "after 3 of 8 files"))

it("a command that was stopped says how far it came, and does not end as one that is done", async () => {
  expect(await endOf(never, Effect.void)).toEqual([["orrery: stopped after 3 of 8 files"], 130])
})

it("a command that was told to stop by SIGTERM ends as shells have it", async () => {
  // The first to hear of it, and nobody else: other tests live in this process.
  const told = Effect.sync(() => process.listeners("SIGTERM")[0]!("SIGTERM"))
  expect((await endOf(never, told))[1]).toBe(143)
})

it("a check can be stopped in the middle of a chart", async () => {
  const begun = Promise.withResolvers<void>()
  const check = Effect.gen(function* () {
    const check = yield* checker({ extent: deep, bundles: [] })
    return yield* check("conversation", () => begun.resolve())
  }).pipe(
    Effect.scoped,
    stopped(() => "after 0 of 1 part"),
  )
  const told = Effect.promise(() => begun.promise)
  expect(await endOf(check, told)).toEqual([["orrery: stopped after 0 of 1 part"], 130])
})
