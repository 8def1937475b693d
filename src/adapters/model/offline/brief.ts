/** What a brain's own prompt tells its agent: how to work, what to find out first, whom to leave what. Pure. */
import type { Brain } from "../../../machines/agent/brain.ts"
import { flat } from "./own-words.ts"
import { indirectQuestions } from "./questions.ts"
import { sentences, stems } from "./words.ts"

export interface Brief {
  /** How it works: the first sentence of each point, verbatim. */
  readonly rules: ReadonlyArray<string>
  /** What it has to find out, as questions to people. */
  readonly questions: ReadonlyArray<string>
  /** What is left to others, verbatim; null when the prompt names nobody. */
  readonly others: string | null
  /** The names of those. */
  readonly colleagues: ReadonlyArray<string>
}

const briefs = new WeakMap<Brain, Brief>()

/** Worked out once a brain. */
export const briefOf = (brain: Brain): Brief => {
  const known = briefs.get(brain)
  if (known !== undefined) return known
  const brief = read(brain)
  briefs.set(brain, brief)
  return brief
}

const read = (brain: Brain): Brief => {
  const all = sentences(brain.prompt).map(flat)
  const { others, colleagues } = shared(all, brain.name)
  const points = pointsOf(brain.prompt)
  const rules = points.length > 0 ? points : all.filter((it) => !/^you are\b/i.test(it))
  const found = [
    ...points.flatMap((point) => indirectQuestions(point, true)),
    ...all.flatMap((sentence) => indirectQuestions(sentence, false)),
  ]
  return {
    rules: rules.filter((rule) => rule.length <= longestRule && (others === null || !rule.includes(others))),
    questions: [...new Set(found)].slice(0, 4),
    others,
    colleagues,
  }
}

/** A rule that is longer does not fit into a short answer. In characters. */
const longestRule = 160

/** The first sentences of its bullet points, without those of a section on the group. */
const pointsOf = (prompt: string): ReadonlyArray<string> => {
  let aside = false
  return prompt.split("\n").flatMap((line) => {
    const [, point] = /^\s*(?:[-*•]|\d+[.)])\s+(.+)$/.exec(line) ?? []
    if (point === undefined && line.trim() !== "") aside = /\b(group|team|others)\b/i.test(line)
    const [first] = point === undefined || aside ? [] : sentences(point)
    return first === undefined ? [] : [flat(first)]
  })
}

const name = /\bthe (\p{Lu}[\p{L}\p{N}-]*)/gu

/** The clause that names most colleagues. One name alone is a name when something is its own: `the Librarian's`. */
const shared = (all: ReadonlyArray<string>, own: string): Pick<Brief, "others" | "colleagues"> => {
  const [best] = all
    .flatMap((sentence) => sentence.split(/[;:]\s+/))
    .map((clause) => {
      const named = [...clause.matchAll(name)].map(([, it]) => it!).filter((it) => it !== own)
      return {
        clause,
        named: [...new Set(named)],
        owned: /\bthe \p{Lu}[\p{L}-]*['’]s\b|belongs? to the/u.test(clause),
      }
    })
    .filter(
      ({ clause, named, owned }) =>
        clause.length <= longestRule && (named.length > 1 || (named.length === 1 && owned)),
    )
    .sort((a, b) => b.named.length - a.named.length)
  return best === undefined
    ? { others: null, colleagues: [] }
    : { others: best.clause, colleagues: best.named }
}

/** What its role lists after the first words; each once. */
export const topicsOf = ({ role }: Brain): ReadonlyArray<string> => {
  const [, listed = ""] = /(?::|;|–|—|\s-\s)(.*)/s.exec(role) ?? []
  const topics = listed.split(/,\s*|;\s*|\s(?:and|or)\s/)
  const seen = new Set<string>()
  return topics.flatMap((topic) => {
    const text = flat(topic).replace(/[.!?]+$/, "")
    const key = [...stems(text)].join(" ")
    if (key === "" || seen.has(key) || text.length > 30) return []
    seen.add(key)
    return [text]
  })
}
