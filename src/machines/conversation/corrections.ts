/**
 * What the manager learns from: a person calls an agent by name for a message that was routed to others, or to nobody: in a
 * reply to that message, or in what she says next, be it to the agent that answered.
 */
import { saidAt, type Correction, type Line, type Message } from "../values.ts"

/** Corrections that are kept, and shown to the manager. */
const kept = 10
/** Decisions that a reply can still correct. */
const remembered = 10
/** In characters. */
const longest = 200
/** What the same person says next is about the message before for so long, in ms. */
const soon = 2 * 60_000

/** Whom a message was given to without being called by name. */
export interface Decided {
  readonly id: string
  readonly author: string
  readonly text: string
  readonly chosen: ReadonlyArray<string>
}

export interface Learning {
  /** The newest last. */
  readonly decided: ReadonlyArray<Decided>
  readonly corrections: ReadonlyArray<Correction>
}

interface Channel extends Learning {
  readonly recent: ReadonlyArray<Line>
}

export const nothingYet: Learning = { decided: [], corrections: [] }

/** A text as the manager is shown it. */
export const clipped = (text: string): string =>
  text.length <= longest ? text : text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")

/** What these messages say, as the manager is shown it. */
const textsOf = ({ decided, recent }: Channel, ids: ReadonlySet<string>): ReadonlyArray<string> =>
  [...recent, ...decided].filter(({ id }) => ids.has(id)).map(({ text }) => clipped(text))

/** A message says something else now: what was decided of it, and corrected, is learned of what it says now. */
export const amend = (channel: Channel, message: string, text: string): Learning => {
  const said = textsOf(channel, new Set([message]))
  const now = clipped(text)
  return {
    decided: channel.decided.map((one) => (one.id === message ? { ...one, text: now } : one)),
    corrections: channel.corrections.map((one) => (said.includes(one.text) ? { ...one, text: now } : one)),
  }
}

/** Messages are gone: nothing is learned from them any more. */
export const forget = (channel: Channel, gone: ReadonlySet<string>): Learning => {
  const { decided, corrections } = channel
  const said = textsOf(channel, gone)
  return {
    decided: decided.filter(({ id }) => !gone.has(id)),
    corrections: corrections.filter(({ text }) => !said.includes(text)),
  }
}

/** A person's message was routed by a trigger word or by the manager; what agents call each other for teaches nothing. */
export const decide = ({ decided }: Learning, message: Message, chosen: ReadonlyArray<string>) => {
  if (message.via !== null || message.called.length > 0) return {}
  const { id, author, text } = message
  const now: Decided = { id, author: author.id, text: clipped(text), chosen: [...chosen] }
  return { decided: [...decided, now].slice(-remembered) }
}

/** A message that calls somebody by name may be a correction. It corrects a decision once. */
export const hear = ({ decided, corrections, recent }: Channel, message: Message): Partial<Learning> => {
  if (message.called.length === 0) return {}
  const { id, author, repliesTo } = message
  const toAgent = recent.some((line) => line.id === repliesTo && line.brain !== null)
  const goesOn = (was: Decided) =>
    was === decided.at(-1) && author.id === was.author && saidAt(id) - saidAt(was.id) <= soon
  const at = decided.findLastIndex(
    (was) => was.id === repliesTo || ((repliesTo === undefined || toAgent) && goesOn(was)),
  )
  const was = decided[at]
  const wanted = message.called.filter((brain) => was?.chosen.includes(brain) === false)
  if (was === undefined || wanted.length === 0) return {}
  const { text, chosen } = was
  return {
    decided: decided.toSpliced(at, 1),
    corrections: [...corrections, { text, chosen, wanted }].slice(-kept),
  }
}
