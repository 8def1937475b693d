/** `orrery agents list|add|drain|restore`: the agents of a running Orrery's pool, over the HTTP API of its inspector. */
import { randomUUID } from "node:crypto"
import { Console, Data, Effect, Option, Redacted, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { Settings } from "../config/settings.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** Orrery does not answer there, or does not take what is asked. `message` says what to do. */
export class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

const inspector = Flag.String("inspector").pipe(
  Flag.withDescription("Where the inspector of the running Orrery is (default: as it is configured)"),
  Flag.optional,
)
const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("One line of JSON instead of words"),
)
const common = { config: flags.config, inspector, json }

interface Common {
  readonly config: Option.Option<string>
  readonly inspector: Option.Option<string>
}

/** Where it listens for all addresses, this machine is one of them. */
const originOf = ({ inspectorHost, inspectorPort }: Settings): string => {
  const host = ["0.0.0.0", "::", "[::]"].includes(inspectorHost) ? "127.0.0.1" : inspectorHost
  return `http://${host.includes(":") ? `[${host}]` : host}:${inspectorPort}`
}

/** How long it may take to answer, in ms. */
const patience = 15_000

const Said = Schema.Struct({ message: Schema.String })

const ask = <A>(chosen: Common, answer: Schema.Codec<A, unknown>, path: string, body?: object) =>
  Effect.gen(function* () {
    const { settings } = yield* configured(chosen)
    if (settings.inspectorPort === 0 && Option.isNone(chosen.inspector))
      return yield* new InputError({
        message:
          "The inspector takes a free port here, so say where it is: --inspector http://127.0.0.1:PORT",
      })
    const origin = Option.getOrElse(chosen.inspector, () => originOf(settings))
    const { inspectorToken: token } = settings
    const response = yield* Effect.tryPromise({
      try: () =>
        fetch(new URL(path, origin), {
          method: body === undefined ? "GET" : "POST",
          headers: {
            accept: "application/json",
            ...(body !== undefined && { "content-type": "application/json" }),
            ...(token !== null && { authorization: `Bearer ${Redacted.value(token)}` }),
          },
          ...(body !== undefined && { body: JSON.stringify({ request: randomUUID(), ...body }) }),
          signal: AbortSignal.timeout(patience),
        }),
      catch: () =>
        new NotTaken({
          message: `No Orrery answers at ${origin}: start it, or say where its inspector is with --inspector.`,
        }),
    })
    if (response.status === 401)
      return yield* new NotTaken({
        message: `The Orrery at ${origin} wants its token: set ORRERY_INSPECTOR_TOKEN, or token in [inspector].`,
      })
    const said = yield* Effect.tryPromise({
      try: () => response.json() as Promise<unknown>,
      catch: () => new NotTaken({ message: `What answers at ${origin} is no Orrery of this version.` }),
    })
    if (!response.ok) {
      const { message } = yield* Schema.decodeUnknownEffect(Said)(said).pipe(
        Effect.orElseSucceed(() => ({
          message: `The Orrery at ${origin} refused this (${response.status}).`,
        })),
      )
      return yield* new NotTaken({ message })
    }
    return yield* Effect.mapError(
      Schema.decodeUnknownEffect(answer)(said),
      () => new NotTaken({ message: `What answers at ${origin} is no Orrery of this version.` }),
    )
  })

const Page = Schema.Struct({
  now: Schema.Number,
  total: Schema.Int,
  pages: Schema.Int,
  silent: Schema.Array(Schema.String),
  rows: Schema.Array(
    Schema.Struct({
      agent: Schema.String,
      state: Schema.String,
      draining: Schema.Boolean,
      guild: Schema.NullOr(Schema.String),
      purpose: Schema.NullOr(Schema.String),
      tier: Schema.String,
      health: Schema.String,
      since: Schema.NullOr(Schema.Number),
      served: Schema.Int,
    }),
  ),
})
type Row = (typeof Page.Type)["rows"][number]

const columns = ["AGENT", "STATE", "SERVER", "FOR", "TIER", "HEALTH", "SINCE", "SERVED"]

