/** What a conversation keeps, and how each event changes it. The chart says when; this says how. */
import type { Address } from "../address.ts"
import { address } from "../address.ts"
import type { Asker, Purchase } from "../budget/purchase.ts"
import * as catchUp from "./catch-up.ts"
import * as corrections from "./corrections.ts"
import type { Params } from "../effects.ts"
import { ended, type Ending, type Open, type Tally } from "./endings.ts"
import type { ConversationEvent, Timed } from "../events.ts"
import type { Place } from "../pool/tickets.ts"
import * as settings from "./settings.ts"
import {
  asLine,
  saidAt,
  type Choice,
  type Line,
  type Message,
  type Missed,
  type Person,
  type Turn,
  type QueueLine,
} from "../values.ts"

/** Agents that one message gets at most, unless more may answer at once; and when all of the channel answer it. */
export const mostEach = 3
export const mostOfAll = 10
/** Choices of the manager that are kept, and shown to it. */
const choicesKept = 6
/** Turns that agents may call each other for before a person speaks again, or lets them go on. */
export const turnBudget = 4
/** Messages and turns that may wait; beyond it a message ends as unrouted, and is counted as such. */
export const patience = 200
/** How long nobody must have spoken for the conversation to become idle, in ms. */
export const quietTime = 10 * 60_000

/** A STOP that stands. */
export interface Halted {
  readonly by: Person
  readonly at: number
  /** Whether who halted may manage messages here: then nobody else's STOP takes its place. */
  readonly manages: boolean
  /** Whether the channel knows: a command and a button say it themselves, the word and the reaction do not. */
  readonly told: boolean
}

/** What a lead has handed to others: whom it concludes for, and what they have said until now. */
export interface Handed {
  readonly for: Message
  readonly parts: ReadonlyArray<{ readonly brain: string; readonly text: string }>
}

/** By the lead's answer that called them. */
export type HandedOn = Readonly<Record<string, Handed>>

export interface Floor extends corrections.Learning {
  readonly channel: string
  readonly settings: settings.Settings
  readonly recent: ReadonlyArray<Line>
  /** Lines said up to then are remembered no more, in ms since 1970. */
  readonly clearedAt: number
  /** Of a thread: what was said last in its parent when it began; null: not heard yet, or no thread. */
  readonly parent: ReadonlyArray<Line> | null
  /** What the manager said lately, the newest last. */
  readonly choices: ReadonlyArray<Choice>
  /** Heard, not yet routed; the first is at the manager while the floor is `routing`. */
  readonly inbox: ReadonlyArray<Message>
  /** What the manager may take for it, and who pays; null: nobody has to. */
  readonly purchase: Purchase | null
  /** Routed, waiting for a place. */
  readonly waiting: ReadonlyArray<Turn>
  /** Turns that are an agent's, by id. */
  readonly underWay: Readonly<Record<string, Turn>>
  /** Where those of them stand that wait for an agent, by id. */
  readonly queued: Readonly<Record<string, Place>>
  /** What the channel shows of that; null: nothing. */
  readonly line: QueueLine | null
  /** Messages whose turns have not all ended, by id. */
  readonly open: Open
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
  /** In a team that answers in order: who answered last; null: nobody yet. */
  readonly lastInOrder: string | null
  /** In a team with a lead: what it handed to others, and has not concluded yet. */
  readonly handedOn: HandedOn
  /** In a team that tidies its memory: people who spoke with it since it did, the newest last. */
  readonly untidied: ReadonlyArray<Person>
  /** The turn in which it is tidied for one of them, or was until somebody spoke. */
  readonly tidying: Turn | null
  readonly halted: Halted | null
  readonly lastHeard: number
  /** The newest message that was heard: what came after it while nobody listened is read from there on. */
  readonly newest: { readonly id: string; readonly guild: string | null } | null
  readonly attempts: number
  /** What was missed, until the channel has been told what became of it; null: nothing was. */
  readonly catchUp: catchUp.CatchUp | null
  readonly tally: Tally
}

export type Change = Partial<Floor>
export type Of<T extends ConversationEvent["type"]> = Timed<Extract<ConversationEvent, { type: T }>>

export const open = (channel: string): Floor => ({
  channel,
  settings: settings.unset,
  recent: [],
  clearedAt: 0,
  parent: null,
  choices: [],
  inbox: [],
  purchase: null,
  waiting: [],
  underWay: {},
  queued: {},
  line: null,
  open: {},
  superseded: [],
  budget: turnBudget,
  unpaid: null,
  paused: null,
  pair: null,
  board: null,
  lastInOrder: null,
  handedOn: {},
  untidied: [],
  tidying: null,
  halted: null,
  lastHeard: 0,
  newest: null,
  attempts: 0,
  catchUp: null,
  ...corrections.nothingYet,
  tally: { messages: 0, answered: 0, unrouted: 0, replies: 0 },
})

