/** Work of a team that has an actor of its own, a vote, a debate or a run of a workflow: how it asks agents, and what it tells others of itself. */
import { address, type Address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { Event } from "../events.ts"
import type { Person, Turn } from "../values.ts"

/** Who began it, and where it stands. */
export interface Place {
  readonly by: Person
  readonly channel: string
  readonly guild: string | null
}

type Letter = Params<"Tell">

const guildOf = ({ guild, channel }: Place): Address => address("guild", guild ?? channel)

/** Its server knows what is under way. */
export const begun = (work: Address, name: string, { by, channel, guild }: Place): Letter => ({
  to: guildOf({ by, channel, guild }),
  event: { type: "BEGUN", work, name, channel, by },
})

export const ended = (work: Address, place: Place): Letter => ({
  to: guildOf(place),
  event: { type: "ENDED", work },
})

/** Agents remember what they say to whoever began it, so that user's constellation is there before. */
export const greeting = ({ by }: Place): Letter => ({
  to: address("constellation", by.id),
  event: { type: "ALLOCATE", user: by },
})

/** The channel's conversation knows what was said there, and nobody whom that calls is asked for it. */
export const overheard = ({ channel }: Place, event: Event & { readonly at: number }): Letter => {
  if (event.type !== "ANSWERED") throw new Error(`${event.type} is no answer`)
  const { at: _, ...answered } = event
  return { to: address("conversation", channel), event: { ...answered, calls: [] } }
}

/** One agent's turn in it. `step` tells it apart from all others that this agent gets. */
export const turnFor = (
  work: Address,
  id: string,
  { by, channel, guild }: Place,
  { brain, step, text }: { readonly brain: string; readonly step: string; readonly text: string },
): Turn => ({
  id: `${id}.${step}.${brain}`,
  brain,
  conversation: work,
  message: {
    id,
    channel,
    guild,
    author: by,
    text,
    pinged: [],
    called: [brain],
    matched: [],
    toTeam: false,
    via: null,
  },
  route: "mention",
  lent: [],
})
