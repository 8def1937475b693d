/** Puts a new brain where the team's files are: whole or not at all, and never over another unless that is wanted. */
import { link, mkdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Data, Effect } from "effect"

/** It is not there: `message` says why, and what to do. */
export class NotWritten extends Data.TaggedError("NotWritten")<{ readonly message: string }> {}

/** A name that is no brain's, for whoever reads the folder meanwhile. */
const draftOf = (file: string): string => `${file}.${process.pid}.${Math.random().toString(36).slice(2)}.draft`

/** The path of the file. */
export const add = (
  folder: string,
  id: string,
  text: string,
  { force = false }: { readonly force?: boolean } = {},
): Effect.Effect<string, NotWritten> =>
  Effect.tryPromise({
    try: async () => {
      const file = join(folder, `${id}.md`)
      const draft = draftOf(file)
      await mkdir(folder, { recursive: true })
      try {
        await writeFile(draft, text, { flag: "wx", flush: true })
        // A link is refused where there is a file of the name; a rename takes its place.
        if (force) await rename(draft, file)
        else await link(draft, file)
      } finally {
        await rm(draft, { force: true })
      }
      return file
    },
    catch: (error) => {
      const { code = String(error) } = error as NodeJS.ErrnoException
      return new NotWritten({
        message:
          code === "EEXIST"
            ? `${join(folder, `${id}.md`)} is there already: say --force to write over it, or give it another name.`
            : `${join(folder, `${id}.md`)} cannot be written (${code}).`,
      })
    },
  })
