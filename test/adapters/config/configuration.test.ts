/** The configuration of a process while its file changes, as different hands change it. */
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Logger, Result, Stream } from "effect"
import { describe, expect, it } from "vitest"
import { Configuration } from "../../../src/adapters/config/configuration.ts"
import { load } from "../../../src/adapters/config/load.ts"
import { directory, none } from "./support.ts"

const days = (count: number) => `[retention]\nkeep_days = ${count}\n`

/** The days that `changes` tells of, while somebody saves the file. */
const heard = (file: string, save: () => void) =>
  Effect.gen(function* () {
    const flags = { ...none, file }
    const first = yield* load(flags)
    return yield* Effect.gen(function* () {
      const { changes, current } = yield* Configuration
      const told = yield* changes.pipe(
        Stream.map(({ retention }) => retention.keepDays),
        Stream.tap((keepDays) => (keepDays === 30 ? Effect.sync(save) : Effect.void)),
        Stream.take(2),
        Stream.runCollect,
      )
      return { told, current: current().retention.keepDays }
    }).pipe(Effect.provide(Configuration.watched(first, load(flags))))
  }).pipe(Effect.provide(Logger.layer([])), Effect.runPromise)

const follows = { told: [30, 31], current: 31 }

describe("the configuration follows its file", () => {
  it("when it is written over", async () => {
    const file = join(directory(), "orrery.toml")
    writeFileSync(file, days(30))
    expect(await heard(file, () => writeFileSync(file, days(31)))).toEqual(follows)
  })

  it("when an editor puts another in its place", async () => {
    const file = join(directory(), "orrery.toml")
    writeFileSync(file, days(30))
    const save = () => {
      writeFileSync(`${file}~`, days(31))
      renameSync(`${file}~`, file)
    }
    expect(await heard(file, save)).toEqual(follows)
  })

  it("when it is in a volume of Kubernetes, whose link is turned", async () => {
    const volume = directory()
    const version = (name: string, text: string) => {
      mkdirSync(join(volume, name))
      writeFileSync(join(volume, name, "orrery.toml"), text)
      symlinkSync(name, join(volume, "..new"))
      renameSync(join(volume, "..new"), join(volume, "..data"))
    }
    version("..1", days(30))
    const file = join(volume, "orrery.toml")
    symlinkSync("..data/orrery.toml", file)
    expect(await heard(file, () => version("..2", days(31)))).toEqual(follows)
  })
})

describe("a fixed configuration", () => {
  it("is told once", async () => {
    const { live } = Result.getOrThrow(await Effect.runPromise(Effect.result(load(none))))
    const told = Effect.gen(function* () {
      const { changes, current } = yield* Configuration
      return [yield* Stream.runCollect(changes), current()] as const
    })
    expect(await Effect.runPromise(Effect.provide(told, Configuration.fixed(live)))).toEqual([[live], live])
  })
})
