/** What was said, asked and noted that bears on a message. Pure. */
import type { Prompt } from "../../../actors/model.ts"
import type { Message } from "../../../machines/values.ts"
import { unlabelled } from "./label.ts"
import { rarities, sentencesOf, type Sentence } from "./summary.ts"
import { sentences, stems } from "./words.ts"

/**
 * What others said that shares words with the message, one sentence a speaker, most related first. Words of the agent's
 * own field count on top, so that two agents do not pick the same; an agent's sentence counts more, as does a later one.
 */
export const relatedLines = ({ brain, message, lent }: Prompt): ReadonlyArray<Sentence> => {
  const all = sentencesOf(lent.filter((line) => line.brain !== brain.id && line.text !== message.text))
  const points = overlapWith(message.text, all)
  const field = overlapWith(fieldTextOf(brain), all)
  const ranked = all
    .map((sentence, at) => ({ sentence, at, shared: points(sentence.stems) }))
    .filter(({ shared }) => shared > 0)
    .map(({ sentence, at, shared }) => {
      const voice = sentence.brain === null ? 1 : 1.25
      return { sentence, at, rank: (shared + field(sentence.stems)) * voice + at / all.length / 4 }
    })
    .sort((a, b) => b.rank - a.rank || a.at - b.at)
  return [
    ...new Map(ranked.toReversed().map(({ sentence }) => [sentence.author, sentence])).values(),
  ].toReversed()
}

/** Who speaks: the person, or the id of the agent whose answer called this one. */
export const speakerOf = ({ author, via }: Message): string => via ?? author.name

/** Whether the one who speaks now said this. */
export const isSpeakers = ({ author, brain }: Sentence, message: Message): boolean =>
  message.via === null ? brain === null && author === message.author.name : brain === message.via

/** What a brain is for, in words. */
export const fieldTextOf = ({ role, triggers }: Prompt["brain"]): string => [role, ...triggers].join(" ")

/** The last thing that an agent other than this one said, if it is among the last lines. */
export const lastAgent = ({ brain, lent }: Prompt): Sentence | undefined =>
  sentencesOf(lent.slice(-3).filter((line) => line.brain !== null && line.brain !== brain.id)).at(-1)

/** The earlier exchange that is most like the message; of those alike the latest. */
export const relatedExchange = ({ message, session }: Prompt) => {
  const all = session
    .filter(({ asked }) => asked.trim() !== "" && asked !== message.text)
    .map((exchange) => ({
      ...exchange,
      answered: unlabelled(exchange.answered),
      stems: stems(exchange.asked),
    }))
  return best(all, overlapWith(message.text, all))
}

/** The sentence of shared memory that is most like the message, with the label of its block. */
export const relatedMemory = ({ message, memory }: Prompt) => {
  const all = memory.flatMap(({ label, value }) =>
    sentences(value).map((text) => ({ label, text, stems: stems(`${label} ${text}`) })),
  )
  return best(all, overlapWith(message.text, all))
}

const overlapWith = (text: string, all: ReadonlyArray<{ readonly stems: ReadonlySet<string> }>) => {
  const own = stems(text)
  const weight = rarities(all)
  return (other: ReadonlySet<string>): number => {
    let sum = 0
    for (const it of own) if (other.has(it)) sum += weight(it)
    return sum
  }
}

const best = <A extends { readonly stems: ReadonlySet<string> }>(
  all: ReadonlyArray<A>,
  points: (stems: ReadonlySet<string>) => number,
): A | undefined =>
  all.reduce<{ readonly item: A; readonly points: number } | undefined>((found, item) => {
    const own = points(item.stems)
    return own > 0 && own >= (found?.points ?? 0) ? { item, points: own } : found
  }, undefined)?.item
