/** Which actors are one person's alone, and what of others is still under way for them. Pure. */
import type { AnyMachineSnapshot } from "xstate"
import { address, idOf, kindOf, type Address, type Kind } from "../../machines/address.ts"
import type { Floor } from "../../machines/conversation/floor.ts"
import type { Roll } from "../../machines/pool/roll.ts"
import type { Message, Turn } from "../../machines/values.ts"
import type { Known } from "../../machines/departure/events.ts"

/** Those that bear the id of the user. */
export const ownOf = (user: string): ReadonlyArray<Address> => [
  address("constellation", user),
  address("archive", user),
  address("budget", `user-${user}`),
]

/** Work that a person has begun. */
const works: ReadonlySet<Kind> = new Set([
  "vote",
  "debate",
  "workflow",
  "assignment",
  "summary",
  "schedule",
  "permit",
])

const isBy = (value: unknown, user: string): boolean =>
  (value as { readonly by?: { readonly id?: unknown } | null } | null | undefined)?.by?.id === user

/** Whether a person has begun this work: it says so itself, or what was put to it does. Who decides a permit has not asked for it. */
export const isTheirWork = (of: Address, { context }: AnyMachineSnapshot, user: string): boolean =>
  works.has(kindOf(of)) &&
  (isBy(context, user) ||
    (kindOf(of) !== "permit" &&
      Object.values(context as Record<string, unknown>).some(
        (inner) => typeof inner === "object" && !Array.isArray(inner) && isBy(inner, user),
      )))

/** A conversation with one person alone. */
export const isTheirDirect = (of: Address, { context }: AnyMachineSnapshot, whose: Told): boolean => {
  if (kindOf(of) !== "conversation") return false
  const { newest, recent } = context as Floor
  return newest !== null && newest.guild === null && (recent.length === 0 || recent.some(isSaidBy(whose)))
}

/** What else there is of such a conversation. */
export const besides = (direct: Address): ReadonlyArray<Address> => [
  address("knowledge", idOf(direct)),
  address("guild", idOf(direct)),
]

export interface Told extends Pick<Known, "names" | "messages"> {
  readonly id: string
}

const isSaidBy =
  ({ names, messages }: Told) =>
  ({ id, author, brain }: Floor["recent"][number]): boolean =>
    messages.includes(id) || (brain === null && names.includes(author))

/** Of a conversation: messages that are to be taken out of what is lent and what waits, and turns that are to end. */
export const underWayFor = ({ context }: AnyMachineSnapshot, whose: Told) => {
  const { recent, inbox, waiting, underWay } = context as Floor
  const isTheirs = ({ author }: Message) => author.id === whose.id
  const isTurn = ({ message }: Turn) => isTheirs(message)
  const lines = recent.filter(isSaidBy(whose)).map(({ id }) => id)
  const unanswered = [...inbox.filter(isTheirs), ...waiting.filter(isTurn).map(({ message }) => message)]
  return {
    messages: [...new Set([...lines, ...unanswered.map(({ id }) => id)])].filter((id) => /^\d+$/.test(id)),
    turns: Object.values(underWay).filter(isTurn),
    waits: inbox.some(isTheirs) || waiting.some(isTurn) || Object.values(underWay).some(isTurn),
  }
}

/** Whether an agent, or a pool, has a turn of theirs. */
export const isServing = (of: Address, { context }: AnyMachineSnapshot, user: string): boolean => {
  const isTheirs = (turn: Turn | null) => turn?.message.author.id === user
  if (kindOf(of) === "agent") return isTheirs((context as { readonly turn: Turn | null }).turn)
  if (kindOf(of) !== "pool") return false
  const { queue } = context as Roll
  return queue.values().some(({ turn }) => isTheirs(turn))
}
