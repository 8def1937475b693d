/** What is debated, by whom and under which rules; what each is asked; and how what they answer is read. */
import { Schema } from "effect"
import { readVote } from "./ballot.ts"
import { Person, Snowflake } from "../values.ts"

/** Sides of one debate, at least and at most. */
export const fewestSides = 2
export const mostSides = 4
export const mostRounds = 6

const Speaker = { brain: Schema.String, name: Schema.String }

export const Motion = Schema.Struct({
  topic: Schema.String,
  /** An empty position is the agent's own to choose. */
  sides: Schema.Array(Schema.Struct({ ...Speaker, position: Schema.String })),
  rounds: Schema.Int,
  /** How long each may take for one turn. */
  minutes: Schema.Int,
  judge: Schema.Struct(Speaker),
  by: Person,
  channel: Snowflake,
  guild: Schema.NullOr(Snowflake),
})
export type Motion = typeof Motion.Type

/** What a side says when it has come to agree: the debate ends when that is the last word of all. */
export const agreement = "AGREED"

const positionOf = ({ name, position }: Motion["sides"][number]): string =>
  `${name}: ${position === "" ? "a position of its own" : position}`

/** What a side is asked for in a round; what has been said so far is lent beside it. */
export const sidePrompt = (motion: Motion, side: number, round: number): string => {
  const { topic, sides, rounds } = motion
  const others = sides.filter((_, index) => index !== side).map(positionOf)
  const { position } = sides[side]!
  return [
    `You take a side in a debate. The topic: ${topic}`,
    position === ""
      ? "Your position is yours to choose: say what it is, and keep to it."
      : `Your position: ${position}`,
    `The other sides: ${others.join("; ")}`,
    `This is round ${round} of ${rounds}. ${round === 1 ? "Open with your strongest argument" : "Answer the strongest point that was made against you"}, in at most 150 words, and speak as yourself.`,
    `Only if you have come to agree with the other sides, begin with the word ${agreement} and say on what.`,
  ].join("\n")
}

/** Why a judge is asked again. */
export type Lack = "reasons" | "winner"

/** What the judge is asked for; `lack` is what was missing in the answer before. */
export const judgePrompt = ({ topic, sides }: Motion, lack: Lack | null): string =>
  [
    ...(lack === null
      ? []
      : [
          lack === "reasons"
            ? "Your verdict gave no reasons, and without them it does not count."
            : "Your verdict named no side, nor a draw.",
        ]),
    `You judge a debate that is over. The topic: ${topic}`,
    `The sides: ${sides.map(positionOf).join("; ")}`,
    `Judge how it was argued, not what you think yourself. Begin with the name of the side that argued best, or with DRAW. Then give your reasons in two or three sentences that name what was said.`,
  ].join("\n")

/** What a prompt of a debate asks, for who answers without a model; null for any other text. */
export const readPrompt = (
  text: string,
): { readonly topic: string; readonly as: "side" | "judge"; readonly position: string } | null => {
  const side = /^You take a side in a debate\. The topic: (.*)\n(?:Your position: (.*)\n)?/.exec(text)
  if (side !== null) return { topic: side[1]!, as: "side", position: side[2] ?? "" }
  const judge = /^You judge a debate that is over\. The topic: (.*)$/m.exec(text)
  return judge === null ? null : { topic: judge[1]!, as: "judge", position: "" }
}

const openingWord = /^[^\p{L}\p{N}]*(\p{L}+)/u

/** Whether a side says that it agrees. */
export const agrees = (statement: string): boolean =>
  openingWord.exec(statement)?.[1]?.toUpperCase() === agreement

/** Words beyond the names and the verdict itself, from which on there are reasons. */
const reasonsFrom = 6

export interface Judgement {
  /** A side's index; null: a draw. */
  readonly winner: number | null
  readonly reasons: string
}

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

/** A judge's answer, read leniently: whom it names at the beginning, else alone; or what it lacks. */
export const readVerdict = ({ sides }: Motion, answer: string): Judgement | Lack => {
  const labels = [...sides.map(({ name }) => name), "draw"]
  const text = folded(answer).replace(/^[^\p{L}\p{N}]+/u, "")
  const first = labels
    .map((label, index) => ({ label: folded(label), index }))
    .toSorted((a, b) => b.label.length - a.label.length)
    .find(({ label }) => text.startsWith(label) && !/^[\p{L}\p{N}]/u.test(text.slice(label.length)))
  const named = first?.index ?? readVote(labels, answer)
  const rest = labels.reduce((left, label) => left.replaceAll(folded(label), " "), text)
  if ((rest.match(/[\p{L}\p{N}]+/gu) ?? []).length < reasonsFrom) return "reasons"
  if (named === null) return "winner"
  return { winner: named === sides.length ? null : named, reasons: answer.trim() }
}
