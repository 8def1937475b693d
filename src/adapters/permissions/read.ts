/** Lists of permissions as people have them: lines of their own, or the JSON in which coding agents keep theirs. */
import { Data, Effect, Schema } from "effect"
import { Verdict, type Rule } from "../../machines/tools/permissions.ts"

/** A list that cannot be read: fix the input. */
export class PermissionsInvalid extends Data.TaggedError("PermissionsInvalid")<{
  readonly message: string
}> {}

const Lists = Schema.Struct({
  allow: Schema.optionalKey(Schema.Array(Schema.String)),
  ask: Schema.optionalKey(Schema.Array(Schema.String)),
  deny: Schema.optionalKey(Schema.Array(Schema.String)),
})
const Settings = Schema.Struct({ permissions: Lists })
const Allowed = Schema.Array(Schema.String)

const decodeSettings = Schema.decodeUnknownEffect(Settings)
const decodeLists = Schema.decodeUnknownEffect(Lists)
const decodeAllowed = Schema.decodeUnknownEffect(Allowed)

/** Where there is a key `permissions`, the lists are there: a broken one is not passed over as a key of somebody else's. */
const listsOf = (value: unknown) => {
  if (Array.isArray(value)) return decodeAllowed(value).pipe(Effect.map((allow) => ({ allow })))
  const isSettings = typeof value === "object" && value !== null && "permissions" in value
  return isSettings
    ? decodeSettings(value).pipe(Effect.map(({ permissions }) => permissions))
    : decodeLists(value)
}

const isVerdict = Schema.is(Verdict)

/** `Bash(git status:*)` is `Bash:git status*`; what is no call of that form stays as it is. */
const pattern = (text: string): string => {
  const call = /^([^():\s]+)\((.*)\)$/s.exec(text.trim())
  if (call === null) return text.trim()
  return `${call[1]}:${call[2]!.replace(/:\*$/, "*")}`
}

const rulesOf = (lists: typeof Lists.Type): ReadonlyArray<Rule> =>
  (["allow", "ask", "deny"] as const).flatMap((verdict) =>
    (lists[verdict] ?? []).map((text) => ({ verdict, pattern: pattern(text) })),
  )

const fromJson = (text: string): Effect.Effect<ReadonlyArray<Rule>, PermissionsInvalid> =>
  Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (error) => new PermissionsInvalid({ message: `The JSON is broken: ${String(error)}` }),
  }).pipe(
    Effect.flatMap(listsOf),
    Effect.map(rulesOf),
    Effect.catchTag("SchemaError", () =>
      Effect.fail(
        new PermissionsInvalid({
          message:
            'The JSON holds no lists of permissions: expected {"allow": […], "ask": […], "deny": […]}, also under "permissions", or one list of what is allowed',
        }),
      ),
    ),
  )

/** `deny git:push *`: without a verdict before it, a pattern is allowed. */
const fromLines = (text: string): ReadonlyArray<Rule> =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [first = "", ...rest] = line.split(/\s+/)
      return isVerdict(first) && rest.length > 0
        ? { verdict: first, pattern: pattern(line.slice(first.length)) }
        : { verdict: "allow", pattern: pattern(line) }
    })

/** The rules of a list, in the order in which they stand there. */
export const readPermissions = (text: string): Effect.Effect<ReadonlyArray<Rule>, PermissionsInvalid> =>
  /^\s*[[{]/.test(text) ? fromJson(text) : Effect.succeed(fromLines(text))
