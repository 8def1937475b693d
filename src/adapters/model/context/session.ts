/**
 * What of a session is sent: the talk that goes on, word for word, and of talks before it what has to do with the message, in
 * brief. The rest is in the digest by and by, and in the user's archive. Pure.
 */
import { saidAt, type Exchange, type Message } from "../../../machines/values.ts"
import { rarities, stems } from "../offline/words.ts"
import { unlabelled } from "../offline/label.ts"

/** A talk goes on until nobody has said anything for so long, in ms. */
const pause = 2 * 60 * 60_000
/** Exchanges of direct messages that are sent word for word whenever they were: nothing else of the talk is. */
const leastAlone = 6
/** Exchanges of earlier talks that are sent. */
const most = 3
/** Telling words that they must share with the message. */
const inCommon = 2

export interface Remembered {
  /** Oldest first; empty where a talk begins. */
  readonly goesOn: ReadonlyArray<Exchange>
  /** What shares telling words with the message, and the last one where a talk begins; oldest first. */
  readonly earlier: ReadonlyArray<Exchange>
}

const isSomething = ({ asked, answered }: Exchange): boolean =>
  asked.trim() !== "" && unlabelled(answered) !== ""

export const remembered = (session: ReadonlyArray<Exchange>, message: Message): Remembered => {
  const all = session.filter(isSomething)
  const isAlone = message.guild === null && message.via === null
  const begins = Math.min(
    beginOf(all, saidAt(message.id)),
    isAlone ? Math.max(0, all.length - leastAlone) : all.length,
  )
  const [goesOn, before] = [all.slice(begins), all.slice(0, begins)]
  const last = goesOn.length === 0 ? before.slice(-1) : []
  const others = relevant(before.slice(0, before.length - last.length), message.text)
  return { goesOn, earlier: [...others, ...last] }
}

/** Where the talk begins that goes on now. */
const beginOf = (session: ReadonlyArray<Exchange>, now: number): number => {
  let at = session.length
  let next = now
  while (at > 0 && next - session[at - 1]!.at <= pause) next = session[--at]!.at
  return at
}

/** Those that share most with a text, by how much each shared word tells among them; in their order. */
const relevant = (earlier: ReadonlyArray<Exchange>, text: string): ReadonlyArray<Exchange> => {
  const about = stems(text)
  if (about.size < inCommon || earlier.length === 0) return []
  const all = earlier.map((exchange) => ({
    exchange,
    stems: stems(`${exchange.asked}\n${unlabelled(exchange.answered)}`),
  }))
  const rarity = rarities(all)
  const best = all
    .map(({ exchange, stems }, at) => ({ exchange, at, shared: [...about].filter((it) => stems.has(it)) }))
    .filter(({ shared }) => shared.length >= inCommon)
    .map((it) => ({ ...it, worth: it.shared.reduce((sum, word) => sum + rarity(word), 0) }))
    .toSorted((a, b) => b.worth - a.worth || b.at - a.at)
    .slice(0, most)
  return best.toSorted((a, b) => a.at - b.at).map(({ exchange }) => exchange)
}
