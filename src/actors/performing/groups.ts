/** How the agents of one person work together in their direct messages: as the first group of their template says. */
import type { Team } from "../../machines/agent/brain.ts"
import type { Coordination, Standard } from "../../machines/conversation/settings.ts"
import type { Partners } from "../constellations/partners.ts"
import type { Templates } from "../constellations/templates.ts"

export interface Laying {
  readonly partners: typeof Partners.Service
  readonly templates: typeof Templates.Service
}

/** Null: as everybody's. */
const coordinationOf = ({ partners, templates }: Laying, team: Team, user: string): Coordination | null => {
  const partner = partners.named(user)
  const group = partner && templates.named(partner.template, team)?.groups[0]
  return group === undefined || group.coordination === "hybrid" ? null : group.coordination
}

const made = new WeakMap<Standard, Map<Coordination, Standard>>()

/** The same object, for as long as it says the same. */
export const standardFor = (
  standard: Standard,
  laying: Laying,
  team: Team,
  user: string | null,
): Standard => {
  const coordination = user === null ? null : coordinationOf(laying, team, user)
  if (coordination === null) return standard
  const known = made.get(standard) ?? new Map<Coordination, Standard>()
  made.set(standard, known)
  const its = known.get(coordination) ?? { ...standard, coordination }
  known.set(coordination, its)
  return its
}
