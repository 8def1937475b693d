/** What an agent reports of its turn: to the conversation that waits, to the pool that supervises it, to the user's constellation. */
import { address } from "../address.ts"
import type { Params } from "../effects.ts"
import type { AgentEvent, Timed } from "../events.ts"
import type { Turn } from "../values.ts"

/** What of an agent goes into its reports. */
interface Reporter {
  readonly id: string
  readonly pool: string
  readonly turn: Turn | null
  readonly home: string | null
  readonly text: string
  readonly calls: ReadonlyArray<string>
}

interface Args {
  readonly context: Reporter
  readonly event: Timed<AgentEvent>
}

type Report = Params<"Tell">

const silent = (turn: Turn, reason: string): Report => ({
  to: turn.conversation,
  event: { type: "UNANSWERED", turn: turn.id, reason },
})

const failed = ({ id, pool }: Reporter, turn: Turn, reason: string): Report => ({
  to: address("pool", pool),
  event: { type: "FAILED", agent: id, turn: turn.id, reason },
})

export const answered = ({ context, event }: Args): Report => {
  const { id, brain, conversation } = context.turn!
  const messages = event.type === "SAID" ? event.messages : []
  const { text, calls } = context
  return { to: conversation, event: { type: "ANSWERED", turn: id, brain, text, messages, calls } }
}

export const unanswered = ({ context, event }: Args): Report =>
  silent(context.turn!, event.type === "FAIL" ? event.reason : "stopped")

/** A budget has too little left for it. */
export const unpaid = ({ context, event }: Args): Report => {
  if (event.type !== "REFUSED") throw new Error("only a REFUSED leaves a turn unpaid")
  const { id, conversation } = context.turn!
  const { reason, told } = event
  return {
    to: conversation,
    event: { type: "UNANSWERED", turn: id, reason, ...(told && { told: true as const }) },
  }
}

export const remember = ({ context }: Args): Report => {
  const { id, brain, message } = context.turn!
  return {
    to: address("constellation", message.author.id),
    event: {
      type: "REMEMBER",
      user: message.author,
      brain,
      turn: id,
      asked: message.text,
      answered: context.text,
    },
  }
}

/** What the agent wants to be changed in the memory of who asked; null: nothing. */
export const edited = ({ brain, message }: Turn, event: Timed<AgentEvent>): Report | null =>
  (event.type !== "THOUGHT" && event.type !== "WANTS") ||
  event.edits === undefined ||
  event.edits.length === 0
    ? null
    : {
        to: address("constellation", message.author.id),
        event: { type: "EDIT", by: { agent: brain }, edits: event.edits },
      }

export const idled = ({ context }: Args): Report => ({
  to: address("pool", context.pool),
  event: { type: "IDLED", agent: context.id, turn: context.turn!.id },
})

export const broke = ({ context, event }: Args): Report =>
  failed(context, context.turn!, event.type === "FAIL" ? event.reason : "")

export const alive = ({ context: { id, turn, home }, event }: Args): Report => {
  if (event.type !== "PING") throw new Error("only a PING asks whether it is there")
  return {
    to: address("pool", event.pool),
    event: { type: "ALIVE", agent: id, turn: event.turn, held: turn?.id ?? null, home },
  }
}

export const freed = ({ context }: Args): Report => ({
  to: address("pool", context.pool),
  event: { type: "RELEASED", agent: context.id },
})

/** A turn that it cannot take, since it has one. */
const offered = (event: Timed<AgentEvent>): Turn => {
  if (event.type !== "ALLOCATE") throw new Error("only an ALLOCATE offers a turn")
  return event.turn
}

const hasOne = "it has another turn"

export const declined = ({ event }: Args): Report => silent(offered(event), hasOne)

export const overbooked = ({ context, event }: Args): Report => failed(context, offered(event), hasOne)
