/**
 * What becomes of answers that are not said yet when who asked speaks again. Unless their agent was called by name, the newer
 * message supersedes them; and what an agent has not begun is merged into its next turn. Nothing that was asked is dropped.
 */
import type { Floor } from "./floor.ts"
import type { Message, Turn } from "../values.ts"

export interface FollowUp {
  /** The message with what it follows up on before it. */
  readonly message: Message
  /** Turns that end with it now. */
  readonly merged: ReadonlyArray<Turn>
  readonly waiting: ReadonlyArray<Turn>
  readonly underWay: Floor["underWay"]
  readonly superseded: ReadonlyArray<Turn>
}

/** Characters of earlier messages that go with a newer one. */
const most = 4000

const isBy = (message: Message, { message: asked }: Turn): boolean =>
  asked.via === null && asked.scheduled !== true && asked.author.id === message.author.id

/** `brains` are those that answer the message. */
export const followUp = (floor: Floor, message: Message, brains: ReadonlyArray<string>): FollowUp => {
  const nothing = { message, merged: [], waiting: floor.waiting, underWay: floor.underWay, superseded: [] }
  if (message.via !== null || message.scheduled === true) return nothing
  const isSuperseded = (turn: Turn) => isBy(message, turn) && turn.route !== "mention"
  const isMerged = (turn: Turn) => isSuperseded(turn) || (isBy(message, turn) && brains.includes(turn.brain))
  const begun = Object.values(floor.underWay).filter(isSuperseded)
  const merged = [...begun, ...floor.waiting.filter(isMerged)]
  if (merged.length === 0) return nothing
  const earlier = new Map(merged.map((turn) => [turn.message.id, turn.message]))
  return {
    message: {
      ...message,
      text: joined([...earlier.values()], message),
      pinged: [...new Set([...earlier.values(), message].flatMap(({ pinged }) => pinged))],
    },
    merged,
    waiting: floor.waiting.filter((turn) => !isMerged(turn)),
    underWay: Object.fromEntries(Object.entries(floor.underWay).filter(([, turn]) => !isSuperseded(turn))),
    superseded: begun,
  }
}

const joined = (earlier: ReadonlyArray<Message>, message: Message): string => {
  const before = earlier
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map(({ text }) => text)
    .join("\n")
  return `${before.slice(-most)}\n${message.text}`
}
