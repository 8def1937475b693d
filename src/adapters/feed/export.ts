/** A channel as DiscordChatExporter writes it in JSON. https://github.com/Tyrrrz/DiscordChatExporter */
import { Effect, Schema, SchemaIssue } from "effect"
import { Snowflake } from "../../machines/values.ts"
import { FileTooLarge, readBounded } from "../files/read.ts"

/** It is taken into memory as a whole. In bytes; a message takes about 500. */
export const largestExport = 256 * 1024 * 1024

const Author = Schema.Struct({
  id: Snowflake,
  name: Schema.NonEmptyString,
  nickname: Schema.optionalKey(Schema.NullOr(Schema.String)),
  isBot: Schema.optionalKey(Schema.Boolean),
})

/** An ISO 8601 instant. */
const Instant = Schema.String.check(
  Schema.makeFilter(
    (text: string) => !Number.isNaN(Date.parse(text)) || "Expected a time such as 2020-02-15T23:02:46.362Z",
  ),
)

const Recorded = Schema.Struct({
  id: Snowflake,
  type: Schema.String,
  timestamp: Instant,
  content: Schema.String,
  author: Author,
  reference: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ messageId: Schema.optionalKey(Schema.NullOr(Schema.String)) })),
  ),
})
export type Recorded = typeof Recorded.Type

const Export = Schema.Struct({
  guild: Schema.Struct({ id: Snowflake, name: Schema.String }),
  channel: Schema.Struct({
    id: Snowflake,
    name: Schema.String,
    topic: Schema.optionalKey(Schema.NullOr(Schema.String)),
  }),
  messages: Schema.Array(Recorded),
})
export type Export = typeof Export.Type

/** The file cannot be fed. Fix it: `message` names the field of the message that is wrong. */
export class ExportInvalid extends Schema.TaggedError<ExportInvalid>()("ExportInvalid", {
  message: Schema.String,
}) {}

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** `messages[12].author.id` */
const written = (path: ReadonlyArray<PropertyKey>): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "")

/** Reads and checks a whole export; messages come sorted by id, which is by time. */
export const read = (file: string): Effect.Effect<Export, ExportInvalid> =>
  Effect.gen(function* () {
    const text = yield* Effect.try({
      try: () => new TextDecoder().decode(readBounded(file, largestExport)),
      catch: (error) => new ExportInvalid({ message: unread(file, error as Error) }),
    })
    const json = yield* Effect.try({
      try: () => JSON.parse(text) as unknown,
      catch: (error) => new ExportInvalid({ message: `${file} is not JSON: ${(error as Error).message}` }),
    })
    const found = yield* Schema.decodeUnknownEffect(Export)(json, { errors: "all" }).pipe(
      Effect.mapError(({ issue }) => new ExportInvalid({ message: explained(file, json, issue) })),
    )
    const twice = firstTwice(found.messages.map(({ id }) => id))
    if (twice !== null) {
      return yield* new ExportInvalid({ message: `${file}: two messages have the id ${twice}` })
    }
    return { ...found, messages: found.messages.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)) }
  })

const unread = (file: string, error: Error): string =>
  error instanceof FileTooLarge
    ? `${file} is larger than the ${largestExport / 1024 ** 2} MiB that are fed at once: export the channel in parts (DiscordChatExporter's --partition 200mb), and feed them one after the other`
    : `${file} cannot be read: ${error.message}`

const firstTwice = (ids: ReadonlyArray<string>): string | null => {
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) return id
    seen.add(id)
  }
  return null
}

const most = 10

const explained = (file: string, json: unknown, issue: SchemaIssue.Issue): string => {
  const { issues } = issuesOf(issue)
  const lines = issues.slice(0, most).map(({ path = [], message }) => {
    const keys = path.map((part) => (typeof part === "object" ? part.key : part))
    return `  ${written(keys) || "the whole"}: ${message}${idOf(json, keys)}`
  })
  const more = issues.length > most ? [`  and ${issues.length - most} more`] : []
  return [`${file} is not an export of DiscordChatExporter (JSON). Nothing was fed.`, ...lines, ...more].join(
    "\n",
  )
}

/** ` (message 678375682681602048)`, when the issue is in a message that has an id. */
const idOf = (json: unknown, [list, n]: ReadonlyArray<PropertyKey>): string => {
  if (list !== "messages" || typeof n !== "number") return ""
  const id = (json as { messages: ReadonlyArray<{ id?: unknown } | null> }).messages[n]?.id
  return typeof id === "string" ? ` (message ${id})` : ""
}
