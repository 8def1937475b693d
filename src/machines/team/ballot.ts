/** What is put to the vote, under which rules, and how an agent's answer is read as a vote. */
import { Schema } from "effect"
import { Person, Snowflake } from "../values.ts"

/** Options of one vote, at least and at most. */
export const fewest = 2
export const most = 10

/** Among options with as many votes: the one listed first wins, none does, or there is one more vote among these. */
export const TieRule = Schema.Literals(["first", "none", "again"])
export type TieRule = typeof TieRule.Type

export const Ballot = Schema.Struct({
  question: Schema.String,
  options: Schema.Array(Schema.String),
  /** How long it is open; a second round is open for as long again. */
  minutes: Schema.Int,
  /** How many must have voted for it to count. */
  quorum: Schema.Int,
  /** The agents that are asked, under the names that people read. */
  agents: Schema.Array(Schema.Struct({ brain: Schema.String, name: Schema.String })),
  /** What a vote of each counts; `each` is by an agent's or a person's id. */
  weights: Schema.Struct({
    people: Schema.Number,
    agents: Schema.Number,
    each: Schema.Record(Schema.String, Schema.Number),
  }),
  tie: TieRule,
  by: Person,
  channel: Snowflake,
  guild: Schema.NullOr(Snowflake),
})
export type Ballot = typeof Ballot.Type

/** Labels that are numbers would be mistaken for the numbers of options. */
const isNumbered = (labels: ReadonlyArray<string>): boolean => !labels.some((label) => /^\W*\d/.test(label))

/** What an agent is asked; `open` are the indexes of the options that may be voted for. */
export const promptOf = ({ question, options }: Ballot, open: ReadonlyArray<number>): string => {
  const labels = open.map((option) => options[option]!)
  const numbered = isNumbered(labels)
  return [
    `The team votes on this question: ${question}`,
    `The options:`,
    ...labels.map((label, index) => (numbered ? `${index + 1}. ${label}` : `- ${label}`)),
    `Vote for exactly one option. Begin your answer with ${numbered ? "its number" : "its words"}, then give your reason in one sentence.`,
  ].join("\n")
}

const prompt =
  /^The team votes on this question: (?<question>.*)\nThe options:\n(?<options>(?:(?:\d+\.|-) .*\n)+)Vote for /

/** What such a prompt asks, for who answers without a model; null for any other text. */
export const readPrompt = (
  text: string,
): { readonly question: string; readonly options: ReadonlyArray<string> } | null => {
  const { question, options } = prompt.exec(text)?.groups ?? {}
  if (question === undefined || options === undefined) return null
  return {
    question,
    options: options
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^(\d+\.|-) /, "")),
  }
}

const folded = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Where a label stands in a text as whole words; -1: nowhere. */
const placeOf = (label: string, text: string): number =>
  text.search(new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(label)}(?![\\p{L}\\p{N}_])`, "u"))

/** The options that a text names. A longer label hides the shorter one that it holds: `yes, later` is not `yes`. */
const namedIn = (labels: ReadonlyArray<string>, text: string): ReadonlyArray<number> => {
  const found: Array<number> = []
  let rest = text
  const longestFirst = labels
    .map((label, index) => ({ label, index }))
    .toSorted((a, b) => b.label.length - a.label.length)
  for (const { label, index } of longestFirst) {
    if (label === "" || placeOf(label, rest) === -1) continue
    found.push(index)
    rest = rest.replaceAll(label, " ")
  }
  return found
}

const onlyOne = (found: ReadonlyArray<number>): number | null => (found.length === 1 ? found[0]! : null)

/** `2.`, `Option 2:`, `**2**`, `I vote for option 2`, at the beginning. What an agent says is not to be searched for long. */
const opening =
  /^(?:i vote(?: for)?|my vote(?: is| goes to)?|vote)?[^\p{L}\p{N}]{0,4}(?:option|number|no\.?)?[^\p{L}\p{N}]{0,4}(\d{1,2})(?![\p{L}\p{N}])/u
const numbers = /(?:option|number|#) ?(\d{1,2})(?!\p{N})/gu

/**
 * The index among `labels` of the option that an answer is for, read leniently: its number at the beginning, its words in
 * the first sentence, then anywhere; null when it names none, or several.
 */
export const readVote = (labels: ReadonlyArray<string>, answer: string): number | null => {
  const text = folded(answer).replace(/^[^\p{L}\p{N}#]+/u, "")
  const words = labels.map(folded)
  const numbered = isNumbered(labels)
  const byNumber = (number: string | undefined): number | null => {
    const index = Number(number) - 1
    return numbered && index >= 0 && index < labels.length ? index : null
  }
  const first = /^[^.!?\n]*[.!?]?/.exec(text.replace(opening, "$1 "))?.[0] ?? ""
  const said = [...text.matchAll(numbers)].map(([, number]) => byNumber(number)).filter((it) => it !== null)
  return (
    byNumber(opening.exec(text)?.[1]) ??
    onlyOne(namedIn(words, first)) ??
    onlyOne(namedIn(words, text)) ??
    onlyOne([...new Set(said)])
  )
}
