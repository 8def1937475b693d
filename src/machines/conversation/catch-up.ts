/**
 * What was said while nobody listened: what becomes of each message, and the one line that tells the channel.
 *
 * A message is decided when it is skipped, given to agents, or left to nobody. When all of it was heard (CAUGHT_UP) and all
 * of it is decided, the line is said, once, where an agent answers or would have.
 */
import type { Message, Missed } from "../values.ts"
import { saidAt } from "../values.ts"

/** Why a message is not answered. */
export type Skip = "old" | "halted" | "crowded" | "closed"

export interface CatchUp extends Missed {
  /** Ids of the messages that are still to be routed. */
  readonly undecided: ReadonlyArray<string>
  /** Ids of those that agents were given. */
  readonly answering: ReadonlyArray<string>
  readonly skipped: Readonly<Partial<Record<Skip, number>>>
  /** How many of those that nobody was chosen for. */
  readonly forNobody: number
  /** Whether one of them called an agent, or the team. */
  readonly awaited: boolean
  /** All was heard. How long nobody had listened, in ms, and whether more was said than was read; null: more may come. */
  readonly heard: { readonly away: number; readonly more: boolean } | null
}

const none = { undecided: [], answering: [], skipped: {}, forNobody: 0, awaited: false, heard: null }

/** Whether a missed message is too old to be answered. */
export const isOld = (message: Message, { answerWithin }: Missed, at: number): boolean =>
  at - saidAt(message.id) > answerWithin

/** A missed message is heard; `skip`: why nobody will answer it, or null. */
export const hear = (now: CatchUp | null, message: Message, missed: Missed, skip: Skip | null): CatchUp => {
  const before: CatchUp = now ?? { ...none, ...missed }
  const { id, called, matched, toTeam } = message
  const after = {
    ...before,
    ...missed,
    since: Math.min(before.since, missed.since),
    awaited: before.awaited || toTeam || called.length > 0 || matched.length > 0,
    heard: null,
  }
  return skip === null
    ? { ...after, undecided: [...after.undecided, id] }
    : { ...after, skipped: more(after.skipped, skip, 1) }
}

/** All that was missed has been heard. */
export const heardAll = (now: CatchUp | null, at: number, isMore: boolean): CatchUp | null =>
  now && { ...now, heard: { away: Math.max(0, at - now.since), more: isMore } }

/** A message is given to agents, or to nobody. */
export const decide = (now: CatchUp | null, id: string, answered: boolean): CatchUp | null => {
  if (now === null || !now.undecided.includes(id)) return now
  const rest = { ...now, undecided: now.undecided.filter((other) => other !== id) }
  return answered ? { ...rest, answering: [...now.answering, id] } : { ...rest, forNobody: now.forNobody + 1 }
}

/** What is not decided, and what agents were given and have not ended (`isOpen`), is skipped. */
export const giveUp = (now: CatchUp | null, isOpen: (id: string) => boolean, skip: Skip): CatchUp | null => {
  if (now === null) return null
  const answering = now.answering.filter((id) => !isOpen(id))
  const unanswered = now.undecided.length + now.answering.length - answering.length
  return { ...now, undecided: [], answering, skipped: more(now.skipped, skip, unanswered) }
}

const more = (skipped: CatchUp["skipped"], skip: Skip, by: number): CatchUp["skipped"] =>
  by === 0 ? skipped : { ...skipped, [skip]: (skipped[skip] ?? 0) + by }

export const isOver = (now: CatchUp | null): now is CatchUp & { readonly heard: object } =>
  now !== null && now.heard !== null && now.undecided.length === 0

/** Whether an agent answers, or might have; `spoken`: agents have spoken in this channel before. */
export const isWorthALine = ({ answering, skipped, awaited }: CatchUp, spoken: boolean): boolean =>
  answering.length > 0 || ((awaited || spoken) && Object.keys(skipped).length > 0)

/** `away 42 s: 3 messages, answering 1, skipped 2 because they are older than 10 min` */
export const lineOf = ({ answering, skipped, forNobody, answerWithin, heard }: CatchUp): string => {
  const reasons: Record<Skip, (one: boolean) => string> = {
    old: (one) => `${one ? "it is" : "they are"} older than ${duration(answerWithin)}`,
    halted: () => "this conversation is halted",
    crowded: () => "too many wait already",
    closed: () => "the channel could not be opened",
  }
  const skips = (["old", "halted", "crowded", "closed"] as const).flatMap((skip) => {
    const count = skipped[skip] ?? 0
    return count === 0 ? [] : [{ count, text: `skipped ${count} because ${reasons[skip](count === 1)}` }]
  })
  const all = skips.reduce((sum, { count }) => sum + count, answering.length + forNobody)
  const parts = [
    `${heard?.more === true ? "at least " : ""}${all} ${all === 1 ? "message" : "messages"}`,
    ...(answering.length > 0 ? [`answering ${answering.length}`] : []),
    ...skips.map(({ text }) => text),
    ...(forNobody > 0 ? [`${forNobody} ${forNobody === 1 ? "was" : "were"} for nobody`] : []),
  ]
  return `away ${duration(heard?.away ?? 0)}: ${parts.join(", ")}`
}

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const

/** `42 s`, `1 h 5 min`: the two greatest units, and nothing below a second. */
const duration = (ms: number): string => {
  let rest = Math.round(ms / 1000)
  const parts = units.map(([unit, seconds]) => {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    return { count, text: `${count} ${unit}` }
  })
  const first = parts.findIndex(({ count }) => count > 0)
  if (first === -1) return "0 s"
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ text }) => text)
    .join(" ")
}
