/** Whose trigger words a text holds: whole words and phrases, in every form that they take in the brain's language. Pure. */
import type { Brain, Language } from "../../machines/agent/brain.ts"
import { spoken } from "../../machines/conversation/routing.ts"
import { isFormOf, stem } from "./languages.ts"
import { folded, wordsOf, type Word } from "./words.ts"

/** A trigger that was heard, and the words of the text that it was heard in. */
export interface Heard {
  readonly brain: Brain
  readonly trigger: string
  readonly words: string
}

/** A trigger of words with spaces, hyphens or apostrophes between: it is heard word by word. */
interface Phrase {
  readonly trigger: string
  readonly words: ReadonlyArray<Word>
}

/** A trigger with other marks in it, such as `c++` or `50%`: it is heard letter by letter. */
interface Literal {
  readonly trigger: string
  readonly pattern: RegExp
}

interface Ear {
  /** By the stem of their first word. */
  readonly phrases: ReadonlyMap<string, ReadonlyArray<Phrase>>
  readonly literals: ReadonlyArray<Literal>
}

const words = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*([\s_'’\u2010\u2011-]+[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u

/** No letter, digit or underscore of any script touches it. */
const literal = (trigger: string): RegExp => {
  const letters = trigger.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${letters}(?![\\p{L}\\p{M}\\p{N}_])`, "iu")
}

const listen = ({ triggers, language }: Brain): Ear => {
  const all = triggers.map((trigger) => trigger.normalize("NFC").trim()).filter((trigger) => trigger !== "")
  const phrases = all
    .filter((trigger) => words.test(trigger))
    .map((trigger): Phrase => ({ trigger, words: wordsOf(trigger) }))
  return {
    phrases: Map.groupBy(phrases, (phrase) => stem(phrase.words[0]!.folded, language)),
    literals: all
      .filter((trigger) => !words.test(trigger))
      .map((trigger) => ({ trigger, pattern: literal(trigger) })),
  }
}

/** Made once for each brain, and kept as long as it is. */
const ears = new WeakMap<Brain, Ear>()

const earOf = (brain: Brain): Ear => {
  const known = ears.get(brain)
  if (known !== undefined) return known
  const ear = listen(brain)
  ears.set(brain, ear)
  return ear
}

/** What is said, with its stems worked out once a language. */
const listenTo = (text: string) => {
  const said = spoken(text)
  const all = wordsOf(said)
  const stems = new Map<Language, ReadonlyArray<string>>()
  const stemsIn = (language: Language): ReadonlyArray<string> => {
    const known = stems.get(language)
    if (known !== undefined) return known
    const made = all.map((word) => stem(word.folded, language))
    stems.set(language, made)
    return made
  }
  return { said, all, stemsIn }
}

const standsAt = (all: ReadonlyArray<Word>, at: number, phrase: Phrase, language: Language): boolean =>
  phrase.words.every((word, n) => {
    const here = all[at + n]
    return (
      here !== undefined && (n === 0 || here.gap === word.gap) && isFormOf(here.folded, word.folded, language)
    )
  })

const firstHeard = (brain: Brain, { said, all, stemsIn }: ReturnType<typeof listenTo>): Heard | null => {
  const { phrases, literals } = earOf(brain)
  const stems = phrases.size === 0 ? [] : stemsIn(brain.language)
  for (const [at, here] of stems.entries()) {
    const phrase = phrases.get(here)?.find((it) => standsAt(all, at, it, brain.language))
    if (phrase === undefined) continue
    const last = all[at + phrase.words.length - 1]!
    return { brain, trigger: phrase.trigger, words: said.slice(all[at]!.from, last.to) }
  }
  for (const { trigger, pattern } of literals) {
    const found = pattern.exec(said)
    if (found !== null) return { brain, trigger, words: found[0] }
  }
  return null
}

/** For each agent that listens for something in the text, the first of it, in the order of the team. */
export const heardIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<Heard> => {
  const listened = listenTo(text)
  return agents.flatMap((brain) => firstHeard(brain, listened) ?? [])
}

/**
 * The agents one of whose trigger words or phrases stands in a text: `markets` for `market`, not `supermarket`; nothing in
 * code, in what is quoted from others, or in a link.
 *
 * @example
 * matchedIn("two drafts, please", team.agents) // ["writer"], whose trigger is "draft"
 */
export const matchedIn = (text: string, agents: ReadonlyArray<Brain>): ReadonlyArray<string> =>
  heardIn(text, agents).map(({ brain }) => brain.id)

/**
 * Triggers of two brains that are not the same, and yet one stands in the other: what calls one calls both. A sentence each.
 *
 * @example
 * overlapsOf(agents) // ['"market research" of b also calls a by "markets": both answer it']
 */
export const overlapsOf = (agents: ReadonlyArray<Brain>): ReadonlyArray<string> => {
  const told = new Set<string>()
  return agents.flatMap((one) =>
    one.triggers.flatMap((trigger) =>
      heardIn(
        trigger,
        agents.filter((other) => other !== one),
      )
        .filter(({ brain, trigger: its }) => {
          const [here, there] = [`${one.id} ${trigger}`, `${brain.id} ${its}`]
          if (folded(its) === folded(trigger) || told.has(`${there} ${here}`)) return false
          told.add(`${here} ${there}`)
          return true
        })
        .map(
          ({ brain, trigger: its }) =>
            `"${trigger}" of ${one.id} also calls ${brain.id} by "${its}": both answer it`,
        ),
    ),
  )
}
