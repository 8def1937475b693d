/** `orrery agents pool|add|drain|restore`: the agents of a running Orrery's pool, who work behind those of the team. */
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { ask, common } from "./agents-ask.ts"
import { aligned } from "./aligned.ts"
import { InputError } from "./input-error.ts"

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

export const pool = Command.make(
  "pool",
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

export const add = Command.make(
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

export const drain = one(
  "drain",
  "Takes an agent out: it ends what it does, gets nothing more, and goes",
  ({ agent, was }) =>
    was === "free" ? `${agent} was free, and is gone` : `${agent} is ${was}: it ends that, and goes`,
)
export const restore = one(
  "restore",
  "Lets an agent in again that was taken out",
  ({ agent }) => `${agent} serves again`,
)
