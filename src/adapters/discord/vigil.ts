/** Until when somebody listened in Discord, kept in a file: the time of its last change. */
import { mkdir, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"

export interface Vigil {
  /** When somebody listened last, in ms since 1970; undefined: not known. */
  readonly until: Effect.Effect<number | undefined>
  /** Writes down that somebody listens now. Where it cannot be written, the next process knows less. */
  readonly keep: Effect.Effect<void>
}

/** The vigil of a bot, by its id, as it is kept in a directory. One process listens at a time. */
export const vigilIn =
  (directory: string) =>
  (bot: string): Vigil => {
    const file = join(directory, `listening-${bot}`)
    return {
      until: Effect.tryPromise(() => stat(file)).pipe(
        Effect.map(({ mtimeMs }) => mtimeMs),
        Effect.orElseSucceed(() => undefined),
      ),
      keep: Effect.tryPromise(async () => {
        await mkdir(directory, { recursive: true })
        await writeFile(file, "")
      }).pipe(Effect.ignore),
    }
  }
