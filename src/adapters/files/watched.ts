/** A folder that is watched for as long as a scope lives, whatever becomes of the watcher or of the folder meanwhile. */
import { statSync, watch } from "node:fs"
import { Effect, type Scope } from "effect"

/** Until it is tried again to watch what could not be. */
export const pause = "15 seconds"

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const inodeOf = (folder: string): number | undefined => statSync(folder, { throwIfNoEntry: false })?.ino

/**
 * Fails when it cannot be watched, or no longer; ends when another folder has taken its place, as a checkout does, for a watcher
 * stays with the one that went.
 */
const once = (folder: string, see: (name: string | null) => void) =>
  Effect.callback<void, string>((resume) => {
    try {
      const inode = inodeOf(folder)
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        see(name)
        if (inodeOf(folder) !== inode) resume(Effect.void)
      })
      watcher.on("error", (error) => resume(Effect.fail(why(error))))
      // What changed while nobody watched.
      see(null)
      return Effect.sync(() => watcher.close())
    } catch (error) {
      return resume(Effect.fail(why(error)))
    }
  })

/**
 * Calls `see` with the name of each file in a folder that may have changed; with null where it is not known which, as at the
 * beginning. A watcher that fails is warned of once until it hears something again, and is put anew after a `pause`.
 */
export const watched = (
  folder: string,
  see: (name: string | null) => void,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.suspend(() => {
    let isTold = false
    const heard = (name: string | null): void => {
      if (name !== null) isTold = false
      see(name)
    }
    const tell = (reason: string) =>
      Effect.suspend(() => {
        if (isTold) return Effect.void
        isTold = true
        return Effect.logWarning(
          `Changes in ${folder} are not seen now: send SIGHUP after one. It is tried again every ${pause}. (${reason})`,
        )
      })
    return once(folder, heard).pipe(
      Effect.catch((reason) => Effect.andThen(tell(reason), Effect.sleep(pause))),
      Effect.forever,
      Effect.forkScoped,
      Effect.asVoid,
    )
  })
