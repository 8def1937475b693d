/** A watched folder goes on being watched: real folders, and a watcher that fails when it is told to. */
import type { EventEmitter } from "node:events"
import fs from "node:fs"
import { mkdir, rename, writeFile } from "node:fs/promises"
import { syncBuiltinESMExports } from "node:module"
import { join } from "node:path"
import { it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach, describe, expect } from "vitest"
import { pause, watched } from "../../../src/adapters/files/watched.ts"
import { temporaryDirectory } from "../../support/directory.ts"

const watchers: Array<EventEmitter> = []

/** Every watcher that is opened is known here, whoever loaded the module before. */
const real = fs.watch
const put = (watch: typeof real): void => {
  fs.watch = watch
  syncBuiltinESMExports()
}

beforeEach(() => {
  watchers.splice(0)
  put(((...args: Parameters<typeof real>) => {
    const watcher = real(...args)
    watchers.push(watcher)
    return watcher
  }) as typeof real)
})
afterEach(() => put(real))

const begun = (folder: string) =>
  Effect.gen(function* () {
    const seen: Array<string | null> = []
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => void lines.push(String(message)))
    yield* watched(folder, (name) => seen.push(name)).pipe(Effect.provide(Logger.layer([logger])))
    const until = (is: () => boolean) => Effect.promise(async () => await expect.poll(is).toBe(true))
    const write = (name: string) => Effect.promise(() => writeFile(join(folder, name), "words"))
    const isHeard = (name: string) =>
      Effect.andThen(
        write(name),
        until(() => seen.includes(name)),
      )
    yield* Effect.yieldNow
    return { seen, lines, until, isHeard }
  })

describe("a watched folder", () => {
  it.effect("is watched again a pause after its watcher failed, and that is told once", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryDirectory("orrery-watched-")
      const { lines, seen, until, isHeard } = yield* begun(folder)
      yield* isHeard("before")
      for (const round of [1, 2]) {
        watchers.at(-1)!.emit("error", new Error("no watches are left"))
        yield* until(() => lines.length === 1)
        seen.splice(0)
        yield* TestClock.adjust(pause)
        yield* until(() => watchers.length === round + 1)
        expect(seen).toEqual([null])
      }
      expect(lines).toEqual([
        `Changes in ${folder} are not seen now: send SIGHUP after one. It is tried again every ${pause}. (no watches are left)`,
      ])
      yield* isHeard("after")
      watchers.at(-1)!.emit("error", new Error("once more"))
      yield* until(() => lines.length === 2)
    }),
  )

  it.effect("is watched as soon as it is there", () =>
    Effect.gen(function* () {
      const folder = join(yield* temporaryDirectory("orrery-watched-"), "later")
      const { lines, until, isHeard } = yield* begun(folder)
      yield* until(() => lines.length === 1)
      yield* TestClock.adjust(pause)
      yield* Effect.promise(() => mkdir(folder))
      yield* TestClock.adjust(pause)
      yield* until(() => watchers.length === 1)
      yield* isHeard("file")
      expect(lines).toHaveLength(1)
    }),
  )

  it.effect("is the one that has its name now, when another took its place", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory("orrery-watched-")
      const [folder, other] = [join(root, "brains"), join(root, "other")]
      yield* Effect.promise(async () => {
        for (const path of [folder, other]) await mkdir(path)
      })
      const { lines, until, isHeard } = yield* begun(folder)
      yield* isHeard("before")
      yield* Effect.promise(async () => {
        await rename(folder, join(root, "old"))
        await rename(other, folder)
      })
      // Between the two there was none, if the watcher was quick.
      yield* until(() => watchers.length === 2 || lines.length === 1)
      yield* TestClock.adjust(pause)
      yield* until(() => watchers.length === 2)
      yield* isHeard("after")
    }),
  )
})
