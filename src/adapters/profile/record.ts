/**
 * Profiles of this process while it runs, by V8's own inspector: where its time goes, and what its memory holds.
 * https://chromedevtools.github.io/devtools-protocol/v8/Profiler/
 *
 * They are written where this process keeps its files, readable for its user alone: a heap snapshot holds what people said, and
 * the bot's token.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { Session } from "node:inspector/promises"
import { join } from "node:path"
import { writeHeapSnapshot } from "node:v8"
import { Clock, Effect, Schema } from "effect"

export const kinds = ["cpu", "heap"] as const
export type Kind = (typeof kinds)[number]

/** The file could not be written. Mend the folder: it is full, or not ours. */
export class NotWritten extends Schema.TaggedError<NotWritten>()("NotWritten", { message: Schema.String }) {}

/** How often the processor's work is looked at, in µs. */
const interval = 500
/** For its user alone. */
const [ownFolder, ownFile] = [0o700, 0o600]

const writing = <A>(write: () => A) =>
  Effect.try({
    try: write,
    catch: (error) => new NotWritten({ message: `The profile cannot be written: ${String(error)}` }),
  })

/** `cpu-2026-11-21T08-15-00-000Z`, in a folder that is there. */
const placeFor = (folder: string, kind: Kind) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    writing(() => {
      mkdirSync(folder, { recursive: true, mode: ownFolder })
      return join(folder, `${kind}-${new Date(now).toISOString().replace(/[:.]/g, "-")}`)
    }),
  )

const cpu = (folder: string, seconds: number) =>
  Effect.gen(function* () {
    const place = yield* placeFor(folder, "cpu")
    const session = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const session = new Session()
        session.connect()
        return session
      }),
      (session) => Effect.sync(() => session.disconnect()),
    )
    yield* Effect.promise(async () => {
      await session.post("Profiler.enable")
      await session.post("Profiler.setSamplingInterval", { interval })
      await session.post("Profiler.start")
    })
    yield* Effect.sleep(seconds * 1000)
    const { profile } = yield* Effect.promise(() => session.post("Profiler.stop"))
    const file = `${place}.cpuprofile`
    yield* writing(() => writeFileSync(file, JSON.stringify(profile), { mode: ownFile }))
    return [file]
  }).pipe(Effect.scoped)

const snapshot = (folder: string) =>
  Effect.flatMap(placeFor(folder, "heap"), (place) =>
    writing(() => {
      const file = writeHeapSnapshot(`${place}.heapsnapshot`)
      chmodSync(file, ownFile)
      return file
    }),
  )

/** What is in memory now; and, after so many seconds, again: what has come between the two is what grows. */
const heap = (folder: string, seconds: number) =>
  Effect.gen(function* () {
    const before = yield* snapshot(folder)
    if (seconds === 0) return [before]
    yield* Effect.sleep(seconds * 1000)
    return [before, yield* snapshot(folder)]
  })

/** The files that were written, oldest first. The process stands still while it writes a heap: about a second for 100 MB. */
export const record = (
  kind: Kind,
  folder: string,
  seconds: number,
): Effect.Effect<ReadonlyArray<string>, NotWritten> =>
  kind === "cpu" ? cpu(folder, seconds) : heap(folder, seconds)
