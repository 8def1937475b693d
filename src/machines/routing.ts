/** What a message says about who should answer it, before anybody thinks: names and trigger words, heard at the edge. */
import type { Brain } from "./brain.ts"

/** Text in which a name or a word counts: not code, not what somebody else said, not an address on the web. */
const spoken = (text: string): string =>
  text
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/`[^`\n]*`/g, " ")
    .replace(/^\s*>.*$/gm, " ")
    .replace(/https?:\/\/\S+/g, " ")

const escaped = (words: string): string =>
  words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")

/** Whole words: no letter, digit or underscore of any script touches them. */
const whole = (words: string): string => `(?<![\\p{L}\\p{N}_])${escaped(words)}(?![\\p{L}\\p{N}_])`

/**
 * The agents that a text calls by name: `@Name` anywhere, `Name, …` or `Name: …` as its opening.
 * The longest name wins where one begins another, and `pattern matching is hard` calls nobody named Pattern.
 */
export const calledIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  let rest = spoken(text)
  const called: Array<string> = []
  const byLength = agents.toSorted((a, b) => b.name.length - a.name.length)
  for (const { id, name } of byLength) {
    const at = new RegExp(`(?<![\\p{L}\\p{N}_])@${escaped(name)}(?![\\p{L}\\p{N}_])`, "giu")
    const opening = new RegExp(`^\\s*${escaped(name)}\\s*[,:]`, "iu")
    const without = rest.replace(at, " ").replace(opening, " ")
    if (without !== rest) called.push(id)
    rest = without
  }
  return agents.filter((brain) => called.includes(brain.id)).map((brain) => brain.id)
}

/** The agents one of whose trigger words or phrases stands in a text as whole words; `market` is not in `supermarket`. */
export const matchedIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  const heard = spoken(text)
  return agents
    .filter((brain) => brain.triggers.some((trigger) => new RegExp(whole(trigger), "iu").test(heard)))
    .map((brain) => brain.id)
}
