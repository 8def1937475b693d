/** What an agent would settle next: topics of its own field, with what was said about each already. Pure. */
import type { Prompt } from "../../../actors/model.ts"
import { pick, seedOf } from "./choice.ts"
import { fieldTextOf, isSpeakers } from "./context.ts"
import { sentencesOf, type Sentence } from "./summary.ts"
import { clip, quote, stem, stems, subject } from "./words.ts"

/** The topics of a brain: what its role lists after the first words, then its triggers; each once. */
export const topicsOf = ({ role, triggers }: Prompt["brain"]): ReadonlyArray<string> => {
  const [, ...rest] = role.split(/[:,;–—]\s*|\s-\s|\band\b/)
  const seen = new Set<string>()
  return [...rest, ...triggers].flatMap((topic) => {
    const key = [...stems(topic)].join(" ")
    if (key === "" || seen.has(key)) return []
    seen.add(key)
    return [clip(topic.trim(), 40)]
  })
}

/** What the message is about beside the agent's field, in its own words: the two longest, as they stand. */
export const focusOf = (text: string, brain: Prompt["brain"]): string => {
  const field = stems(fieldTextOf(brain))
  const all = subject(text).filter((word) => !field.has(stem(word)))
  const longest = all.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 2)
  return all
    .filter((word) => longest.includes(word))
    .map((word) => clip(word, 30))
    .join(" and ")
}

/**
 * At most `most` lines: topics that the message or the channel touches first, then others, in turn. Sentences in `used`
 * were quoted already.
 */
export const agenda = (prompt: Prompt, most: number, used: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { brain, message, lent } = prompt
  const seed = seedOf(brain.id + message.text)
  const said = sentencesOf(lent.filter((line) => line.brain !== brain.id && line.text !== message.text))
  const own = sentencesOf([
    { id: message.id, author: message.author.name, brain: message.via, text: message.text, at: 0 },
  ])
  const topics = topicsOf(brain)
  const ranked = topics
    .map((topic, at) => {
      const wanted = [...stems(topic)]
      const holds = (sentence: Sentence) => wanted.every((it) => sentence.stems.has(it))
      const hit = said.findLast((it) => holds(it) && !used.includes(it.text)) ?? said.findLast(holds)
      return { topic, hit, asked: own.find(holds), turn: (at + seed) % topics.length }
    })
    .sort(
      (a, b) => Number(!!b.asked) - Number(!!a.asked) || Number(!!b.hit) - Number(!!a.hit) || a.turn - b.turn,
    )
    .slice(0, most)

  const focus = focusOf(message.text, brain)
  const quoted = new Set(used)
  return ranked.map(({ topic, hit, asked }, at) => {
    const source = hit ?? (own.length > 1 ? asked : undefined)
    if (source === undefined)
      return `**${topic}** – ${pick(open, seed + at)(focus === "" ? "" : ` for ${focus}`)}`
    const who = isSpeakers(source, message) ? "you" : plain(source.author)
    if (quoted.has(source.text)) return `**${topic}** – ${who} named it above`
    quoted.add(source.text)
    return `**${topic}** – ${who}: ${quote(source.text, 100)}`
  })
}

const open: readonly [(of: string) => string, ...ReadonlyArray<(of: string) => string>] = [
  (of) => `nothing was said about it${of} yet`,
  (of) => `what do we know about it${of}?`,
  (of) => `who can speak to it${of}?`,
  (of) => `still open${of}`,
  (of) => `one sentence about it${of} would help`,
]

/** A name as it can stand in a sentence: no markup, no line break. */
export const plain = (name: string): string =>
  clip(
    name
      .replace(/[\p{C}\p{Zl}\p{Zp}*_`~|<>@#\\]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim() || "somebody",
    40,
  )
