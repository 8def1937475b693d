/** `orrery tools`: what tools there are, and one of them called. Servers are begun for it, and ended with it. */
import { Console, Effect, Option, Schema, type Scope } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { isBuiltIn, ToolFailed, type Tool, type ToolServer } from "../../actors/performing/tools.ts"
import type { ToolTerms } from "../config/tools.ts"
import { serve, type Server } from "../mcp/server.ts"
import { time } from "../tools/built-in/time.ts"
import { makeHouse } from "../tools/house.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** The call came to nothing. Exit code 1. */
class NotDone extends Schema.TaggedError<NotDone>()("NotDone", { message: Schema.String }) {}

const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("One line of JSON instead of words"),
)

/** Begun now, whether or not it is kept warm. */
const begun = (terms: ToolTerms): ReadonlyArray<Effect.Effect<Server, never, Scope.Scope>> =>
  terms.reach.by === "itself"
    ? []
    : [Effect.tap(serve({ ...terms, reach: terms.reach, warm: true }), ({ settled }) => settled)]

const tableOf = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

const rowOf = ({ name, harmless, repeatable, description }: Tool): ReadonlyArray<string> => [
  `  ${name}`,
  harmless ? "harmless" : "asks",
  repeatable ? "repeatable" : "once",
  description.replace(/\s+/g, " ").slice(0, 80),
]

const words = ({ name, state, why, tools }: ToolServer, own: ReadonlyArray<Tool>): string => {
  const from = isBuiltIn(name) ? "built in" : state
  return [
    `${name}: ${from}${why === null ? "" : `, ${why}`}; ${tools} ${tools === 1 ? "tool" : "tools"}`,
    ...(own.length === 0 ? [] : [tableOf(own.map(rowOf))]),
  ].join("\n")
}

const list = Command.make(
  "list",
  { config: flags.config, json },
  Effect.fnUntraced(function* ({ json, ...chosen }) {
    const { live } = yield* configured(chosen)
    const house = yield* makeHouse((name) => live.tools.find((terms) => terms.name === name))
    const servers = yield* Effect.forEach(live.tools.flatMap(begun), (server) => server, {
      concurrency: "unbounded",
    })
    const found = [
      ...house.map(({ status, tools }) => ({ ...status(), offered: tools })),
      ...servers.map((server) => ({ ...server.status(), offered: server.tools() })),
    ]
    yield* Console.log(
      json
        ? JSON.stringify(found)
        : found.map(({ offered, ...server }) => words(server, offered)).join("\n\n"),
    )
  }, Effect.scoped),
).pipe(Command.withDescription("Lists the tools, with the server that each is of and how that is"))

const readJson = (text: string) =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))(text).pipe(
    Effect.mapError(
      () => new InputError({ message: `This is no JSON object: write it as '{"path": "notes.txt"}'.` }),
    ),
  )

/** What needs a channel is tried in one; the clock needs nothing of Orrery. */
const tryBuiltIn = (tool: string, input: unknown): Effect.Effect<string, ToolFailed> =>
  tool === time.tool.name
    ? (time.run({ key: "try", tool, input } as never) as Effect.Effect<string, ToolFailed>)
    : Effect.fail(
        new ToolFailed({ reason: `${tool} works in a channel: ask an agent for it there`, remedy: "stop" }),
      )

const attempt = Command.make(
  "try",
  {
    config: flags.config,
    tool: Argument.String("tool").pipe(Argument.withDescription("Its name, such as docs.read_file")),
    input: Argument.String("input").pipe(
      Argument.withDescription("What it is called with, as a JSON object (default: {})"),
      Argument.optional,
    ),
  },
  Effect.fnUntraced(function* ({ tool, input, ...chosen }) {
    const { live } = yield* configured(chosen)
    const read = yield* readJson(Option.getOrElse(input, () => "{}"))
    const name = tool.split(".", 1)[0]!
    const terms = live.tools.find((its) => its.name === name)
    if (!isBuiltIn(name) && terms === undefined)
      return yield* new InputError({
        message: `There is no server ${name}: orrery tools list shows those that there are.`,
      })
    const progress = (text: string) => void process.stderr.write(`${text}\n`)
    const [server] = terms === undefined ? [] : begun(terms)
    const called =
      server === undefined
        ? tryBuiltIn(tool, read)
        : Effect.flatMap(server, ({ use }) => use({ tool, input: read, progress }))
    const text = yield* Effect.mapError(called, ({ reason }) => new NotDone({ message: reason }))
    yield* Console.log(text)
  }, Effect.scoped),
).pipe(Command.withDescription("Calls one tool, as an agent would, and shows what it says"))

export const toolsCommand = Command.make("tools").pipe(
  Command.withDescription("Tools that agents may use: what there is, and one of them tried"),
  Command.withSubcommands([list, attempt]),
  Command.withExamples([
    { command: "orrery tools list", description: "What is built in, and what each server of [tools] has" },
    {
      command: `orrery tools try time '{"zone": "Europe/Berlin"}'`,
      description: "Calls a tool without an agent",
    },
  ]),
)
