/** Budgets: how many tokens a server, a person, an agent may use a day. */
import type { Allowed, Terms } from "../../actors/performing/budgets.ts"
import { brainName, snowflake, timeZone, whole } from "./kinds.ts"
import { key, required, table, tables, type Values } from "./tree.ts"

const live = { live: true }
const most = 10_000

const tokensADay = whole(0, 1_000_000_000_000, "tokens a day")

const each = (whom: string, env: string) =>
  key(tokensADay, {
    does: `Tokens that ${whom} may use a day, questions and answers together.`,
    standard: null,
    without: "as many as they like",
    example: "50000",
    env,
  })

/** What may be said once. */
export const budgets = table(
  "How many tokens may be used a day. What is used up comes back at midnight.",
  {
    zone: key(timeZone, {
      does: "The time zone whose midnight begins a day.",
      standard: "UTC",
      env: "ORRERY_BUDGETS_ZONE",
    }),
    guild: each("each server", "ORRERY_BUDGETS_GUILD"),
    user: each("each person", "ORRERY_BUDGETS_USER"),
    agent: each("each agent", "ORRERY_BUDGETS_AGENT"),
  },
  live,
)

const tokens = required(tokensADay, { does: "Tokens a day, instead of the usual.", example: "200000" })

const guild = table(
  "A server with a budget of its own.",
  {
    id: required(snowflake("in Discord with Developer Mode: right-click the server"), {
      does: "The server's id.",
      example: '"549170854458687509"',
    }),
    tokens,
  },
  live,
)

const user = table(
  "A person with a budget of their own.",
  {
    id: required(snowflake("in Discord with Developer Mode: right-click the person"), {
      does: "The person's id.",
      example: '"549170854458687509"',
    }),
    tokens,
  },
  live,
)

const agent = table(
  "An agent with a budget of its own.",
  {
    name: required(brainName, {
      does: "The agent, by the name of its file in `team.brains` without .md.",
      example: '"writer"',
    }),
    tokens,
  },
  live,
)

/** What the file says under `[budgets]`, with those that differ from the usual. */
export const budgetsInFile = table(
  budgets.does,
  { ...budgets.keys, guilds: tables(guild, most), users: tables(user, most), agents: tables(agent, 1000) },
  live,
)

export type Usual = Values<(typeof budgets)["keys"]>
export type Written = Values<(typeof budgetsInFile)["keys"]>

const allowed = (
  usual: number | null,
  own: ReadonlyArray<{ readonly id: string; readonly tokens: number }>,
): Allowed => ({ each: usual, byId: new Map(own.map(({ id, tokens }) => [id, tokens])) })

export const termsOf = (
  { zone, guild, user, agent }: Usual,
  own: Pick<Written, "guilds" | "users" | "agents">,
): Terms => ({
  zone,
  guilds: allowed(guild, own.guilds),
  users: allowed(user, own.users),
  agents: allowed(
    agent,
    own.agents.map(({ name, tokens }) => ({ id: name, tokens })),
  ),
})
