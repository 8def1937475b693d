/**
 * What each agent of a team is for, as a full-text library: a message finds the agents whose field it is, by BM25 (Robertson
 * and Zaragoza, "The Probabilistic Relevance Framework", 2009) over the stems of what the agents' files say. Pure.
 */
import MiniSearch from "minisearch"
import type { Brain, Language } from "../../../machines/agent/brain.ts"
import { stem } from "../../routing/languages.ts"
import { stopWords } from "../../routing/stop-words.ts"
import { foreign } from "./language.ts"
import { sentences, subject } from "./words.ts"

export interface Found {
  readonly brain: Brain
  /** About 1 for each telling word that only this agent's file has, in a place that counts once. */
  readonly points: number
  /** The words of the message that count. */
  readonly words: ReadonlyArray<string>
  /** How much of the message they are, of the words that say what it is about: 0 to 1. */
  readonly share: number
}

/** What a word is worth, by where an agent's file has it. */
const worth = { name: 1, triggers: 1, expertise: 1, role: 1, prompt: 0.3 }
type Field = keyof typeof worth
const fields = Object.keys(worth) as ReadonlyArray<Field>

/** A long list of what an agent knows about makes none of it less its own. */
const bm25 = { k: 1.2, b: 0.2, d: 0.5 }

/** From this length on, one letter may differ: `strategic` and `strategy`, `prioritise` and `priority` have stems that do. */
const longStem = 7

interface Card extends Readonly<Record<Field, string>> {
  readonly id: number
}

/** What is said of every field, and so tells of none; stemmed stop words are stop words, too. */
const general =
  "answer example explain help idea issue people person problem question run thing try user work"
const dull = new Set([...stopWords, ...general.split(" ")].map((word) => stem(word, "en")))

/** The stems of what a text is about. */
const stemsOf = (text: string, language: Language): ReadonlyArray<string> =>
  subject(text)
    .filter((word) => language === "en" || !foreign.has(word))
    .map((word) => stem(word, language))
    .filter((it) => language !== "en" || !dull.has(it))

/** Of its prompt, what tells of its own work: not what is said of the others. */
const ownWork = ({ prompt }: Brain, others: ReadonlyArray<Brain>): string =>
  sentences(prompt)
    .filter((sentence) => !others.some(({ name }) => sentence.includes(name)))
    .join("\n")

const cardOf = (brain: Brain, id: number, agents: ReadonlyArray<Brain>): Card => {
  const stemmed = (text: string) => stemsOf(text, brain.language).join(" ")
  return {
    id,
    name: stemmed(brain.name),
    triggers: stemmed(brain.triggers.join(", ")),
    expertise: stemmed(brain.expertise.join(", ")),
    role: stemmed(brain.role),
    prompt: stemmed(
      ownWork(
        brain,
        agents.filter((other) => other !== brain),
      ),
    ),
  }
}

interface Library {
  readonly index: MiniSearch<Card>
  readonly languages: ReadonlyArray<Language>
  /** What a word that one agent alone has is worth, which depends on how many there are. */
  readonly rarest: number
}

const bySpaces = (text: string) => text.split(" ")

const write = (agents: ReadonlyArray<Brain>): Library => {
  const index = new MiniSearch<Card>({ fields: [...fields], tokenize: bySpaces, processTerm: (term) => term })
  index.addAll(agents.map(cardOf))
  return {
    index,
    languages: [...new Set(agents.map(({ language }) => language))],
    rarest: Math.log(1 + (agents.length - 0.5) / 1.5),
  }
}

const libraries = new WeakMap<ReadonlyArray<Brain>, Library>()

/** Written once a team. */
const libraryOf = (agents: ReadonlyArray<Brain>): Library => {
  const known = libraries.get(agents)
  if (known !== undefined) return known
  const library = write(agents)
  libraries.set(agents, library)
  return library
}

/** Agents whose files share a telling word with the text, best first; those of the same rank in the order of the team. */
export const find = (agents: ReadonlyArray<Brain>, text: string): ReadonlyArray<Found> => {
  const { index, languages, rarest } = libraryOf(agents)
  const said = new Map<string, string>()
  const about = subject(text)
  for (const word of about) {
    for (const language of languages) for (const it of stemsOf(word, language)) said.set(it, word)
  }
  if (said.size === 0) return []
  return index
    .search([...said.keys()].join(" "), {
      boost: worth,
      bm25,
      fuzzy: (term) => (term.length >= longStem ? 1 : false),
    })
    .map(({ id, score, queryTerms }) => ({
      at: id as number,
      brain: agents[id as number]!,
      points: score / rarest,
      words: [...new Set(queryTerms.map((term) => said.get(term) ?? term))],
    }))
    .toSorted((a, b) => b.points - a.points || a.at - b.at)
    .map(({ brain, points, words }) => ({ brain, points, words, share: words.length / about.length }))
}
