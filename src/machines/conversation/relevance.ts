/**
 * Which lines of a channel belong to a message: the thread of talk is followed back from it, line by line, and what belongs to
 * another thread is passed over. The marks are those by which people tell threads of chat apart, who speaks, who is named, how
 * much time and talk lies between, and which words recur: Elsner and Charniak, "Disentangling Chat", Computational Linguistics
 * 36(3), 2010. Pure, in whole numbers: the same on every machine.
 *
 * The points were fitted, by logistic regression and then rounded, to half of the channels of `npm run bench -- context`, which
 * shows what they come to on the other half. There nobody is named and nothing replies, so these two are by judgment. Logs
 * replay by these numbers: to change one is to change the conversation's chart.
 */
import type { Line } from "../values.ts"

const points = {
  /** What a line has to its credit; it belongs as long as some of it is left. */
  start: 49,
  /** For each step of the lines between that belong to others. */
  passedOver: -2,
  /** For each step of the longest silence since, in minutes. */
  silence: -2,
  /** For each step of those who speak in the thread: then it is no thread, but all of the channel. */
  crowd: -4,
  /** Who asks said it. */
  own: 3,
  /** Somebody of the thread said it. */
  partner: 14,
  /** It names somebody of the thread, or they name who said it. */
  named: 20,
  /** For each rare word that it shares with the message, at most two. */
  word: 3,
  /** It was said before the agent spoke last, which has answered it. */
  answered: -4,
} as const

/** Two steps for each doubling, from 1 for 1; 0 for nothing. */
const steps = (count: number): number => 32 - Math.clz32(Math.min(count, mostCounted) ** 2)
const mostCounted = 46_340

/** What is older belongs no more, but by a reply; in ms. */
const longAgo = 24 * 60 * 60_000

/** A word tells something when no more of the lines hold it than one of so many, or these two. */
const rare = 8
const shortestWord = 4

/** A line as it is compared with others, in lower case. */
interface Heard {
  readonly text: string
  readonly author: string
  readonly words: ReadonlySet<string>
}

/** Made once for each line, and kept as long as it is. */
const heardBefore = new WeakMap<Line, Heard>()

const heard = (line: Line): Heard => {
  const known = heardBefore.get(line)
  if (known !== undefined) return known
  const text = line.text.toLowerCase()
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*/gu) ?? []
  const made = {
    text,
    author: line.author.toLowerCase(),
    words: new Set(words.filter((word) => word.length >= shortestWord)),
  }
  heardBefore.set(line, made)
  return made
}

/** `@Ada` anywhere; `Ada, …`, `Ada: …` and `Ada …` where a line begins. */
const names = (by: Line, whom: Line): boolean => {
  const [{ text }, { author: name }] = [heard(by), heard(whom)]
  if (name === "" || !text.includes(name)) return false
  const endsAt = (at: number) => !/[\p{L}\p{N}_]/u.test(text.charAt(at + name.length))
  if (text.startsWith(name) && endsAt(0)) return true
  for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1))
    if (endsAt(at + 1)) return true
  return false
}

interface Thread {
  readonly lines: Array<Line>
  readonly authors: Set<string>
}

const isReply = (line: Line, { lines }: Thread): boolean =>
  lines.some((other) => other.to === line.id || line.to === other.id)

const isNamed = (line: Line, { lines }: Thread): boolean =>
  lines.some((other) => other.author !== line.author && (names(other, line) || names(line, other)))

/**
 * Of the lines before a message, oldest first, those that belong to it, in their order and `most` at most. `asked` is the
 * message as a line; `brain` is who is to answer it.
 */
export const relevantTo = (
  asked: Line,
  lines: ReadonlyArray<Line>,
  most: number,
  brain: string | null = null,
): ReadonlyArray<Line> => {
  const all = [...lines, asked]
  const holders = new Map<string, number>()
  for (const line of all)
    for (const word of heard(line).words) holders.set(word, (holders.get(word) ?? 0) + 1)
  const commonest = Math.max(2, Math.floor(all.length / rare))
  const sought = [...heard(asked).words].filter((word) => holders.get(word)! <= commonest)

  const thread: Thread = { lines: [asked], authors: new Set([asked.author]) }
  const belonging: Array<Line> = []
  let passed = 0
  let silence = 0
  let isAnswered = false
  let later = asked
  for (const line of lines.toReversed()) {
    if (belonging.length >= most) break
    silence = Math.max(silence, Math.floor((later.at - line.at) / 60_000))
    isAnswered ||= brain !== null && later !== asked && later.brain === brain
    later = line
    const shared = sought.filter((word) => heard(line).words.has(word)).length
    const worth =
      points.start +
      points.passedOver * steps(passed) +
      points.silence * steps(silence) +
      points.crowd * steps(thread.authors.size) +
      (line.author === asked.author ? points.own : 0) +
      (thread.authors.has(line.author) ? points.partner : 0) +
      (isNamed(line, thread) ? points.named : 0) +
      points.word * Math.min(2, shared) +
      (isAnswered ? points.answered : 0)
    if ((worth <= 0 || asked.at - line.at > longAgo) && !isReply(line, thread)) {
      passed++
      continue
    }
    passed = 0
    belonging.unshift(line)
    thread.lines.push(line)
    thread.authors.add(line.author)
  }
  return belonging
}
