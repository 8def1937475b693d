/** What a pool shard tells others: its agents, and the conversations whose turns they have. */
import { tellAgent, type Letter } from "./deed.ts"
import type { PoolEvent, Timed } from "../events.ts"
import type { News } from "./places.ts"
import * as roll from "./roll.ts"
import * as supervision from "./supervision.ts"
import { patience, type Ticket } from "./tickets.ts"

interface Args {
  readonly context: roll.Roll
  readonly event: Timed<PoolEvent>
}

export const allocated = ({ context, event }: Args): Letter => {
  const { agent, ...given } = roll.given(context, event.at)
  return tellAgent(agent, { type: "ALLOCATE", ...given })
}

/** Where they stand who wait. */
export const placed = ({ ticket: { turn }, place, about }: News): Letter => ({
  to: turn.conversation,
  event: { type: "QUEUED", turn: turn.id, place, about },
})

/** Who knows that it waits hears that it does no more. */
export const served = ({ context, event }: Args): Letter | null => {
  const { ticket } = roll.next(context, event.at)!
  return ticket.told === undefined ? null : placed({ ticket, place: 0, about: null })
}

export const recalled = ({ context, event }: Args): Letter =>
  tellAgent(roll.recallable(context, event.at)!.agent, { type: "RELEASE" })

export const sentHome = ({ context, event }: Args): Letter =>
  tellAgent(roll.someIdle(context, event.at)!, { type: "RELEASE" })

export const dismissed = ({ event }: Args): Letter => {
  if (!("agent" in event)) throw new Error("only an agent is dismissed")
  return tellAgent(event.agent, { type: "RELEASE" })
}

export const stopped = ({ context, event }: Args): Letter => {
  if (event.type !== "WITHDRAW") throw new Error("only a WITHDRAW stops a turn")
  const { turn, gently, at } = event
  return tellAgent(roll.agentOf(context, turn, at)!, { type: "STOP", turn, ...(gently && { gently }) })
}

export const refused = ({ event }: Args): Letter => {
  if (event.type !== "REQUEST") throw new Error("only a REQUEST is refused")
  const { id, conversation } = event.turn
  return {
    to: conversation,
    event: { type: "UNANSWERED", turn: id, reason: "all agents are busy; ask again later" },
  }
}

export const gaveUp = ({ turn }: Ticket): Letter => ({
  to: turn.conversation,
  event: {
    type: "UNANSWERED",
    turn: turn.id,
    reason: `no agent became free within ${patience / 60_000} min; ask again later`,
  },
})

export const abandoned = ({ context, event }: Args): Letter => {
  if (event.type !== "FAILED") throw new Error("only who FAILED abandons a turn")
  const { id, conversation } = supervision.abandoned(context, event)!
  return { to: conversation, event: { type: "UNANSWERED", turn: id, reason: event.reason } }
}
