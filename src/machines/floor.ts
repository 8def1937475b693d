/** What a conversation keeps, and how each event changes it. The chart says when; this says how. */
import type { Address } from "./address.ts"
import { address } from "./address.ts"
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import type { Params } from "./effects.ts"
import type { ConversationEvent, Timed } from "./events.ts"
import { saidAt, type Line, type Message, type Missed, type Person, type Turn } from "./values.ts"

/** Lines of the channel that are kept. */
export const kept = 20
/** Of these, lines that are lent to an agent for one answer. */
export const lent = 10
/** Answers under way at once; also the most that one message gets. */
export const atOnce = 3
/** Turns that agents may call each other for before a person speaks again, or lets them go on. */
export const turnBudget = 4
/** Messages and turns that may wait; beyond it a message ends as unrouted, and is counted as such. */
export const patience = 200
/** How long nobody must have spoken for the conversation to become idle, in ms. */
export const quietTime = 10 * 60_000

/** How far a message is from its end: turns that are left, answers it got, and how many messages of people end with it. */
export interface Ending {
  readonly left: number
  readonly replies: number
  readonly people: number
}

/** A STOP that stands. */
export interface Halted {
  readonly by: Person
  readonly at: number
  /** Whether who halted may manage messages here: then nobody else's STOP takes its place. */
  readonly manages: boolean
  /** Whether the channel knows: a command and a button say it themselves, the word and the reaction do not. */
  readonly told: boolean
}

export interface Floor extends corrections.Learning {
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
  /** Turns that were begun, and given up for a newer message of who asked: the pool is told next. */
  readonly superseded: ReadonlyArray<Turn>
  /** What is left of `turnBudget`. */
  readonly budget: number
  /** A call of an agent's for which no budget was left; null: none. */
  readonly unpaid: Message | null
  /** A call of a pair that goes back and forth, until the minute is over; null: none. */
  readonly paused: Message | null
  /** The two that called each other last, and how often in a row since a person spoke. */
  readonly pair: { readonly of: string; readonly calls: number } | null
  /** The board that says that the budget is spent; null: none stands. */
  readonly board: { readonly of: string; readonly message: string | null } | null
  readonly halted: Halted | null
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

export type Change = Partial<Floor>
export type Of<T extends ConversationEvent["type"]> = Timed<Extract<ConversationEvent, { type: T }>>

export const open = (channel: string): Floor => ({
  channel,
  recent: [],
  inbox: [],
  waiting: [],
  underWay: {},
  open: {},
  superseded: [],
  budget: turnBudget,
  unpaid: null,
  paused: null,
  pair: null,
  board: null,
  halted: null,
  lastHeard: 0,
  newest: null,
  attempts: 0,
  catchUp: null,
  ...corrections.nothingYet,
  tally: { messages: 0, answered: 0, unrouted: 0, replies: 0 },
})

export const addressOf = (floor: Floor): Address => address("conversation", floor.channel)

export const append = (recent: ReadonlyArray<Line>, line: Line): ReadonlyArray<Line> =>
  [...recent, line].slice(-kept)

export const counted = (floor: Floor, by: Partial<Floor["tally"]>): Floor["tally"] => ({
  ...floor.tally,
  ...by,
})

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
    ...refilled,
    inbox: refused ? floor.inbox : [...floor.inbox, message],
    tally: counted(floor, {
      messages: floor.tally.messages + 1,
      unrouted: floor.tally.unrouted + (refused ? 1 : 0),
    }),
    ...corrections.hear(floor, message),
    ...(missed && { catchUp: catchUp.hear(floor.catchUp, message, missed, skip) }),
  }
}

/** A person's word, or Continue, begins the agents' budget anew; what waited for it is over. */
export const refilled = { budget: turnBudget, unpaid: null, paused: null, pair: null } as const

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
  about: null,
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

export const allEnded = ({ inbox, waiting, underWay }: Floor): boolean =>
  inbox.length === 0 && waiting.length === 0 && Object.keys(underWay).length === 0

/** Messages end: of people's, those that an agent answered are counted as answered. */
export const ended = (floor: Floor, endings: ReadonlyArray<Ending>): Floor["tally"] => {
  const people = (of: ReadonlyArray<Ending>) => of.reduce((sum, ending) => sum + ending.people, 0)
  const answered = people(endings.filter(({ replies }) => replies > 0))
  return counted(floor, {
    answered: floor.tally.answered + answered,
    unrouted: floor.tally.unrouted + people(endings) - answered,
  })
}

/** Everything that has not ended ends here. */
export const giveUp = (floor: Floor, why: catchUp.Skip): Change => {
  const unheard = floor.inbox.map((message): Ending => ({
    left: 0,
    replies: 0,
    people: message.via === null ? 1 : 0,
  }))
  const tally = ended(floor, [...unheard, ...Object.values(floor.open)])
  const isOpen = (id: string) => Object.hasOwn(floor.open, id)
  return {
    inbox: [],
    waiting: [],
    underWay: {},
    open: {},
    unpaid: null,
    paused: null,
    catchUp: catchUp.giveUp(floor.catchUp, isOpen, why),
    tally,
  }
}
