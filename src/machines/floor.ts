/** What a conversation keeps, and how each event changes it. The chart says when; this says how. */
import type { Address } from "./address.ts"
import { address } from "./address.ts"
import * as catchUp from "./catch-up.ts"
import type { Params } from "./effects.ts"
import type { ConversationEvent, Timed } from "./events.ts"
import {
  originOf,
  own,
  saidAt,
  type Line,
  type Message,
  type Missed,
  type Person,
  type Route,
  type Turn,
} from "./values.ts"

/** Lines of the channel that are kept. */
export const kept = 20
/** Of these, lines that are lent to an agent for one answer. */
export const lent = 10
/** Answers under way at once; also the most that one message gets. */
export const atOnce = 3
/** Turns that agents may call each other for before a person speaks again. */
export const turnBudget = 4
/** Messages and turns that may wait; beyond it a message ends as unrouted, and is counted as such. */
export const patience = 200
/** How long nobody must have spoken for the conversation to become idle, in ms. */
export const quietTime = 10 * 60_000

/** How far a message is from its end: turns that are left, answers it got, and whether a person waits for it. */
export interface Ending {
  readonly left: number
  readonly replies: number
  readonly person: boolean
}

export interface Floor {
  readonly channel: string
  readonly recent: ReadonlyArray<Line>
  /** Heard, not yet routed; the first is at the manager while the floor is `routing`. */
  readonly inbox: ReadonlyArray<Message>
  /** Routed, waiting for a place. */
  readonly waiting: ReadonlyArray<Turn>
  /** Turns that are an agent's, by id. */
  readonly underWay: Readonly<Record<string, Turn>>
  /** Messages whose turns have not all ended, by id. */
  readonly open: Readonly<Record<string, Ending>>
  /** What is left of `turnBudget`. */
  readonly budget: number
  readonly halted: { readonly by: Person; readonly at: number } | null
  readonly lastHeard: number
  /** The newest message that was heard: what came after it while nobody listened is read from there on. */
  readonly newest: { readonly id: string; readonly guild: string | null } | null
  readonly attempts: number
  /** What was missed, until the channel has been told what became of it; null: nothing was. */
  readonly catchUp: catchUp.CatchUp | null
  /** Every message of a person is counted in `messages` and, in the end, in `answered` or in `unrouted`. */
  readonly tally: {
    readonly messages: number
    readonly answered: number
    readonly unrouted: number
    readonly replies: number
  }
}

type Change = Partial<Floor>
type Of<T extends ConversationEvent["type"]> = Timed<Extract<ConversationEvent, { type: T }>>

export const open = (channel: string): Floor => ({
  channel,
  recent: [],
  inbox: [],
  waiting: [],
  underWay: {},
  open: {},
  budget: turnBudget,
  halted: null,
  lastHeard: 0,
  newest: null,
  attempts: 0,
  catchUp: null,
  tally: { messages: 0, answered: 0, unrouted: 0, replies: 0 },
})

const addressOf = (floor: Floor): Address => address("conversation", floor.channel)

const append = (recent: ReadonlyArray<Line>, line: Line): ReadonlyArray<Line> =>
  [...recent, line].slice(-kept)

const counted = (floor: Floor, by: Partial<Floor["tally"]>): Floor["tally"] => ({ ...floor.tally, ...by })

/** The lines before a message, newest last. */
export const lentFor = (floor: Floor, message: Message): ReadonlyArray<Line> => {
  const at = floor.recent.findIndex((line) => line.id === message.id)
  return floor.recent.slice(0, at === -1 ? floor.recent.length : at).slice(-lent)
}

const newer = (a: Floor["newest"], b: NonNullable<Floor["newest"]>): Floor["newest"] =>
  a !== null && BigInt(a.id) > BigInt(b.id) ? a : b

/** A person speaks, or has spoken while nobody listened: it is kept, it waits to be routed, and it refills the budget. */
export const hear = (floor: Floor, { message, missed, at }: Of<"MESSAGE">): Change => {
  const { id, author, text } = message
  const said = missed === undefined ? at : saidAt(id)
  const line: Line = { id, author: author.name, brain: null, text, at: said }
  const skip = whyNotRouted(floor, message, missed, at)
  const refused = skip !== null
  return {
    recent: append(floor.recent, line),
    lastHeard: at,
    newest: newer(floor.newest, { id: message.id, guild: message.guild }),
    budget: turnBudget,
    inbox: refused ? floor.inbox : [...floor.inbox, message],
    tally: counted(floor, {
      messages: floor.tally.messages + 1,
      unrouted: floor.tally.unrouted + (refused ? 1 : 0),
    }),
    ...(missed && { catchUp: catchUp.hear(floor.catchUp, message, missed, skip) }),
  }
}

const whyNotRouted = (
  floor: Floor,
  message: Message,
  missed: Missed | undefined,
  at: number,
): catchUp.Skip | null => {
  if (floor.halted !== null) return "halted"
  if (missed !== undefined && catchUp.isOld(message, missed, at)) return "old"
  return floor.inbox.length + floor.waiting.length >= patience ? "crowded" : null
}

