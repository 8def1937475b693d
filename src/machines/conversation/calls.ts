/** Agents that call each other: how far the budget reaches, and when a pair has to pause. */
import { turnBudget, type Change, type Floor, type Of } from "./floor.ts"
import type { Params } from "../effects.ts"
import type { Message, Turn } from "../values.ts"

/** How long a pair that goes back and forth pauses, in ms. */
export const pairPause = 60_000
/** Calls between two in a row, one way or the other, before they pause. */
const inARow = 2
/** Words that the caller had not said: fewer are nothing new. */
const newWords = 3

const words = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

const saysSomethingNew = (text: string, before: string): boolean => {
  const known = words(before)
  return [...words(text)].filter((word) => !known.has(word)).length >= newWords
}

/** Whom an answer may call: not its own agent, nor, without new content, the one that called it. */
export const callable = (turn: Turn, text: string, calls: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { via, text: asked } = turn.message
  return [...new Set(calls)].filter(
    (brain) => brain !== turn.brain && (brain !== via || saysSomethingNew(text, asked)),
  )
}

const pairOf = (a: string, b: string): string => [a, b].toSorted().join(" ")

/** An agent's answer calls others: it is routed to them, or waits for the pair's pause, or for a budget. */
export const call = (
  floor: Floor,
  message: Message,
  wanted: ReadonlyArray<string>,
  atOnce: number,
): Change => {
  const called = wanted.slice(0, Math.min(floor.budget, atOnce))
  if (called.length === 0) return { unpaid: { ...message, called: wanted.slice(0, atOnce) } }
  const of = pairOf(message.via!, called[0]!)
  const calls = called.length === 1 && floor.pair?.of === of ? floor.pair.calls + 1 : 1
  const rest = { budget: floor.budget - called.length, pair: { of, calls } }
  const next = { ...message, called }
  return calls > inARow ? { ...rest, paused: next } : { ...rest, inbox: [...floor.inbox, next] }
}

/** The pair's minute is over. */
export const goOn = ({ inbox, paused }: Floor): Change => ({
  inbox: paused === null ? inbox : [...inbox, paused],
  paused: null,
  pair: null,
})

/** Somebody lets the agents go on. */
export const pay = ({ inbox, unpaid, budget }: Floor): Change =>
  unpaid === null
    ? {}
    : {
        inbox: [...inbox, unpaid],
        budget: budget + turnBudget - unpaid.called.length,
        unpaid: null,
        pair: null,
      }

/** Nobody pays any more: what waited for it lapses. */
export const lapse = { unpaid: null, board: null } as const

/** The channel is being told. */
export const boarded = ({ unpaid }: Floor): Change => ({ board: { of: unpaid!.id, message: null } })

export const shown = ({ board }: Floor, { message }: Of<"SHOWN">): Change =>
  board === null ? {} : { board: { ...board, message } }

/** Whether the channel is to be told that the budget is spent. */
export const owesBoard = ({ unpaid, board }: Floor): boolean => unpaid !== null && board === null

/** Whether the board still offers what was decided. */
export const owesClosing = ({ unpaid, board }: Floor): boolean =>
  unpaid === null && board !== null && board.message !== null

const text = `bot turns ${turnBudget}/${turnBudget}`

/** `bot turns 4/4`, with what can be done about it. */
export const spentBoard = ({ channel, unpaid }: Floor): Params<"Show"> => ({
  channel,
  of: unpaid!.id,
  message: null,
  text,
  buttons: [
    { id: "continue", label: "Continue", style: "primary" },
    { id: "stop", label: "Stop", style: "danger" },
  ],
})

/** Nothing is left to press. */
export const closedBoard = ({ channel, board, halted }: Floor): Params<"Show"> => ({
  channel,
  of: board!.of,
  message: board!.message,
  text: halted === null ? text : `${text}, stopped by ${halted.by.name}`,
  buttons: [],
})
