/** What somebody wrote as it can be quoted: their own prose, without the names it calls, code, addresses and quotes. Pure. */
import { datesIn, figuresIn } from "./facts.ts"
import { unlabelled } from "./label.ts"
import { clip, sentences } from "./words.ts"

/** Code, what somebody else said, addresses, spoilers, Discord's markup. https://discord.com/developers/docs/reference#message-formatting */
const foreign =
  /```[\s\S]*?(```|$)|^ *>>> [\s\S]*|^ *> .*$|https?:\/\/\S+|\|\|[^|]+\|\||<(@[!&]?|#|a?:\w+:)\d+>|\[(attached|sticker): [^\]\n]*\]/gm

/** Prose in its lines. `names` are of agents: where the text begins with one of them, or with `@` and any name, it calls. */
export const prose = (text: string, names: ReadonlyArray<string>): string => {
  const known = names.filter((name) => name.trim() !== "").sort((a, b) => b.length - a.length)
  const named = known.map(escaped).join("|") || "(?!)"
  const call = new RegExp(
    `^[\\s,]*(?:@?(?:${named})\\s*[,:]|@(?:${named}|[\\p{L}\\p{N}_-]+)(?![\\p{L}\\p{N}_])[,:]?)\\s*`,
    "iu",
  )
  let rest = unlabelled(text.toWellFormed())
    .replace(/([^\s.!?:…])\s*(?=```)/g, "$1:\n")
    .replace(foreign, " ")
    // A stop within code ends no sentence.
    .replace(/`[^`\n]*`/g, (code) => code.replace(/(?<=[.!?…])\s/g, "\u00a0"))
    .trim()
  while (call.test(rest)) rest = rest.replace(call, "")
  return rest.replace(new RegExp(`[\\s,]+@(?:${named})(?=[?!.\\s]*$)`, "iu"), "")
}

const escaped = (name: string) =>
  name
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\s+/g, "\\s+")

/** On one line, without marks that change how Discord shows it or that would stand as quotes within a quote. */
export const flat = (text: string): string =>
  unlabelled(
    text
      .toWellFormed()
      .replace(/(?<=\d)\s*\*\s*(?=\d)/g, " × ")
      .replace(/\*|`|~~|\|\||__|[“”„"«»@\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
      .replace(/\s+/g, " ")
      .replace(/ (?=[,.;:!?…](\s|$))/g, ""),
  ).replace(/^[\s,;:>#-]+/, "")

/** The sentences of it, each as it can be quoted. */
export const ownSentences = (text: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  sentences(prose(text, names))
    .map(flat)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

/** Longest quote, in characters. */
export const quotable = 120

/** Somebody's words in quotes, `limit` characters at most, cut between words. */
export const quote = (text: string, limit = quotable): string => `“${clip(flat(text), limit)}”`

/** A quote with its figures and dates in bold. */
export const marked = (text: string): string => {
  const whole = clip(flat(text), quotable)
  const spans = [...figuresIn(whole), ...datesIn(whole)].sort((a, b) => b.start - a.start)
  const bold = spans.reduce(
    (it, { start, end }) => `${it.slice(0, start)}**${it.slice(start, end)}**${it.slice(end)}`,
    whole,
  )
  return `“${bold}”`
}

/** A name as it can stand in a sentence: no markup, no line break, nobody called. */
export const plain = (name: string): string =>
  clip(
    name
      .toWellFormed()
      .replace(/[\p{C}\p{Zl}\p{Zp}*_`~|<>@#\\“”"]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim() || "somebody",
    40,
  )