/** All that was missed has been heard. */
export const caughtUp = (floor: Floor, { more, at }: Of<"CAUGHT_UP">): Change => ({
  catchUp: catchUp.heardAll(floor.catchUp, at, more),
})

export const isCaughtUp = (floor: Floor): boolean => catchUp.isOver(floor.catchUp)

export const owesLine = ({ catchUp: missed, tally }: Floor): boolean =>
  missed !== null && catchUp.isWorthALine(missed, tally.replies > 0)

/** What the channel is told of what was missed there. */
export const awayLine = ({ channel, catchUp: missed }: Floor): Params<"Notice"> => ({
  channel,
  about: "",
  text: catchUp.lineOf(missed!),
})

/** What was said in the channel before the first message that was heard; what was said after it is heard by itself. */
export const backfill = (floor: Floor, lines: ReadonlyArray<Line>): Change => {
  const first = floor.recent[0]?.id
  const before = first === undefined ? lines : lines.filter(({ id }) => isOlder(id, first))
  return { recent: [...before, ...floor.recent].slice(-kept) }
}

/** Discord's ids are numbers that grow with time. */
const isOlder = (a: string, b: string): boolean => a.length - b.length < 0 || (a.length === b.length && a < b)

/** The next message becomes turns of these agents. */
export const give = (floor: Floor, route: Route, brains: ReadonlyArray<string>): Change => {
  const message = floor.inbox[0]!
  const turns = [...new Set(brains)].slice(0, atOnce).map((brain): Turn => ({
    id: `${message.id}.${brain}`,
    brain,
    conversation: addressOf(floor),
    message,
    route,
    lent: lentFor(floor, message),
  }))
  return {
    inbox: floor.inbox.slice(1),
    waiting: [...floor.waiting, ...turns],
    catchUp: catchUp.decide(floor.catchUp, message.id, true),
    open: { ...floor.open, [message.id]: { left: turns.length, replies: 0, person: message.via === null } },
  }
}

/** Nobody answers the next message. */
export const letPass = (floor: Floor): Change => ({
  inbox: floor.inbox.slice(1),
  catchUp: catchUp.decide(floor.catchUp, floor.inbox[0]!.id, false),
  tally: counted(floor, { unrouted: floor.tally.unrouted + 1 }),
})

/** The next turn that waits gets a place. */
export const begin = (floor: Floor): Change => {
  const [turn, ...waiting] = floor.waiting
  return { waiting, underWay: { ...floor.underWay, [turn!.id]: turn! } }
}

/** A turn is over; with the last one of a message, the message is. */
const end = (floor: Floor, turn: Turn, replies: number): Pick<Floor, "underWay" | "open" | "tally"> => {
  const { [turn.id]: _, ...underWay } = floor.underWay
  const id = turn.message.id
  const { [id]: before = { left: 1, replies: 0, person: false }, ...open } = floor.open
  const now = { ...before, left: before.left - 1, replies: before.replies + replies }
  return now.left > 0
    ? { underWay, open: { ...open, [id]: now }, tally: floor.tally }
    : { underWay, open, tally: ended(floor, [now]) }
}

const ended = (floor: Floor, endings: ReadonlyArray<Ending>): Floor["tally"] => {
  const awaited = endings.filter((ending) => ending.person)
  const answered = awaited.filter((ending) => ending.replies > 0).length
  return counted(floor, {
    answered: floor.tally.answered + answered,
    unrouted: floor.tally.unrouted + awaited.length - answered,
  })
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
  const others = new Set(event.calls.filter((brain) => brain !== event.brain))
  const calls = [...others].slice(0, Math.min(floor.budget, atOnce))
  if (calls.length === 0 || event.messages.length === 0) return { ...over, tally, recent }
  const message: Message = {
    ...turn.message,
    id,
    text: event.text,
    called: calls,
    matched: [],
    toTeam: false,
    via: event.brain,
    origin: originOf(turn.message),
  }
  return { ...over, tally, recent, budget: floor.budget - calls.length, inbox: [...floor.inbox, message] }
}

export const unanswered = (floor: Floor, event: Of<"UNANSWERED">): Change => {
  const turn = own(floor.underWay, event.turn)
  return turn === undefined ? {} : end(floor, turn, 0)
}

export const allEnded = ({ inbox, waiting, underWay }: Floor): boolean =>
  inbox.length === 0 && waiting.length === 0 && Object.keys(underWay).length === 0

/** Everything that has not ended ends here. */
export const giveUp = (floor: Floor, why: catchUp.Skip): Change => {
  const unheard = floor.inbox.map((message): Ending => ({
    left: 0,
    replies: 0,
    person: message.via === null,
  }))
  const tally = ended(floor, [...unheard, ...Object.values(floor.open)])
  const isOpen = (id: string) => Object.hasOwn(floor.open, id)
  return {
    inbox: [],
    waiting: [],
    underWay: {},
    open: {},
    catchUp: catchUp.giveUp(floor.catchUp, isOpen, why),
    tally,
  }
}

export const halt = (floor: Floor, { by, at }: Of<"HALT">): Change => ({
  ...giveUp(floor, "halted"),
  halted: floor.halted ?? { by, at },
})

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
