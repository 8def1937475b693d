/** Who answers what: messages become turns, turns begin and end, and with the last turn of a message, the message does. */
import { call, callable } from "./calls.ts"
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import type { Params } from "./effects.ts"
import type { ConversationEvent, Timed } from "./events.ts"
import {
  addressOf,
  append,
  atOnce,
  counted,
  ended,
  lent,
  lentFor,
  type Change,
  type Floor,
  type Of,
} from "./floor.ts"
import { followUp } from "./follow-up.ts"
import { originOf, own, type Line, type Message, type Route, type Turn } from "./values.ts"

/** The next message becomes turns of these agents, with what it follows up on. */
export const give = (floor: Floor, route: Route, brains: ReadonlyArray<string>): Change => {
  const asked = floor.inbox[0]!
  const responders = [...new Set(brains)].slice(0, atOnce)
  const { message, merged, waiting, underWay, superseded } = followUp(floor, asked, responders)
  const lines = lentFor(floor, asked).filter(({ id }) => !merged.some((turn) => turn.message.id === id))
  const turns = responders.map((brain): Turn => ({
    id: `${message.id}.${brain}`,
    brain,
    conversation: addressOf(floor),
    message,
    route,
    lent: lines.slice(-lent),
  }))
  const before = handOver(floor, merged)
  const people = before.people + (message.via === null ? 1 : 0)
  return {
    inbox: floor.inbox.slice(1),
    waiting: [...waiting, ...turns],
    underWay,
    superseded: [...floor.superseded, ...superseded],
    catchUp: catchUp.decide(floor.catchUp, message.id, true),
    ...corrections.decide(floor, asked, brains),
    open: { ...before.open, [message.id]: { left: turns.length, replies: 0, people } },
    tally: before.tally,
  }
}

/** Turns end in a newer message's: a message that has no turn left and no answer ends with that. */
const handOver = (floor: Floor, merged: ReadonlyArray<Turn>) => {
  const open = { ...floor.open }
  let { tally } = floor
  let people = 0
  for (const { message } of merged) {
    const before = open[message.id]
    if (before === undefined) continue
    const now = { ...before, left: before.left - 1 }
    if (now.left > 0) open[message.id] = now
    else delete open[message.id]
    if (now.left === 0 && now.replies > 0) tally = ended({ ...floor, tally }, [now])
    if (now.left === 0 && now.replies === 0) people += now.people
  }
  return { open, tally, people }
}

/** Nobody answers the next message. */
export const letPass = (floor: Floor): Change => ({
  inbox: floor.inbox.slice(1),
  catchUp: catchUp.decide(floor.catchUp, floor.inbox[0]!.id, false),
  ...corrections.decide(floor, floor.inbox[0]!, []),
  tally: counted(floor, { unrouted: floor.tally.unrouted + 1 }),
})

/** The first turn that may begin: an agent answers a person one message after the other. */
export const next = ({ waiting, underWay }: Floor): Turn | undefined => {
  const begun = Object.values(underWay)
  const isBusy = ({ brain, message }: Turn) =>
    begun.some((other) => other.brain === brain && other.message.author.id === message.author.id)
  return waiting.find((turn) => !isBusy(turn))
}

/** It gets a place. */
export const begin = (floor: Floor): Change => {
  const turn = next(floor)!
  return {
    waiting: floor.waiting.filter((other) => other !== turn),
    underWay: { ...floor.underWay, [turn.id]: turn },
  }
}

/** A turn is over; with the last one of a message, the message is. */
const end = (floor: Floor, turn: Turn, replies: number): Pick<Floor, "underWay" | "open" | "tally"> => {
  const { [turn.id]: _, ...underWay } = floor.underWay
  const id = turn.message.id
  const { [id]: before = { left: 1, replies: 0, people: 0 }, ...open } = floor.open
  const now = { ...before, left: before.left - 1, replies: before.replies + replies }
  return now.left > 0
    ? { underWay, open: { ...open, [id]: now }, tally: floor.tally }
    : { underWay, open, tally: ended(floor, [now]) }
}

/** An agent has spoken. If it calls others, they get a turn each, as long as the budget lasts. */
export const answered = (floor: Floor, event: Of<"ANSWERED">): Change => {
  const id = event.messages.at(-1) ?? event.turn
  const line: Line = { id, author: event.brain, brain: event.brain, text: event.text, at: event.at }
  const recent = append(floor.recent, line)
  const turn = own(floor.underWay, event.turn)
  if (turn === undefined) return { recent }
  const over = end(floor, turn, event.messages.length)
  const tally = { ...over.tally, replies: over.tally.replies + 1 }
  const calls = callable(turn, event.text, event.calls)
  if (calls.length === 0 || event.messages.length === 0) return { ...over, tally, recent }
  const message: Message = {
    ...turn.message,
    id,
    text: event.text,
    called: [],
    matched: [],
    toTeam: false,
    via: event.brain,
    origin: originOf(turn.message),
  }
  return { ...over, tally, recent, ...call(floor, message, calls, atOnce) }
}

export const unanswered = (floor: Floor, event: Of<"UNANSWERED">): Change => {
  const turn = own(floor.underWay, event.turn)
  return turn === undefined ? {} : end(floor, turn, 0)
}

/** What a person who waits is told when an agent will not answer. */
export const excuse = (floor: Floor, event: Timed<ConversationEvent>): Params<"Notice"> => {
  if (event.type !== "UNANSWERED") throw new Error(`${event.type} asks for no excuse`)
  const { brain, message } = floor.underWay[event.turn]!
  return {
    channel: floor.channel,
    about: brain,
    text: `could not answer ${message.author.name}: ${event.reason}`,
  }
}
