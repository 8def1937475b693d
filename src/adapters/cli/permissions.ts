/** `orrery permissions`: `list` and `check`, see `permissions-rules.ts`; `consolidate FILE`: a long list as few patterns, and all that they would newly allow. Applies nothing. */
import { Console, Effect, FileSystem } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import {
  consolidated,
  longest,
  type Consolidated,
  type Replacement,
} from "../../machines/tools/consolidate.ts"
import type { Rule } from "../../machines/tools/permissions.ts"
import { readPermissions } from "../permissions/read.ts"
import { InputError } from "./input-error.ts"
import { checkCommand, listCommand } from "./permissions-rules.ts"

const line = ({ verdict, pattern }: Rule): string => `${verdict} ${pattern}`

const reasons: Readonly<Record<Replacement["why"], string>> = {
  "said twice": "said more than once",
  covered: "say what a wider one says",
  widened: "begin alike",
}

const shown = 6

const replacement = ({ by, why, replaced }: Replacement): ReadonlyArray<string> => [
  `  ${line(by)}   for ${replaced.length} that ${reasons[why]}:`,
  ...replaced.slice(0, shown).map((rule) => `      ${rule.pattern}`),
  ...(replaced.length > shown ? [`      and ${replaced.length - shown} more (--json has them all)`] : []),
]

const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", title, ...lines]

const report = (before: number, { rules, replacements, newlyAllowed, left }: Consolidated): string =>
  [
    `${before} rules become ${rules.length}. Nothing has been applied.`,
    ...section("What replaces what", replacements.flatMap(replacement)),
    ...(newlyAllowed.length === 0
      ? ["", "Nothing becomes newly allowed."]
      : section("Newly allowed: every other call that one of these matches, and nothing else", [
          ...newlyAllowed.map(({ pattern }) => `  ${pattern}`),
          "  A * is any text: where the argument is a shell command, also what follows a ; or &&.",
        ])),
    ...section(
      "Left as they are, although they begin alike",
      left.map(({ pattern, rules, why }) => `  ${pattern}   ${rules} rules: ${why}`),
    ),
    ...section(
      "The list",
      rules.map((rule) => `  ${line(rule)}`),
    ),
  ].join("\n")

const consolidateCommand = Command.make(
  "consolidate",
  {
    file: Argument.String("file").pipe(
      Argument.withDescription(
        'Lines as "allow git:status *", or JSON {"allow": […], "ask": […], "deny": […]} with patterns or calls as Tool(argument)',
      ),
    ),
    json: Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription("One line of JSON")),
    list: Flag.Boolean("list").pipe(
      Flag.withDefault(false),
      Flag.withDescription("The new list alone, to be kept as a file"),
    ),
  },
  Effect.fnUntraced(function* ({ file, json, list }) {
    const fs = yield* FileSystem.FileSystem
    const text = yield* fs
      .readFileString(file)
      .pipe(Effect.mapError(() => new InputError({ message: `${file} cannot be read: is the path right?` })))
    const rules = yield* readPermissions(text).pipe(
      Effect.mapError(({ message }) => new InputError({ message: `${file}: ${message}` })),
    )
    if (rules.length === 0) return yield* new InputError({ message: `${file} holds no permissions` })
    if (rules.length > longest)
      return yield* new InputError({
        message: `${file} holds ${rules.length} rules; at most ${longest} can be consolidated at once`,
      })
    const result = consolidated(rules)
    if (json)
      return yield* Console.log(
        JSON.stringify({ before: rules.length, after: result.rules.length, ...result }),
      )
    yield* Console.log(list ? result.rules.map(line).join("\n") : report(rules.length, result))
  }),
).pipe(
  Command.withDescription(
    "Turns a long list of permissions into few patterns, and says what they would newly allow",
  ),
  Command.withExamples([
    {
      command: "orrery permissions consolidate list.txt",
      description: "Shows what would replace what; applies nothing",
    },
  ]),
)

export const permissionsCommand = Command.make("permissions").pipe(
  Command.withDescription("Rules of what agents may do with tools"),
  Command.withSubcommands([listCommand, checkCommand, consolidateCommand]),
)
