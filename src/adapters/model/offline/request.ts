/** What text somebody asks for: which kind, and about what. Patterns of English. Pure. */
import { datesIn } from "./facts.ts"
import { clip, sentences, subject } from "./words.ts"

const short =
  "taglines?|slogans?|headlines?|titles?|subject lines?|mottos?|claims?|captions?|names?(?= for\\b)"
const long =
  "announcements?|blog ?posts?|posts?|newsletters?|e-?mails?|mails?|letters?|invitations?|bio|speech|advert(?:isement)?|tweets?|flyers?|press release|release notes|description|intro(?:duction)?|paragraph|text|readme|article|draft"

const shortNoun = new RegExp(`\\b(?:${short})\\b`, "iu")
const noun = new RegExp(`\\b(?:${short}|${long})\\b`, "iu")
const wants =
  /\b(write|draft|compose|phrase|word|suggest|propose|create|make|give|come up with|think of|prepare|need|want|would like|i'd like|can you|could you|can (someone|somebody|anyone|anybody)|please|ideas? for)\b/i
const opens = new RegExp(
  `^\\W*(?:an?|some|one|two|three|\\d+|another|more|new|short|our|the)?\\s*(?:[\\p{L}-]+\\s+){0,2}(?:${short}|${long})\\b(?:\\s+(?:for|about|on|to|of)\\b|\\W*$)`,
  "iu",
)
const wonders = /^\W*(what|why|who|when|where|which|is|are|was|does|do|did|should|how)\b/i
const tells =
  /^\W*(the|this|that|our|my|your|his|her|their|it|i|we|they)\b.*\b(is|are|was|were|has|have|had|looks?|sounds?|needs?)\b/i

export interface Request {
  /** As it was asked for, in the singular: `tagline`, `announcement`. */
  readonly noun: string
  /** A line rather than a text. */
  readonly short: boolean
  /** What it is about, without an article: `tea shop`. */
  readonly topic: string | null
}

/** It asks for a text, and does not only talk about one. */
export const wantsText = (text: string): boolean => sentences(text).some(isRequest)

const isRequest = (sentence: string): boolean => {
  if (!noun.test(sentence) && !(writes.test(sentence) && !written.test(sentence))) return false
  if (wonders.test(sentence) && !/\b(could|can) (you|someone|somebody|anyone|anybody)\b/i.test(sentence))
    return false
  if (tells.test(sentence) && !/\bplease\b|\bneed (an?|some)\b/i.test(sentence)) return false
  return wants.test(sentence) || opens.test(sentence)
}

const writes = /\b(write|draft|compose)\b/i
/** What is written, and no text for readers. */
const written =
  /\b(plan|roadmap|strategy|schedule|code|functions?|macros?|tests?|scripts?|programs?|class|parser|loop)\b/i

/** `a draft of a headline` is a headline. */
export const requestIn = (message: string): Request => {
  const text = sentences(message).find(isRequest) ?? message
  const line = shortNoun.exec(text)
  const found = line ?? noun.exec(text)
  const word = (found?.[0] ?? "text").toLowerCase().replace(/(?<=[^s])s$/, "")
  const after = text.slice(found === null ? 0 : found.index + found[0].length)
  return { noun: word, short: line !== null, topic: topicAfter(after) ?? topicBefore(text, found) }
}

const stop =
  /[,.;:!?()\n]|\s(?:please|pls|that|which|who|because|so that|with|and then|before|after|if|when|now|asap)\b/i
const article = /^(?:(?:the|our|my|a|an|this|that|your|some|its|their|upcoming|coming)\s+)+/i

/** A headline for a newsletter about tea is about tea. */
const carrier = new RegExp(`^(?:${long})\\s+(?:about|on|for)\\s+`, "iu")

/** `… for the tea shop, please` → `tea shop`. */
const topicAfter = (rest: string): string | null => {
  const [, about] =
    /^\W*(?:text\s+)?(?:for|about|on|of|announcing|introducing|to (?:announce|introduce|celebrate))\s+(.+)/is.exec(
      rest,
    ) ?? []
  return about === undefined ? null : phrase(about)
}

/** `our tea shop tagline` → `tea shop`. */
const topicBefore = (text: string, found: RegExpExecArray | null): string | null => {
  if (found === null)
    return topicAfter(
      text.replace(/^.*?\b(?:write|draft|compose)\b(?:\s+(?:me|us|something|a few words|some words))*/is, ""),
    )
  const [, words] = /\b(?:our|the|my)\s+((?:[\p{L}-]+\s+){1,3})$/iu.exec(text.slice(0, found.index)) ?? []
  return words === undefined ? null : phrase(words)
}

const phrase = (words: string): string | null => {
  const dated = datesIn(words)[0]
  const cut = (dated === undefined ? words : words.slice(0, dated.start)).split(stop)[0]!
  const bare = cut.trim().replace(article, "").replace(carrier, "").replace(article, "").replace(/\s+/g, " ")
  return bare === "" || /^(me|us|it|this|that|them|everyone|everybody|people)$/i.test(bare)
    ? null
    : clip(bare, 40)
}

/** It asks for the same once more: `another one, please`. */
export const wantsMore = (text: string): boolean =>
  subject(text).length <= 2 && /\b(another|more|again|else|different|others?)\b/i.test(text)

/** What people call theirs or are about to do: `we open our tea shop in March` → `tea shop`. */
export const ownThing = (text: string): string | null => {
  const [, thing] =
    /\b(?:our|my|(?:launch|open|start|release|build|ship|publish|announce|plan|organi[sz]e|have|host|throw)(?:ing)?\s+(?:an?|the))\s+((?:new\s+)?[\p{L}-]+(?:\s+[\p{L}-]+)?)(?=\s+(?:in|on|at|from|for|with|is|are|was|will|opens?|starts?|to|and|this|next)\b|[,.;:!?]|\s*$)/iu.exec(
      text,
    ) ?? []
  return thing ?? null
}
