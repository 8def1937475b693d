/**
 * `orrery agents list|enable|disable|deprecate`: the agents of the team. The list is read from their files and the store, whether
 * an Orrery runs or not; how one stands is changed by a running Orrery.
 */
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Standing } from "../../machines/agent/brain.ts"
import * as Brains from "../brains/brains.ts"
import { costIn, rowOf, stateIn, successIn, type Row } from "../brains/inventory.ts"
import { enrolled, kept } from "../brains/lineup.ts"
import { assemble } from "../brains/team.ts"
import { ask, common, json } from "./agents-ask.ts"
import { aligned } from "./aligned.ts"
import { configured, flags } from "./flags.ts"
import { recordings } from "./log-store.ts"

const columns = ["AGENT", "FOR", "TOOLS", "TIER", "STATE", "LAST USE", "SUCCESS", "COST"]

/** In characters. */
const longestRole = 60

const short = (text: string): string =>
  text.length <= longestRole ? text : `${text.slice(0, longestRole - 1).toWellFormed()}…`

const cells = (row: Row): ReadonlyArray<string> => [
  row.agent,
  short(row.role),
  row.tools.join(", ") || "-",
  row.tier,
  stateIn(row),
  row.last === null ? "never" : new Date(row.last).toISOString().slice(0, 16).replace("T", " "),
  successIn(row),
  costIn(row),
]

/** Of a team that has not run yet. */
const nothing = { said: {}, done: {} }

export const list = Command.make(
  "list",
  {
    config: flags.config,
    brains: flags.brains,
    store: flags.store,
    json,
    state: Flag.Literals("state", Standing.literals).pipe(
      Flag.withDescription("Those alone that are so"),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(function* ({ json, state, ...chosen }) {
    const { settings } = yield* configured(chosen)
    const files = yield* Brains.load(settings.brains)
    const known = yield* kept.pipe(
      Effect.provide(recordings(settings)),
      Effect.map((found) => found?.context ?? nothing),
      Effect.catch(({ message }) =>
        Effect.as(
          Console.error(`orrery: what they have done, and how an operator has them stand: ${message}`),
          nothing,
        ),
      ),
    )
    const team = assemble(files.parsed, known.said) ?? files.team
    const rows = enrolled({ parsed: files.parsed, team }, known)
      .map(rowOf)
      .filter((row) => Option.isNone(state) || row.state === state.value)
    if (json) return yield* Console.log(JSON.stringify(rows))
    yield* Console.log(
      rows.length === 0 ? "No agent is like that." : aligned([columns, ...rows.map(cells)]).join("\n"),
    )
  }),
).pipe(
  Command.withDescription(
    "Lists the team: what each agent is for, its tools, its state, its last use, success and cost",
  ),
)

const Answer = Schema.Struct({ agent: Schema.String, state: Schema.String, message: Schema.String })

const agent = Argument.String("agent").pipe(
  Argument.withDescription("Its name, or that of its file without .md, such as writer"),
)

const one = (what: "enable" | "disable", does: string) =>
  Command.make(
    what,
    { ...common, agent },
    Effect.fnUntraced(function* ({ json, agent, ...chosen }) {
      const answer = yield* ask(chosen, Answer, `/api/team/${what}`, { agent })
      yield* Console.log(json ? JSON.stringify(answer) : answer.message)
    }),
  ).pipe(Command.withDescription(does))

export const enable = one("enable", "Lets an agent be called that is disabled, deprecated or planned")
export const disable = one("disable", "Has an agent called no more; who calls it by name is told")

export const deprecate = Command.make(
  "deprecate",
  {
    ...common,
    agent,
    successor: Flag.String("successor").pipe(Flag.withDescription("Who answers in its place")),
  },
  Effect.fnUntraced(function* ({ json, agent, successor, ...chosen }) {
    const answer = yield* ask(chosen, Answer, "/api/team/deprecate", { agent, successor })
    yield* Console.log(json ? JSON.stringify(answer) : answer.message)
  }),
).pipe(
  Command.withDescription("Has another answer in the place of an agent"),
  Command.withExamples([
    { command: "orrery agents deprecate writer --successor editor", description: "The editor takes over" },
  ]),
)
