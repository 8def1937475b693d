/** How many tokens a day whoever has a turn may use: as the operator says it, looked up before an agent is asked for. */
import { Clock, Context, DateTime, Effect } from "effect"
import { address, type Address } from "../../machines/address.ts"
import type { Brain, Team } from "../../machines/agent/brain.ts"
import type { Event } from "../../machines/events.ts"
import type { Claim, Limit, Person, Turn } from "../../machines/values.ts"
import { answerer, Roster } from "./roster.ts"

/** Tokens a day by id; null: as many as they like. */
export interface Allowed {
  readonly each: number | null
  readonly byId: ReadonlyMap<string, number>
}

export interface Terms {
  /** Where a day begins: an IANA time zone. */
  readonly zone: string
  readonly guilds: Allowed
  readonly users: Allowed
  readonly agents: Allowed
}

const anything: Allowed = { each: null, byId: new Map() }

export const unlimited: Terms = { zone: "UTC", guilds: anything, users: anything, agents: anything }

/** What the operator says now. Without it, everybody has as many tokens as they like. */
export class Budgets extends Context.Reference<() => Terms>("orrery/actors/Budgets", {
  defaultValue: () => () => unlimited,
}) {}

const dayTime = 24 * 60 * 60_000

/** The number of the day that it is in a time zone, and when the next one begins there, in ms since 1970. */
export const dayIn = (zone: string, at: number): Pick<Limit, "day" | "until"> => {
  const midnight = DateTime.startOf(DateTime.makeZonedUnsafe(at, { timeZone: zone }), "day")
  const { year, month, day } = DateTime.toParts(midnight)
  return {
    day: Math.round(Date.UTC(year, month - 1, day) / dayTime),
    until: DateTime.toEpochMillis(DateTime.add(midnight, { days: 1 })),
  }
}

const tokensOf = ({ each, byId }: Allowed, id: string): number | null => byId.get(id) ?? each

/** Whose budgets something goes by: the server's, the person's, the agents'. */
export const limitsFor = (
  terms: Terms,
  {
    guild,
    user,
    agents,
  }: {
    readonly guild: string | null
    readonly user: Person
    readonly agents: ReadonlyArray<Pick<Brain, "id" | "name">>
  },
  at: number,
): ReadonlyArray<Limit> => {
  const found = [
    ...(guild === null
      ? []
      : [{ kind: "guild", id: guild, name: "this server", tokens: tokensOf(terms.guilds, guild) }]),
    { kind: "user", id: user.id, name: user.name, tokens: tokensOf(terms.users, user.id) },
    ...agents.map(({ id, name }) => ({ kind: "agent", id, name, tokens: tokensOf(terms.agents, id) })),
  ].flatMap(({ tokens, ...rest }) => (tokens === null ? [] : [{ ...rest, tokens }]))
  if (found.length === 0) return []
  const { zone } = terms
  const { day, until } = dayIn(zone, at)
  return found.map(({ kind, id, name, tokens }) => ({
    of: address("budget", `${kind}-${id}`),
    name,
    tokens,
    day,
    until,
    zone,
  }))
}

/** Four characters a token, as OpenAI's rule of thumb has it: https://platform.openai.com/tokenizer */
const tokensIn = (...texts: ReadonlyArray<string>): number =>
  Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4)

/** What an answer may take: what is known of its prompt, and the longest answer. */
const estimate = ({ message, lent }: Turn, { prompt, maxTokens }: Brain): number =>
  maxTokens + tokensIn(prompt, message.text, ...lent.map(({ author, text }) => `${author}: ${text}`))

const claimFor = (terms: Terms, team: Team, turn: Turn, at: number): Claim | null => {
  const brain = answerer(turn.brain, team)
  if (brain === undefined) return null
  const { guild, author } = turn.message
  const limits = limitsFor(terms, { guild, user: author, agents: [brain] }, at)
  return limits.length === 0 ? null : { tokens: estimate(turn, brain), limits }
}

/** The turn with what it claims of budgets; as it is where there are none. */
export const claimed = (turn: Turn): Effect.Effect<Turn, never, Roster> =>
  Effect.gen(function* () {
    const terms = yield* Budgets
    const claim = claimFor(terms(), yield* Roster, turn, yield* Clock.currentTimeMillis)
    return claim === null ? turn : { ...turn, claim }
  })

/** What a model is asked for besides a turn. */
export interface Wanted {
  /** Tells it from all else that the same budgets pay. */
  readonly turn: string
  readonly guild: string | null
  readonly user: Person
  /** Whose work it is. */
  readonly brain: Brain
  /** What is known of its prompt. */
  readonly texts: ReadonlyArray<string>
}

/** What it may take, for whoever wants it, where there are budgets; null: it may be had at once. */
export const priceOf = ({ turn, guild, user, brain, texts }: Wanted) =>
  Effect.gen(function* () {
    const terms = (yield* Budgets)()
    const limits = limitsFor(terms, { guild, user, agents: [brain] }, yield* Clock.currentTimeMillis)
    if (limits.length === 0) return null
    const tokens = brain.maxTokens + tokensIn(brain.prompt, ...texts)
    return { type: "PRICED", turn, claim: { tokens, limits } } satisfies Event
  })

/** What the operator's log says when somebody is turned down who has not been told yet. */
export const spentIn = (budget: Address, event: Event): Effect.Effect<void> =>
  event.type === "REFUSED" && !event.told
    ? Effect.logInfo(`${budget} turns ${event.turn} down: ${event.reason}`)
    : Effect.void
