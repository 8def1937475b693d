/** Logs of people and agents who talk with one another, as Orrery of today writes and exports them: a file for each actor. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Host } from "../../src/actors/host.ts"
import * as Files from "../../src/adapters/archive/files.ts"
import { writeLog } from "../../src/adapters/files/logs.ts"
import { ofAll } from "../../src/replay/collect.ts"
import { MemoryStore } from "../../test/support/memory-store.ts"
import { eventually, hears, message, World } from "../../test/support/world.ts"

const channels = 10
/** Messages in each channel. */
const messages = 40
const agents = 40

const texts = [
  "@Writer we launch on the 3rd of March: a headline for the landing page, please, and not the one of last time",
  "the numbers of last week are in the sheet",
  "does anybody know whether the market in Spain is as large as they say?",
  "ok",
  "a draft of the press release – shorter, and without “revolutionary”",
]

const talk = Effect.gen(function* () {
  const host = yield* Host
  for (let n = 0; n < messages; n++) {
    for (let of = 0; of < channels; of++) {
      const channel = String(300000000000000001n + BigInt(of))
      const author = { id: String(100000000000000000n + BigInt((n + of) % 7)), name: `Ada ${(n + of) % 7}` }
      const guild = String(200000000000000001n + BigInt(of >> 1))
      const called = (n + of) % 5 === 0 ? ["writer"] : []
      const matched = (n + of) % 5 === 4 ? ["writer", "analyst"] : []
      const toTeam = (n + of) % 5 === 2
      yield* hears(message(texts[(n + of) % 5]!, { channel, author, guild, called, matched, toTeam }))
    }
    yield* eventually(() => host.owed() === 0)
  }
})

interface Recorded {
  readonly files: ReadonlyArray<string>
  readonly entries: number
}

/** Writes them into `folder`. */
export const recorded = (folder: string): Promise<Recorded> =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const world = new World({
      route: () => Effect.succeed({ responders: ["strategist"], reason: "it is asked of all" }),
    })
    const ports = Layer.mergeAll(
      world.runtime(memory.layer, agents),
      memory.layer,
      Files.layer({ folder: join(folder, "archive") }),
    )
    const bundle = yield* Effect.andThen(talk, ofAll).pipe(Effect.provide(ports))
    const files = yield* Effect.promise(() =>
      Promise.all(
        bundle.map(async (log) => {
          const path = join(folder, `${log.address.replace("/", "-")}.jsonl`)
          await writeLog(path, [log])
          return path
        }),
      ),
    )
    return { files, entries: bundle.reduce((sum, { entries }) => sum + entries.length, 0) }
  }).pipe(Effect.provide(TestClock.layer()), Effect.scoped, Effect.runPromise)
