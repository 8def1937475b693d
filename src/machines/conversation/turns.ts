/** Who answers what: messages become turns, turns begin and end, and with the last turn of a message, the message does. */
import { call, callable } from "./calls.ts"
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import type { Params } from "../effects.ts"
import { ended, leave, type Said } from "./endings.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import {
  addressOf,
  append,
  linesBefore,
  mostEach,
  mostOfAll,
  newestOf,
  type Change,
  type Floor,
  type Of,
} from "./floor.ts"
import { followUp } from "./follow-up.ts"
import * as handingOn from "./handing-on.ts"
import { relevantTo } from "./relevance.ts"
import { everyone, inForce, lentTo, listens } from "./settings.ts"
import * as tidying from "./tidying.ts"
import { asLine, originOf, own, saidAt, type Line, type Message, type Route, type Turn } from "../values.ts"

/** An agent that answers, and why. */
export interface Responder {
  readonly brain: string
  readonly route: Route
}

export const responders = (route: Route, brains: ReadonlyArray<string>): ReadonlyArray<Responder> =>
  brains.map((brain) => ({ brain, route }))

/** Those of these agents that listen here, each once, and as many as one message gets. */
const listening = ({ settings }: Floor, brains: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(brains)]
    .filter((brain) => listens(settings, brain))
    .slice(0, Math.max(mostEach, inForce(settings).atOnce))

/** Agents of this channel that answer whatever is for nobody else, beside others. */
const always = (floor: Floor, others: ReadonlyArray<Responder>): ReadonlyArray<Responder> => [
  ...others,
  ...responders(
    "auto",
    everyone(floor.settings).flatMap(({ id, always }) =>
      always === true && !others.some(({ brain }) => brain === id) ? [id] : [],
    ),
  ),
]

/** Whom the next message calls by name. */
export const called = (floor: Floor): ReadonlyArray<Responder> =>
  responders("mention", listening(floor, floor.inbox[0]?.called ?? []))

/** To whom a person speaks in direct messages, if the next message is one and somebody was chosen. */
export const spokenTo = (floor: Floor): ReadonlyArray<Responder> => {
  const { own: chosen, standard } = floor.settings
  const [message] = floor.inbox
  const isDirect = message?.guild === null && message.via === null
  if (!isDirect || chosen.talk === undefined) return []
  const { talk } = chosen
  const there = standard.agents.find(({ id, formerly = [] }) => id === talk || formerly.includes(talk))
  if (there === undefined && standard.agents.length > 0) return []
  return responders("auto", listening(floor, [there?.id ?? talk]))
}

/** Who hears one of its words in the next message, and who always answers. */
export const matched = (floor: Floor): ReadonlyArray<Responder> => {
  const heard = listening(floor, floor.inbox[0]?.matched ?? [])
  return heard.length === 0 ? [] : always(floor, responders("keyword", heard))
}

/** Whom the manager chose for the next message, and who always answers. */
export const chosen = (floor: Floor, brains: ReadonlyArray<string>): ReadonlyArray<Responder> =>
  always(floor, responders("manager", listening(floor, brains)))

/** Who answers what is for nobody else. */
export const unasked = (floor: Floor): ReadonlyArray<Responder> => always(floor, [])

/** Everybody in the channel. */
export const all = (floor: Floor): ReadonlyArray<Responder> =>
  responders(
    "all",
    everyone(floor.settings).map(({ id }) => id),
  )

/**
 * What an agent is lent of the lines before a message. In direct messages a person is alone with an agent, which has their
 * session: nothing is lent to it.
 */
export const lentFor = (
  { settings }: Pick<Floor, "settings">,
  asked: Message,
  lines: ReadonlyArray<Line>,
  brain: string,
): ReadonlyArray<Line> => {
  if (asked.guild === null && asked.via === null) return []
  const most = lentTo(settings, brain)
  if (settings.standard.lends !== "chosen") return newestOf(lines, most)
  return relevantTo(asLine(asked, Math.max(saidAt(asked.id), lines.at(-1)?.at ?? 0)), lines, most, brain)
}

