/** What a conversation wants done, in the words of its effects. */
import { address } from "../address.ts"
import { paidFor } from "../budget/purchase.ts"
import * as calls from "./calls.ts"
import type { Params } from "../effects.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import * as floor from "./floor.ts"
import { haltLine } from "./halting.ts"
import * as queueing from "./queueing.ts"
import { inForce } from "./settings.ts"
import * as turns from "./turns.ts"

interface Args {
  readonly context: floor.Floor
  readonly event: Timed<ConversationEvent>
}

export const channel = ({ context }: Args): Params<"Connect"> => {
  const [first] = context.inbox
  return {
    channel: context.channel,
    recent: inForce(context.settings).kept,
    ...(first?.guild === null && { user: first.author.id }),
  }
}

export const whoAnswers = ({ context }: Pick<Args, "context">): Params<"Route"> => {
  const { corrections, choices, settings } = context
  const message = context.inbox[0]!
  const lent = floor.newestOf(floor.linesBefore(context, message), inForce(settings).lent)
  const team = settings.own.team ?? null
  return { message, lent, corrections, choices, team, ...paidFor(context) }
}

export const announced = ({ context, event }: Args): Params<"Announce"> => {
  if (event.type !== "ROUTED") throw new Error(`${event.type} chooses nobody`)
  const { responders, reason } = event
  return { channel: context.channel, message: context.inbox[0]!.id, chosen: responders, reason }
}

export const nextTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: turns.ready(context) })
export const allTurns = ({ context }: Args): Params<"Release"> => ({ turns: Object.values(context.underWay) })
export const superseded = ({ context }: Args): Params<"Release"> => ({
  turns: context.superseded,
  gently: true,
})

export const greeting = ({ context }: Args): Params<"Tell"> => {
  const { author } = turns.next(context)!.message
  return { to: address("constellation", author.id), event: { type: "ALLOCATE", user: author } }
}

export const tidyTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: context.tidying! })
export const tidyTurns = ({ context }: Args): Params<"Release"> => ({
  turns: context.tidying === null ? [] : [context.tidying],
})
export const tidyGreeting = ({ context }: Args): Params<"Tell"> => {
  const { author: user } = context.tidying!.message
  return { to: address("constellation", user.id), event: { type: "ALLOCATE", user } }
}

export const away = ({ context }: Args): Params<"Notice"> => floor.awayLine(context)
export const whyNot = ({ context, event }: Args): Params<"Notice"> => turns.excuse(context, event)
export const halted = ({ context }: Args): Params<"Notice"> => haltLine(context)
export const spent = ({ context }: Args): Params<"Show"> => calls.spentBoard(context)
export const queueLine = ({ context }: Args): Params<"Queue"> => queueing.line(context)
export const closed = ({ context }: Args): Params<"Show"> => calls.closedBoard(context)
