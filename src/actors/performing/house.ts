/** What the operator has laid down for all channels, as it is now. Where nobody has laid anything down, what is built in. */
import { Context } from "effect"
import type { Team } from "../../machines/agent/brain.ts"
import { builtIn, type Standard } from "../../machines/conversation/settings.ts"

/** A channel, the nearest of what it belongs to first: a thread to its channel, a channel to its category. */
export interface Room {
  readonly channel: string
  readonly belongsTo: ReadonlyArray<string>
  /** A direct message. */
  readonly direct: boolean
}

/** All that is laid down but for the team, which the brains are. */
export type Laid = Omit<Standard, "agents" | "lead">

export interface Rules {
  /** The same object, for as long as it says the same. */
  readonly standard: () => Laid
  /** Whether agents listen in a channel at all. */
  readonly admits: (room: Room) => boolean
  /** Whether the manager is shown what the agents have said with who asks. */
  readonly managerReadsSessions: () => boolean
}

/** Nobody has laid anything down. */
export const noRules: Rules = {
  standard: () => builtIn,
  admits: () => true,
  managerReadsSessions: () => false,
}

export const House = Context.Reference<Rules>("orrery/actors/House", { defaultValue: () => noRules })

const made = new WeakMap<Laid, Pick<Team, "agents" | "lead"> & { readonly standard: Standard }>()

/** What conversations are told: the same object, for as long as it says the same. */
export const standardOf = (rules: Rules, team: Team): Standard => {
  const laid = rules.standard()
  const known = made.get(laid)
  if (known?.agents === team.agents && known.lead === team.lead) return known.standard
  const agents = team.agents.map(({ id, autoRespond, context }) => {
    const formerly = (team.away ?? []).flatMap((one) => (one.successor?.id === id ? [one.brain.id] : []))
    return {
      id,
      ...(autoRespond && { always: true as const }),
      ...(context !== undefined && { lent: context }),
      ...(formerly.length > 0 && { formerly }),
    }
  })
  const standard: Standard = { ...laid, agents, lead: team.lead.id }
  made.set(laid, { agents: team.agents, lead: team.lead, standard })
  return standard
}