/** The next message becomes turns of these agents, with what it follows up on. */
export const give = (floor: Floor, given: ReadonlyArray<Responder>): Change => {
  const asked = floor.inbox[0]!
  const some = given.slice(0, mostOfAll)
  const brains = some.map(({ brain }) => brain)
  const { message, merged, waiting, underWay, superseded } = followUp(floor, asked, brains)
  const lines = linesBefore(floor, asked).filter(({ id }) => !merged.some((turn) => turn.message.id === id))
  const turns = some.map(({ brain, route }): Turn => ({
    id: `${message.id}.${brain}`,
    brain,
    conversation: addressOf(floor),
    message,
    route,
    lent: lentFor(floor, message, lines, brain),
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
    open: { ...before.open, [message.id]: { left: turns.length, replies: 0, people, said: [] } },
    tally: before.tally,
  }
}

/** Turns end in a newer message's: a message that has no turn left and no answer ends with that. */
const handOver = (floor: Floor, merged: ReadonlyArray<Turn>) => {
  let { open, tally } = floor
  let people = 0
  for (const { message } of merged) {
    const left = leave(open, message.id)
    open = left.open
    if (left.over?.replies === 0) people += left.over.people
    else tally = ended(tally, [left.over])
  }
  return { open, tally, people }
}

/** Nobody answers the next message. */
export const letPass = (floor: Floor): Change => {
  const { id, via } = floor.inbox[0]!
  return {
    inbox: floor.inbox.slice(1),
    catchUp: catchUp.decide(floor.catchUp, id, false),
    ...corrections.decide(floor, floor.inbox[0]!, []),
    tally: { ...floor.tally, unrouted: floor.tally.unrouted + (via === null ? 1 : 0) },
  }
}

/** What is called by name comes first, and what agents call each other for comes last. */
const urgency: Readonly<Record<Route, number>> = {
  mention: 0,
  keyword: 1,
  manager: 2,
  all: 2,
  auto: 2,
  order: 2,
  lead: 2,
  pipeline: 2,
  none: 2,
}
export const urgencyOf = ({ route, message }: Turn): number => (message.via === null ? urgency[route] : 3)

/**
 * The turn that may begin next: the most urgent, of those the oldest. An agent answers a person one message after the other;
 * in turn, the agents of one message do, too.
 */
export const next = ({ waiting, underWay, settings }: Floor): Turn | undefined => {
  const begun = Object.values(underWay)
  const inTurn = inForce(settings).pace === "inTurn"
  const hasToWait = ({ brain, message, route }: Turn) =>
    begun.some(
      (other) =>
        (other.brain === brain && other.message.author.id === message.author.id) ||
        ((inTurn || route === "pipeline") && other.message.id === message.id),
    )
  let first: Turn | undefined
  for (const turn of waiting)
    if ((first === undefined || urgencyOf(turn) < urgencyOf(first)) && !hasToWait(turn)) first = turn
  return first
}

/** The next turn as it begins: in turn, it is lent what was answered before it. */
export const ready = (floor: Floor): Turn => {
  const turn = next(floor)!
  if (inForce(floor.settings).pace !== "inTurn" && turn.route !== "pipeline") return turn
  const said = own(floor.open, turn.message.id)?.said ?? []
  return said.length === 0
    ? turn
    : { ...turn, lent: [...turn.lent, ...floor.recent.filter(({ id }) => said.includes(id))] }
}

/** It gets a place. */
export const begin = (floor: Floor): Change => {
  const turn = ready(floor)
  return {
    waiting: floor.waiting.filter(({ id }) => id !== turn.id),
    underWay: { ...floor.underWay, [turn.id]: turn },
  }
}

/** A turn is over; with the last one of a message, the message is. */
const end = (floor: Floor, turn: Turn, said: Said | null): Pick<Floor, "underWay" | "open" | "tally"> => {
  const { [turn.id]: _, ...underWay } = floor.underWay
  const { open, over } = leave(floor.open, turn.message.id, said)
  return { underWay, open, tally: ended(floor.tally, [over]) }
}

/** An agent has spoken. If it calls others, they get a turn each, as long as the budget lasts. */
export const answered = (floor: Floor, event: Of<"ANSWERED">): Change => {
  const id = event.messages.at(-1) ?? event.turn
  const turn = own(floor.underWay, event.turn)
  const line: Line = {
    id,
    author: event.brain,
    brain: event.brain,
    text: event.text,
    at: event.at,
    ...(turn !== undefined && { to: turn.message.id }),
  }
  const recent = append(floor, line)
  if (turn === undefined) return event.messages.length === 0 ? {} : { recent }
  const over = end(floor, turn, { line: id, messages: event.messages.length })
  const tally = { ...over.tally, replies: over.tally.replies + 1 }
  const noted = {
    ...over,
    tally,
    recent,
    ...handingOn.note(floor, event),
    ...tidying.spokenWith(floor, turn.message),
  }
  const calls = handingOn.isPart(floor, turn)
    ? []
    : callable(turn, event.text, event.calls).filter((brain) => listens(floor.settings, brain))
  if (calls.length === 0 || event.messages.length === 0) return noted
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
  const called = { ...noted, ...call(floor, message, calls, mostEach) }
  return { ...called, ...handingOn.begin(floor, { ...floor, ...called }, turn, id) }
}

export const unanswered = (floor: Floor, event: Of<"UNANSWERED">): Change => {
  const turn = own(floor.underWay, event.turn)
  return turn === undefined ? {} : { ...end(floor, turn, null), ...handingOn.note(floor, event) }
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