export const addressOf = (floor: Floor): Address => address("conversation", floor.channel)

/** Who has the manager paid for the next message: it is of the person with whom that began. */
export const askerOf = (floor: Floor): Asker => ({ asker: addressOf(floor), by: floor.inbox[0]!.author })

/** The newest lines, so many. */
export const newestOf = (lines: ReadonlyArray<Line>, most: number): ReadonlyArray<Line> =>
  lines.slice(Math.max(0, lines.length - most))

export const append = (floor: Pick<Floor, "recent" | "settings">, line: Line): ReadonlyArray<Line> =>
  newestOf([...floor.recent, line], settings.inForce(floor.settings).kept)

/** The lines before a message, newest last; in a thread that has few yet, those of its parent before them. */
export const linesBefore = (floor: Floor, message: Message): ReadonlyArray<Line> => {
  const at = floor.recent.findIndex((line) => line.id === message.id)
  const before = at === -1 ? floor.recent : floor.recent.slice(0, at)
  return floor.parent === null ? before : [...floor.parent, ...before]
}

const newer = (a: Floor["newest"], b: NonNullable<Floor["newest"]>): Floor["newest"] =>
  a !== null && BigInt(a.id) > BigInt(b.id) ? a : b

/** What the operator lays down, if it is told. */
const told = (floor: Floor, standard: settings.Standard | undefined): settings.Settings =>
  standard === undefined ? floor.settings : { ...floor.settings, standard }

/** A person speaks, or has spoken while nobody listened: it is kept, it waits to be routed, and it refills the budget. */
export const hear = (floor: Floor, { message, missed, standard, at }: Of<"MESSAGE">): Change => {
  const { id } = message
  const now = told(floor, standard)
  const said = missed === undefined ? at : saidAt(id)
  const line = asLine(message, said)
  const skip = whyNotRouted(floor, message, missed, at)
  const refused = skip !== null
  return {
    settings: now,
    recent: append({ ...floor, settings: now }, line),
    lastHeard: at,
    newest: newer(floor.newest, { id: message.id, guild: message.guild }),
    ...refilled,
    inbox: refused ? floor.inbox : [...floor.inbox, message],
    tally: {
      ...floor.tally,
      messages: floor.tally.messages + 1,
      unrouted: floor.tally.unrouted + (refused ? 1 : 0),
    },
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
export const backfill = (floor: Floor, { recent: lines, parent, standard }: Of<"CONNECTED">): Change => {
  const now = told(floor, standard)
  const first = floor.recent[0]?.id
  const before = lines.filter(
    ({ id, at }) => at > floor.clearedAt && (first === undefined || isOlder(id, first)),
  )
  return {
    settings: now,
    recent: newestOf([...before, ...floor.recent], settings.inForce(now).kept),
    parent: floor.parent ?? parent ?? null,
  }
}

/** A person says how it is to be here. */
export const set = (floor: Floor, { type: _, by, at, ...change }: Of<"SET">): Change => {
  const now = settings.set(floor.settings, change, { by, at })
  return { settings: now, recent: newestOf(floor.recent, settings.inForce(now).kept) }
}

/** What was said is lent no more, and not read again either. */
export const clear = (floor: Floor, { at }: Of<"CLEAR">): Change => ({
  recent: [],
  clearedAt: at,
  parent: floor.parent && [],
  waiting: floor.waiting.map((turn) => ({ ...turn, lent: [] })),
})

/** The manager has chosen. */
export const chose = (floor: Floor, { responders, reason }: Of<"ROUTED">): Change => {
  const { author, text } = floor.inbox[0]!
  const choice: Choice = {
    from: author.name,
    text: corrections.clipped(text),
    chosen: [...responders],
    reason: corrections.clipped(reason),
  }
  return { choices: [...floor.choices, choice].slice(-choicesKept) }
}

/** Discord's ids are numbers that grow with time. */
const isOlder = (a: string, b: string): boolean => a.length - b.length < 0 || (a.length === b.length && a < b)

export const allEnded = ({ inbox, waiting, underWay }: Floor): boolean =>
  inbox.length === 0 && waiting.length === 0 && Object.keys(underWay).length === 0

/** Everything that has not ended ends here. */
export const giveUp = (floor: Floor, why: catchUp.Skip): Change => {
  const unheard = floor.inbox.map((message): Ending => ({
    left: 0,
    replies: 0,
    people: message.via === null ? 1 : 0,
    said: [],
  }))
  const tally = ended(floor.tally, [...unheard, ...Object.values(floor.open)])
  const isOpen = (id: string) => Object.hasOwn(floor.open, id)
  return {
    inbox: [],
    waiting: [],
    underWay: {},
    open: {},
    handedOn: {},
    unpaid: null,
    paused: null,
    catchUp: catchUp.giveUp(floor.catchUp, isOpen, why),
    tally,
  }
}
