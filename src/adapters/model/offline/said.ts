/** What people said that bears on a message: in the channel, to this agent before, in memory. Never what agents said. Pure. */
import type { Prompt } from "../../../actors/performing/model.ts"
import { label } from "./label.ts"
import { ownSentences, plain } from "./own-words.ts"
import { asks } from "./speech.ts"
import { rarities, stems } from "./words.ts"

/** A sentence in a person's own words. */
export interface Said {
  /** As it is named in an answer: `you`, a person's name, or the block of memory that holds it. */
  readonly by: string
  readonly text: string
  readonly stems: ReadonlySet<string>
  /** It asks for something rather than tells something. */
  readonly asks: boolean
}

/** `remember that the rent is 1,200` tells of the rent. */
export const toRemember =
  /^(?:(?:please|and|now|can you|could you)\s+)*(?:remember|note|keep in mind|don'?t forget|do not forget|make a note|write down|for the record)\b[\s,:]*(?:that|this|of)?[\s,:]*(?=.)/i

/** `no, the goal is …` tells of the goal. */
const interjection = /^(?:no|yes|yeah|yep|well|ok|okay|hm+|oh|ah)\b[,.!]?\s+(?=\S+\s+\S+\s+\S)/i

const said = (by: string, sentence: string): Said => {
  const text = sentence.replace(interjection, "").replace(toRemember, "")
  return { by, text, stems: stems(text), asks: asks(text) }
}

/** What was said in the channel before the message, oldest first, each sentence once; of very much the last. */
export const saidHere = ({ message, lent }: Prompt, names: ReadonlyArray<string>): ReadonlyArray<Said> => {
  const who = (author: string) => (author === message.author.name ? "you" : plain(author))
  return distinct(
    lent
      .filter(({ brain, id }) => brain === null && id !== message.id)
      .flatMap(({ author, text }) => ownSentences(text, names).map((it) => said(who(author), it))),
  )
}

type Elsewhere = Pick<Prompt, "session" | "memory"> & Partial<Pick<Prompt, "digest" | "knowledge">>

/**
 * What memory holds, what the channel knows, and what the same person told this agent before, here or elsewhere. It may be from a private channel:
 * it is for showing to a person who asks about it, and for nothing else.
 */
export const saidElsewhere = (
  { session, memory, digest = null, knowledge = [] }: Elsewhere,
  names: ReadonlyArray<string>,
): ReadonlyArray<Said> =>
  distinct([
    ...memory.flatMap(({ label, value }) =>
      ownSentences(value, []).map((text) => said(`memory, ${plain(label)}`, text)),
    ),
    ...knowledge.flatMap(({ label, text }) =>
      ownSentences(text, []).map((it) => said(`known here, ${plain(label)}`, it)),
    ),
    ...ownSentences(digest?.text ?? "", names).map((text) => said("you", text)),
    // What an agent asked stands in the session like what its user asked: its mark tells it.
    ...session
      .filter(({ asked }) => !asked.includes(label))
      .flatMap(({ asked }) => ownSentences(asked, names).map((text) => said("you", text))),
  ])

/** Comparing each with each is bounded by this. */
const mostSentences = 200

const distinct = (all: ReadonlyArray<Said>): ReadonlyArray<Said> =>
  [...new Map(all.map((it) => [it.text, it])).values()].slice(-mostSentences)

/** The sentences of the message itself; none when it is an agent's. */
export const saidNow = ({ message }: Prompt, names: ReadonlyArray<string>): ReadonlyArray<Said> =>
  message.via === null ? ownSentences(message.text, names).map((text) => said("you", text)) : []

/** Words that nearly every talk holds: to share one of these is to share nothing. */
const common = stems(
  `work working start question answer ask help problem stuff bit idea lot time day guy somebody person man hey hello hi
  lol haha yeah yep sure fine nice cool write read run check show talk mean seem feel call name word sentence message
  channel team offline agent bot today happen add change set find try use
  euro dollar pound percent week month year hour minute`,
)

/**
 * Those that share telling words with `text`, best first: rare words count more (inverse document frequency), statements
 * more than questions, later ones a little more than earlier ones. Words of the `field` that all talk here is about count,
 * but to share these alone is to share nothing.
 */
export const relatedTo = (
  text: string,
  all: ReadonlyArray<Said>,
  field: ReadonlySet<string> = new Set(),
): ReadonlyArray<Said> => {
  const wanted = [...stems(text)].filter((it) => !common.has(it))
  const rarity = rarities(all)
  return all
    .map((it, at) => {
      const shared = wanted.filter((of) => it.stems.has(of))
      const telling = shared.filter((of) => !field.has(of)).length
      const points = shared.reduce((sum, of) => sum + rarity(of), 0)
      return { it, telling, rank: points * (it.asks ? 0.5 : 1) + at / all.length / 4 }
    })
    .filter(({ it, telling }) => telling > (it.asks ? 1 : 0) && isWhole(it) && it.text !== text)
    .sort((a, b) => b.rank - a.rank)
    .map(({ it }) => it)
}

/** Not what is left of a sentence whose code or list went. */
const isWhole = ({ text, stems }: Said): boolean => stems.size > 1 && !text.endsWith(":")
