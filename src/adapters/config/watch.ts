/** When the configuration should be read again: on SIGHUP, or when its file changes. */
import { closeSync, openSync, watch } from "node:fs"
import { basename, dirname, resolve } from "node:path"
import { Effect, Queue, Stream } from "effect"
import { standardFile } from "./file.ts"

/** An editor writes a file in several steps, or puts another in its place. */
const settled = "200 millis"

export const asksToReload = (file: string | null): Stream.Stream<"SIGHUP" | "file"> =>
  Stream.merge(hangUps, changesOf(resolve(file ?? standardFile)))

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
const hangUps = Stream.callback<"SIGHUP">((queue) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const hadTerminal = hasTerminal()
      const heard = () => {
        if (hadTerminal && !hasTerminal()) process.kill(process.pid, "SIGTERM")
        else Queue.offerUnsafe(queue, "SIGHUP")
      }
      process.on("SIGHUP", heard)
      return heard
    }),
    (heard) => Effect.sync(() => process.off("SIGHUP", heard)),
  ),
)

/** Its directory is watched, since an editor that saves puts a new file under the old name. */
const changesOf = (file: string): Stream.Stream<"file"> =>
  Stream.callback<"file">((queue) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        // A Kubernetes volume changes by one link of this name, through which all its files are reached.
        const names = new Set([basename(file), "..data", null])
        const watcher = watch(dirname(file), { persistent: false }, (_, name) => {
          if (names.has(name)) Queue.offerUnsafe(queue, "file")
        })
        watcher.on("error", () => watcher.close())
        return watcher
      }),
      (watcher) => Effect.sync(() => watcher.close()),
    ).pipe(
      Effect.catchDefect(() =>
        Effect.logWarning(`Changes of ${basename(file)} cannot be watched here: send SIGHUP after one`),
      ),
    ),
  ).pipe(Stream.debounce(settled))