const cells = ({ agent, state, draining, guild, purpose, tier, health, since, served }: Row) => [
  agent,
  draining ? `${state}, draining` : state,
  guild ?? "-",
  purpose ?? "-",
  tier,
  health,
  since === null ? "never used" : new Date(since).toISOString().slice(0, 19).replace("T", " "),
  String(served),
]

const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  )
}

const list = Command.make(
  "list",
  {
    ...common,
    state: Flag.Literals("state", [
      "free",
      "busy",
      "idle",
      "leaving",
      "resting",
      "lent",
      "draining",
      "gone",
    ]).pipe(Flag.withDescription("Those alone that are so"), Flag.optional),
    find: Flag.String("find").pipe(
      Flag.withDescription("A part of the agent's name, or of its server's id"),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(function* ({ json, state, find, ...chosen }) {
    const rows: Array<Row> = []
    for (let page = 1, pages = 1; page <= pages; page++) {
      const query = new URLSearchParams({
        limit: "1000",
        page: String(page),
        ...(Option.isSome(state) && { state: state.value }),
        ...(Option.isSome(find) && { find: find.value }),
      })
      const found = yield* ask(chosen, Page, `/api/agents?${query}`)
      rows.push(...found.rows)
      pages = found.pages
      if (page === 1 && found.silent.length > 0)
        yield* Console.error(`orrery: pool/${found.silent.join(", pool/")} did not say how it is`)
    }
    if (json) return yield* Console.log(JSON.stringify(rows))
    const words =
      rows.length === 0 ? "No agent is like that." : aligned([columns, ...rows.map(cells)]).join("\n")
    yield* Console.log(words)
  }),
).pipe(Command.withDescription("Lists the agents of the pool: what each does, where, and how it is"))

const Added = Schema.Struct({ added: Schema.Record(Schema.String, Schema.Int) })

const add = Command.make(
  "add",
  {
    ...common,
    count: Argument.Int("count").pipe(Argument.withDescription("How many, 1 to 1000")),
  },
  Effect.fnUntraced(function* ({ json, count, ...chosen }) {
    if (count < 1 || count > 1000)
      return yield* new InputError({ message: `${count} agents cannot be added: say 1 to 1000.` })
    const { added } = yield* ask(chosen, Added, "/api/agents/add", { count })
    const where = Object.entries(added).map(([shard, many]) => `${many} to pool/${shard}`)
    yield* Console.log(json ? JSON.stringify(added) : `${count} added: ${where.join(", ")}`)
  }),
).pipe(Command.withDescription("Adds agents to the pool; they are there over restarts"))

const Was = Schema.Struct({ agent: Schema.String, was: Schema.String })

const one = (name: "drain" | "restore", does: string, words: (was: typeof Was.Type) => string) =>
  Command.make(
    name,
    {
      ...common,
      agent: Argument.String("agent").pipe(Argument.withDescription("Its name, such as 0-0001")),
    },
    Effect.fnUntraced(function* ({ json, agent, ...chosen }) {
      const named = agent.replace(/^agent\//, "")
      if (!/^[0-9A-Za-z_-]{1,64}$/.test(named))
        return yield* new InputError({ message: "That is no agent's name: it is like 0-0001." })
      const was = yield* ask(chosen, Was, `/api/agents/${name}`, { agent: named })
      yield* Console.log(json ? JSON.stringify(was) : words(was))
    }),
  ).pipe(Command.withDescription(does))

const drain = one(
  "drain",
  "Takes an agent out: it ends what it does, gets nothing more, and goes",
  ({ agent, was }) =>
    was === "free" ? `${agent} was free, and is gone` : `${agent} is ${was}: it ends that, and goes`,
)
const restore = one(
  "restore",
  "Lets an agent in again that was taken out",
  ({ agent }) => `${agent} serves again`,
)

export const agentsCommand = Command.make("agents").pipe(
  Command.withDescription("The agents of a running Orrery's pool: who they are, adding some, taking one out"),
  Command.withSubcommands([list, add, drain, restore]),
)
