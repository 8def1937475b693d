import { mkdtempSync, rmSync, utimesSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { expect, onTestFinished, test } from "vitest"
import { vigilIn } from "../../../src/adapters/discord/vigil.ts"

const directory = () => {
  const made = mkdtempSync(join(tmpdir(), "vigil-"))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

const until = (where: string, bot: string) => Effect.runPromise(vigilIn(where)(bot).until)

test("a vigil says when it was kept last, to each bot its own", async () => {
  const where = join(directory(), "home")
  expect(await until(where, "1")).toBeUndefined()
  const before = Date.now()
  await Effect.runPromise(vigilIn(where)("1").keep)
  expect(await until(where, "1")).toBeGreaterThanOrEqual(before - 10)
  expect(await until(where, "2")).toBeUndefined()
  utimesSync(join(where, "listening-1"), 1000, 1000)
  expect(await until(where, "1")).toBe(1_000_000)
  await Effect.runPromise(vigilIn(where)("1").keep)
  expect(await until(where, "1")).toBeGreaterThanOrEqual(before - 10)
})

test("a vigil that cannot be kept is none, and nothing breaks", async () => {
  const nowhere = "/dev/null/home"
  await Effect.runPromise(vigilIn(nowhere)("1").keep)
  expect(await until(nowhere, "1")).toBeUndefined()
})
