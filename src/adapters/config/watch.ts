/** When the configuration should be read again: on SIGHUP, or when its file changes. */
import { closeSync, openSync } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { Effect, Queue, type Scope, Stream } from "effect"
import { watched } from "../files/watched.ts"
import { standardFile } from "./file.ts"

/** An editor writes a file in several steps, or puts another in its place. */
const settled = "200 millis"

/** From now on until the scope ends; once at the beginning, for what changed since the file was read. */
export const asksToReload = (
  file: string | null,
): Effect.Effect<Stream.Stream<"SIGHUP" | "file">, never, Scope.Scope> =>
  Effect.gen(function* () {
    const signals = yield* Queue.unbounded<"SIGHUP">()
    const changes = yield* Queue.unbounded<"file">()
    yield* onHangUp(() => Queue.offerUnsafe(signals, "SIGHUP"))
    yield* onChange(resolve(file ?? standardFile), () => Queue.offerUnsafe(changes, "file"))
    return Stream.merge(Stream.fromQueue(signals), Stream.fromQueue(changes).pipe(Stream.debounce(settled)))
  })

/** Whether there is a terminal that could be closed, or has been. */
const hasTerminal = (): boolean => {
  try {
    closeSync(openSync("/dev/tty", "r"))
    return true
  } catch {
    return false
  }
}

/** SIGHUP asks to read the configuration again; but when the terminal is gone it says that, and ends the process as ever. */
const onHangUp = (ask: () => void) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const hadTerminal = hasTerminal()
      const heard = () => {
        if (hadTerminal && !hasTerminal()) process.kill(process.pid, "SIGTERM")
        else ask()
      }
      process.on("SIGHUP", heard)
      return heard
    }),
    (heard) => Effect.sync(() => process.off("SIGHUP", heard)),
  )

/** Its directory is watched, since an editor that saves puts a new file under the old name. */
const onChange = (file: string, ask: () => void) => {
  // A Kubernetes volume changes by one link of this name, through which all its files are reached.
  const names = new Set([basename(file), "..data", null])
  return watched(dirname(file), (name) => {
    if (names.has(name)) ask()
  })
}
