/** Words and sentences: the small linguistics under the offline model. Pure, and defined for every string. */
import { stopWords } from "../../routing/stop-words.ts"

/** What is not prose: code, addresses, Discord's mentions and emoji. https://discord.com/developers/docs/reference#message-formatting */
const notProse = /```[\s\S]*?(```|$)|`[^`\n]*`|https?:\/\/\S+|<(@[!&]?|#|a?:\w+:)\d+>/g

/** Lower-case words in their order. `c++`, `node.js` and `don't` are words. */
export const words = (text: string): ReadonlyArray<string> =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll("’", "'")
    .toLowerCase()
    .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(['.][\p{L}\p{N}]+)*[+#]*/gu) ?? []

/** The words that say what a text is about, without code and addresses, each once. */
export const subject = (text: string): ReadonlyArray<string> => [
  ...new Set(words(text.replace(notProse, " ")).filter((word) => word.length > 1 && !stopWords.has(word))),
]

const endings: ReadonlyArray<readonly [RegExp, string]> = [
  [/'s?$/, ""],
  [/(ss|us|is)$/, "$1"],
  [/(ch|sh|x|z)es$/, "$1"],
  [/ies$/, "y"],
  [/(?<=..)s$/, ""],
]

/**
 * Brings the forms of a word together: `drafts`, `drafted`, `drafting` → `draft`; `writes`, `writing` → `writ`.
 * A light suffix stripper in the manner of Harman, "How effective is suffixing?", 1991, with -ed and -ing added.
 */
export const stem = (word: string): string => {
  if (/[.+#]/.test(word)) return word
  const ending = endings.find(([pattern]) => pattern.test(word))
  const singular = ending === undefined || word.length < 4 ? word : word.replace(...ending)
  const base = singular.replace(/(?<=[aeiouy].*.)(ing|ed)$|(?<=...)e$/, "")
  return base.length > 3 ? base.replace(/([bdgmnprt])\1$/, "$1").replace(/(?<=..)y$/, "i") : base
}

/** The stems of what a text is about. */
export const stems = (text: string): ReadonlySet<string> => new Set(subject(text).map(stem))

/** Sentences of prose, in order; code counts as none. */
export const sentences = (text: string): ReadonlyArray<string> =>
  text
    .toWellFormed()
    .replace(/```[\s\S]*?(```|$)/g, "\n")
    .split(/(?<=[.!?…])\s+|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.replace(/^[\s>*•#-]+/, "").trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

/** A token is about four letters, or a mark. */
export const tokens = (text: string): number =>
  (text.match(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? []).reduce(
    (sum, piece) => sum + Math.ceil(piece.length / 4),
    0,
  )

/** At most so many characters, cut between words where that is near, with `…` for what is missing. */
export const clip = (text: string, limit: number): string => {
  const whole = text.toWellFormed()
  if (whole.length <= limit) return whole
  // A pair of surrogates that the limit would part goes as a whole.
  const kept = whole.slice(0, Math.max(0, limit - 1)).replace(/[\uD800-\uDBFF]$/, "")
  const space = kept.lastIndexOf(" ")
  return `${(space > limit / 2 ? kept.slice(0, space) : kept).trimEnd()}…`
}

/** How much a stem tells among these texts: less, the more of them hold it. */
export const rarities = (all: ReadonlyArray<{ readonly stems: ReadonlySet<string> }>) => {
  const holders = new Map<string, number>()
  for (const { stems } of all) for (const it of stems) holders.set(it, (holders.get(it) ?? 0) + 1)
  return (of: string): number => Math.log(1 + all.length / (holders.get(of) ?? 1))
}

/** `a, b and c`. */
export const listed = (all: ReadonlyArray<string>, word = "and"): string =>
  all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} ${word} ${all.at(-1)}`
