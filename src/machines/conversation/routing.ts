/** Whom a message calls by name, heard at the edge before anybody thinks; and what of a text is said at all. */
import type { Brain } from "../agent/brain.ts"

/**
 * Text in which a name or a word counts, in NFC: not code, not what somebody else said, not an address, not an emoji.
 * https://support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101-Chat-Formatting-Bold-Italic-Underline
 */
export const spoken = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, " ")
    .replace(/^ *>>> [\s\S]*/m, " ")
    .replace(/^ *> .*$/gm, " ")
    .replace(/https?:\/\/\S+|(?<![\w.])www\.\S+/gi, " ")
    .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)+/g, " ")
    .replace(/<a?:\w+:\d+>/g, " ")

const escaped = (words: string): string =>
  words
    .normalize("NFC")
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\s+/g, "\\s+")

/** No letter or digit of any script touches a name, be it with underscores between; underscores by themselves are italics. */
const touched = "[\\p{L}\\p{M}\\p{N}]"

/** How a brain is called. */
interface Ear {
  readonly opening: RegExp
  readonly mention: RegExp
}

const listen = ({ name }: Brain): Ear => ({
  opening: new RegExp(`^\\s*@?${escaped(name)}\\s*[,:]`, "iu"),
  mention: new RegExp(`@(?<!${touched}_*@)${escaped(name)}(?!_*${touched})`, "giu"),
})

/** Made once for each brain, and kept as long as it is. */
const ears = new WeakMap<Brain, Ear>()

const earOf = (brain: Brain): Ear => {
  const known = ears.get(brain)
  if (known !== undefined) return known
  const ear = listen(brain)
  ears.set(brain, ear)
  return ear
}

/** Nor what is repeated in quotation marks, when it comes to names. A mark that opens twice counts from the second. */
const unquoted = (text: string): string =>
  text
    .replace(/“[^“”]+”|"[^"\n]+"|«[^«»]+»|„[^„“”]+[“”]|「[^「」]+」/g, " ")
    .replace(/(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu, " ")

/** The agents that an agent's answer calls: by `@Name` alone, since an answer may well begin with the name of whom it answers. */
export const summonedIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> =>
  mentionedIn(unquoted(spoken(text)), agents)

/**
 * The agents that a person's text calls by name: `@Name` anywhere, `Name, …`, `Name: …` or `Name, Other, …` as its opening.
 * The longest name wins where one begins another, and `pattern matching is hard` calls nobody named Pattern.
 */
export const calledIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  const called = new Set<string>()
  let rest = unquoted(spoken(text))
  for (;;) {
    const opener = longestFirst(agents).find((brain) => earOf(brain).opening.test(rest))
    if (opener === undefined) break
    called.add(opener.id)
    rest = rest.replace(earOf(opener).opening, "")
  }
  for (const id of mentionedIn(rest, agents)) called.add(id)
  return inOrder(called, agents)
}

const longestFirst = (agents: ReadonlyArray<Brain>) =>
  agents.toSorted((a, b) => b.name.length - a.name.length)

const inOrder = (called: ReadonlySet<string>, agents: ReadonlyArray<Brain>): ReadonlyArray<string> =>
  agents.filter(({ id }) => called.has(id)).map(({ id }) => id)

const mentionedIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  const called = new Set<string>()
  let rest = text
  for (const brain of longestFirst(agents)) {
    if (!rest.includes("@")) break
    const without = rest.replace(earOf(brain).mention, " ")
    if (without !== rest) called.add(brain.id)
    rest = without
  }
  return inOrder(called, agents)
}
