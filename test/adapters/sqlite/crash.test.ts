import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { Store } from "../../../src/actors/store.ts"
import { temporaryDirectory } from "../../support/directory.ts"

const writer = fileURLToPath(new URL("./writer.ts", import.meta.url))

/** Starts the writer, kills it with SIGKILL after so many acknowledged commits; the last that it acknowledged. */
const writeAndKill = async (path: string, enough: number): Promise<number> => {
  const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] })
  let last = 0
  createInterface(child.stdout).on("line", (line) => {
    last = Number(line)
    if (last === enough) child.kill("SIGKILL")
  })
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null]
  expect(signal).toBe("SIGKILL")
  return last
}

it.live(
  "a process that is killed while it writes loses nothing that it acknowledged, nor the lock on its file",
  () =>
    Effect.gen(function* () {
      const path = join(yield* temporaryDirectory("orrery-sqlite-"), "orrery.db")
      const acknowledged = yield* Effect.promise(() => writeAndKill(path, 100))
      expect(acknowledged).toBeGreaterThanOrEqual(100)

      const inspect = Effect.gen(function* () {
        const store = yield* Store
        const { epoch, seq, hash, tail } = yield* store.claim("agent/1")
        expect(epoch).toBe(2)
        expect(seq).toBeGreaterThanOrEqual(acknowledged)
        expect(hash).toBe(`hash-${seq}`)
        expect(tail.map((entry) => entry.seq)).toEqual(Array.from({ length: seq }, (_, index) => index + 1))
        expect(yield* store.due(seq - 1, 1)).toEqual([])
        expect(yield* store.due(seq, 1)).toEqual(["agent/1"])
      })
      yield* Effect.provide(inspect, SqliteStore.layer({ path }))
    }).pipe(Effect.scoped),
)
