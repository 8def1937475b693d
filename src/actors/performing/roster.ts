/**
 * The team that answers in this Orrery: which brains there are, and who leads. It may change at any time, so whoever keeps it for
 * longer than for one event reads `agents` from it each time.
 */
import { Context } from "effect"
import type { Brain, Team } from "../../machines/agent/brain.ts"
import type { Line } from "../../machines/values.ts"

export class Roster extends Context.Service<Roster, Team>()("orrery/actors/Roster") {}

/** Charts know brains by their ids alone. */
export const nameOf = (brain: string, { agents, away = [] }: Team): string =>
  agents.find(({ id }) => id === brain)?.name ??
  away.find((one) => one.brain.id === brain)?.brain.name ??
  brain

/** Who answers where this one is asked: itself, or its successor; undefined: nobody does. */
export const answerer = (brain: string, { agents, away = [] }: Team): Brain | undefined =>
  agents.find(({ id }) => id === brain) ?? away.find((one) => one.brain.id === brain)?.successor ?? undefined

/** Why nobody does, in the words of an excuse. */
export const missing = (brain: string, team: Team): string =>
  team.away?.some((one) => one.brain.id === brain) === true
    ? "it is switched off at the moment"
    : `the team has no ${brain} any more`

/** An agent's lines under its name. */
export const named = (lines: ReadonlyArray<Line>, team: Team): ReadonlyArray<Line> =>
  lines.map((line) => (line.brain === null ? line : { ...line, author: nameOf(line.brain, team) }))
