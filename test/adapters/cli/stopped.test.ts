import { Console, Effect, Fiber } from "effect"
import { afterEach, expect, it } from "vitest"
import { stopped } from "../../../src/adapters/cli/stopped.ts"

const before = process.exitCode
afterEach(() => {
  process.exitCode = before
})

it("a command that was stopped says how far it came, and does not end as one that is done", async () => {
  const lines: Array<string> = []
  const quiet: Console.Console = { ...globalThis.console, error: (line: string) => void lines.push(line) }
  await Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.never.pipe(stopped(() => "after 3 of 8 files")), {
      startImmediately: true,
    })
    yield* Fiber.interrupt(fiber)
  }).pipe(Effect.provideService(Console.Console, quiet), Effect.runPromise)
  expect([lines, process.exitCode]).toEqual([["orrery: stopped after 3 of 8 files"], 130])
})
