/** The team that answers in this Orrery: which brains there are, and who leads. */
import { Context } from "effect"
import type { Team } from "../../machines/agent/brain.ts"
import type { Line } from "../../machines/values.ts"

export class Roster extends Context.Service<Roster, Team>()("orrery/actors/Roster") {}

/** Charts know brains by their ids alone. */
export const nameOf = (brain: string, { agents }: Team): string =>
  agents.find(({ id }) => id === brain)?.name ?? brain

/** An agent's lines under its name. */
export const named = (lines: ReadonlyArray<Line>, team: Team): ReadonlyArray<Line> =>
  lines.map((line) => (line.brain === null ? line : { ...line, author: nameOf(line.brain, team) }))
