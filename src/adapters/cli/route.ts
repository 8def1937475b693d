/** `orrery route FILE`: whom each of a list of messages would call, without Discord and without a model. */
import { Console, Effect, Option, Result, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { Team } from "../../machines/agent/brain.ts"
import { Coordination, Mode } from "../../machines/conversation/settings.ts"
import type { Route } from "../../machines/values.ts"
import * as Brains from "../brains/brains.ts"
import { load } from "../config/load.ts"
import { readBounded } from "../files/read.ts"
import { decideAll, type Decision } from "../model/offline/decide.ts"
import { clip } from "../model/offline/words.ts"
import { chosenFlags, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** It is taken into memory as a whole. In bytes. */
const largest = 64 * 1024 * 1024

/** More bad lines than this are counted, not shown. */
const mostShown = 20

const readStdin = async (): Promise<Uint8Array> => {
  const parts: Array<Uint8Array> = []
  let size = 0
  for await (const part of process.stdin as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > largest) throw new Error(`it has more than ${largest} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const read = (file: string): Effect.Effect<string, InputError> =>
  Effect.tryPromise({
    try: async () => {
      const bytes = file === "-" ? await readStdin() : readBounded(file, largest)
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    },
    catch: (error) =>
      new InputError({
        message: `${file === "-" ? "standard input" : file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      }),
  })

const decodeLine = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Struct({ text: Schema.String })))

interface Lines {
  readonly texts: ReadonlyArray<string>
  /** What to say of the lines that hold none, at once; null: all do. */
  readonly bad: string | null
}

/** The texts of a file, one a line; empty lines are none. */
const linesOf = (file: string, content: string): Lines => {
  const lines = content
    .split(/\r?\n/)
    .map((line, at) => ({ line: line.trim(), number: at + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => ({ number, line, decoded: decodeLine(line) }))
  const texts = lines.flatMap(({ decoded }) => (Result.isSuccess(decoded) ? decoded.success.text : []))
  const bad = lines.filter(({ decoded }) => Result.isFailure(decoded))
  if (bad.length === 0) return { texts, bad: null }
  const shown = bad.slice(0, mostShown).map(({ number, line }) => `  line ${number}: ${clip(line, 80)}`)
  const more = bad.length > mostShown ? [`  and ${bad.length - mostShown} more`] : []
  const head = `${file === "-" ? "standard input" : file}: not of the form {"text": "…"}, and left out:`
  return { texts, bad: [head, ...shown, ...more].join("\n") }
}

const flat = (text: string) => text.replace(/\s+/g, " ")

const tableOf = (
  decided: ReadonlyArray<{ readonly text: string; readonly decision: Decision }>,
  { agents }: Team,
) => {
  const rows = decided.map(({ text, decision: { responders, route, reason } }) => [
    route,
    responders.map((id) => agents.find((brain) => brain.id === id)?.name ?? id).join(", ") || "-",
    clip(flat(text), 60),
    flat(reason),
  ])
  const all = [["ROUTE", "WHO ANSWERS", "MESSAGE", "WHY"], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)))
  const counts = Map.groupBy(decided, ({ decision }) => decision.route)
  const usual: ReadonlyArray<Route> = ["mention", "keyword", "manager"]
  const others = [...counts.keys()].filter((route) => !usual.includes(route) && route !== "none")
  const summary = [...usual, ...others, "none" as const].map(
    (route) => `${counts.get(route)?.length ?? 0} ${route}`,
  )
  return [
    ...all.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    "",
    `${decided.length} messages: ${summary.join(", ")}`,
  ].join("\n")
}

export const routeCommand = Command.make(
  "route",
  {
    config: flags.config,
    brains: flags.brains,
    mode: Flag.Literals("mode", Mode.literals).pipe(
      Flag.withDescription("Who answers, as in channels.mode of the configuration (default: what that says)"),
      Flag.optional,
    ),
    coordination: Flag.Literals("coordination", Coordination.literals).pipe(
      Flag.withDescription(
        "How the team works together, as in team.coordination of the configuration (default: what that says)",
      ),
      Flag.optional,
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription(
        'A line of JSON for each message: {"responders": ["id"], "route": "…", "reason": "…"}',
      ),
    ),
    file: Argument.String("file").pipe(
      Argument.withDescription('Messages, a line of JSON each: {"text": "…"}; - is standard input'),
    ),
  },
  Effect.fnUntraced(
    function* ({ file, json, mode, coordination, ...chosen }) {
      const { settings, live } = yield* load(yield* chosenFlags(chosen))
      const { team, warnings } = yield* Brains.load(settings.brains)
      yield* Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
      const { texts, bad } = linesOf(file, yield* read(file))
      const { laid } = live.channels
      const decisions = decideAll(texts, team, {
        ...laid,
        mode: Option.getOrElse(mode, () => laid.mode),
        coordination: Option.getOrElse(coordination, () => laid.coordination ?? "hybrid"),
      })
      const decided = decisions.map((decision, n) => ({ text: texts[n]!, decision }))
      const lines = json ? decided.map(({ decision }) => JSON.stringify(decision)) : [tableOf(decided, team)]
      if (lines.length > 0) yield* Console.log(lines.join("\n"))
      if (bad !== null) return yield* new InputError({ message: bad })
    },
    Effect.catchTags({ BrainInvalid: ({ message }) => new InputError({ message }) }),
  ),
).pipe(
  Command.withDescription(
    "Tells of each message of a list who would answer it and why, without Discord and without a model; exit code 2 when a line is none",
  ),
  Command.withExamples([
    { command: "orrery route messages.jsonl", description: "A table for people" },
    {
      command: `echo '{"text": "@Writer, a tagline please"}' | orrery route - --json`,
      description: "One line for each message",
    },
    { command: "orrery route messages.jsonl --brains my-team", description: "With another team" },
    { command: "orrery route messages.jsonl --mode mentions", description: "In a channel with another mode" },
  ]),
)
