/**
 * The library that new agents are drafted from: `patterns/`, a Markdown file each. A persona is most of a brain; a command is a
 * passage of its prompt, for something that it is asked often; a workflow is what it could have a part in.
 */
import { readdir } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { join } from "node:path"
import { Data, Effect, Schema } from "effect"
import { Tier } from "../../../machines/agent/brain.ts"
import { readBounded } from "../../files/read.ts"
import { takeApart } from "../front-matter.ts"

/** A file of the library cannot be read: mend it, or leave `--patterns` out. */
export class PatternsInvalid extends Data.TaggedError("PatternsInvalid")<{ readonly message: string }> {}

const words = Schema.Array(Schema.String)

const Persona = Schema.Struct({
  name: Schema.String,
  role: Schema.String,
  /** Words of descriptions that it suits. */
  suits: words,
  triggers: words,
  expertise: words,
  tier: Tier,
  temperature: Schema.Finite,
  /** Ids of commands that go into its prompt. */
  commands: words,
  /** The id of a workflow that it could have a part in. */
  workflow: Schema.optionalKey(Schema.String),
  /** Messages that it should answer. */
  samples: words,
})
const Piece = Schema.Struct({ name: Schema.String, suits: words })

interface Kept {
  readonly id: string
  /** With `{name}`, `{about}` and `{commands}` where these go. */
  readonly body: string
}
export type Persona = typeof Persona.Type & Kept
export type Piece = typeof Piece.Type & Kept

export interface Library {
  readonly personas: ReadonlyArray<Persona>
  readonly commands: ReadonlyArray<Piece>
  readonly workflows: ReadonlyArray<Piece>
}

const own = fileURLToPath(new URL("../../../../patterns/", import.meta.url))

/** Of one file, in bytes. */
const largest = 64 * 1024

const readAll = <A>(folder: string, kind: keyof Library, shape: Schema.Decoder<A>) =>
  Effect.tryPromise({
    try: async (): Promise<ReadonlyArray<A & Kept>> => {
      const names = (await readdir(join(folder, kind))).filter((name) => name.endsWith(".md")).sort()
      return names.map((name) => {
        const file = join(folder, kind, name)
        const parts = takeApart(new TextDecoder().decode(readBounded(file, largest)))
        if (!("body" in parts)) throw new Error(`${file}:${parts[0]?.line}: ${parts[0]?.found}`)
        return { ...Schema.decodeUnknownSync(shape)(parts.data), id: name.slice(0, -3), body: parts.body }
      })
    },
    catch: (error) =>
      new PatternsInvalid({ message: `The patterns in ${folder} cannot be read: ${String(error)}` }),
  })

export const readLibrary = (folder: string = own): Effect.Effect<Library, PatternsInvalid> =>
  Effect.all(
    {
      personas: readAll(folder, "personas", Persona),
      commands: readAll(folder, "commands", Piece),
      workflows: readAll(folder, "workflows", Piece),
    },
    { concurrency: 3 },
  )
