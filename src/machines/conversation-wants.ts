/** What a conversation wants done, in the words of its effects. */
import { address } from "./address.ts"
import * as calls from "./calls.ts"
import type { Params } from "./effects.ts"
import type { ConversationEvent, Timed } from "./events.ts"
import * as floor from "./floor.ts"
import { haltLine } from "./halting.ts"
import * as turns from "./turns.ts"

interface Args {
  readonly context: floor.Floor
  readonly event: Timed<ConversationEvent>
}

export const channel = ({ context }: Args): Params<"Connect"> => ({
  channel: context.channel,
  recent: floor.kept,
})

export const whoAnswers = ({ context }: Args): Params<"Route"> => {
  const message = context.inbox[0]!
  return { message, lent: floor.lentFor(context, message), corrections: context.corrections }
}

export const nextTurn = ({ context }: Args): Params<"Allocate"> => ({ turn: turns.next(context)! })
export const allTurns = ({ context }: Args): Params<"Release"> => ({ turns: Object.values(context.underWay) })
export const superseded = ({ context }: Args): Params<"Release"> => ({
  turns: context.superseded,
  gently: true,
})

export const greeting = ({ context }: Args): Params<"Tell"> => {
  const { author } = turns.next(context)!.message
  return { to: address("constellation", author.id), event: { type: "ALLOCATE", user: author } }
}

export const away = ({ context }: Args): Params<"Notice"> => floor.awayLine(context)
export const whyNot = ({ context, event }: Args): Params<"Notice"> => turns.excuse(context, event)
export const halted = ({ context }: Args): Params<"Notice"> => haltLine(context)
export const spent = ({ context }: Args): Params<"Show"> => calls.spentBoard(context)
export const closed = ({ context }: Args): Params<"Show"> => calls.closedBoard(context)
