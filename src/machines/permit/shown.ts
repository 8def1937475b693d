/** Calls as people see them, word for word: as many as a message holds. */
import { argumentOf } from "../tools/permissions.ts"
import type { Wish } from "./kept.ts"

/** Of all inputs together, in characters: what is left out of one is told. */
const room = 1200
/** Of one input, in characters: of several no less is shown. */
const most = 1000
const least = 240
/** What stands around one input, in characters. */
const around = 50

/** Characters that nobody sees, or that turn what is read around: an input must not look like another. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
export const visible = (text: string): string =>
  text.replace(unseen, (one) =>
    one === "\n" || one === "\t" ? one : `\\u{${one.codePointAt(0)!.toString(16)}}`,
  )

/** The middle goes, and it is said how much of it. */
const clipped = (text: string, longest: number): string => {
  if (text.length <= longest) return text
  const head = Math.floor(longest * 0.7)
  const tail = longest - head
  return [
    text.slice(0, head).toWellFormed(),
    `[… ${(text.length - longest).toLocaleString("en-US")} characters more …]`,
    text.slice(-tail).toWellFormed(),
  ].join("\n")
}

/** The one text of a tool that takes no more than that; else its input as JSON, in one line or a line for each part. */
const wordsOf = ({ use }: Wish, lines: "one" | "many"): string => {
  try {
    const input: unknown = JSON.parse(use.input)
    const argument = argumentOf(input)
    return argument.startsWith("{") ? JSON.stringify(input, null, lines === "one" ? 0 : 2) : argument
  } catch {
    return use.input
  }
}

/** In a block where nothing is markup, and which nothing inside of it ends. */
const block = (words: string, longest: number): string =>
  words.trim() === ""
    ? ""
    : `\`\`\`\n${clipped(visible(words).replaceAll("``", "`\u200b`"), longest)}\n\`\`\``

/** The same words once, and how often. */
const together = (wishes: ReadonlyArray<Wish>): ReadonlyMap<string, ReadonlyArray<Wish>> =>
  Map.groupBy(wishes, (wish) => wordsOf(wish, "one"))

const blocksOf = (wishes: ReadonlyArray<Wish>): ReadonlyArray<string> => {
  const likes = [...together(wishes)]
  const each = Math.max(least, Math.min(most, Math.floor(room / likes.length) - around))
  return likes.map(([words, { length: times }]) => {
    const input = block(words, each)
    if (times === 1 && input !== "") return input
    return input === "" ? `${times} × with nothing` : `${times} ×\n${input}`
  })
}

const fits = (wishes: ReadonlyArray<Wish>): boolean =>
  blocksOf(wishes).reduce((sum, { length }) => sum + length, 0) <= room

/** As many as one message holds, at least one: nobody decides what they have not seen. */
export const shownOf = (wishes: ReadonlyArray<Wish>): ReadonlyArray<Wish> => {
  let count = wishes.length
  while (count > 1 && !fits(wishes.slice(0, count))) count--
  return wishes.slice(0, count)
}

/** A single call without an input has none. */
export const inputsOf = (wishes: ReadonlyArray<Wish>): ReadonlyArray<string> =>
  together(wishes).size === 1 ? [block(wordsOf(wishes[0]!, "many"), most)].filter(Boolean) : blocksOf(wishes)
