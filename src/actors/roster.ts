/** The team that answers in this Orrery: which brains there are, and who leads. */
import { Context } from "effect"
import type { Team } from "../machines/brain.ts"

export class Roster extends Context.Service<Roster, Team>()("orrery/actors/Roster") {}
