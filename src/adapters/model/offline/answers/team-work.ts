/**
 * A turn in a vote or a debate, without a model: what can be compared is compared, what can be counted is counted, and the
 * answer says that this is all it is. Pure.
 */
import type { Prompt } from "../../../../actors/performing/model.ts"
import * as ballot from "../../../../machines/team/ballot.ts"
import * as motion from "../../../../machines/team/motion.ts"
import { isQuestion } from "../../../../machines/memory/recap.ts"
import { briefOf } from "../brief.ts"
import { byFreshness, seedOf } from "../choice.ts"
import { unlabelled } from "../label.ts"
import { clip, sentences, stems } from "../words.ts"

/** Whether a text is what a vote, a debate or a summary asks, and nobody's own words. */
export const isTask = (text: string): boolean =>
  ballot.readPrompt(text) !== null || motion.readPrompt(text) !== null || isQuestion(text)

/** The answer to such a turn; null when it is none. */
export const teamWork = (prompt: Prompt): ReadonlyArray<string> | null => {
  const vote = ballot.readPrompt(prompt.message.text)
  if (vote !== null) return voteFor(prompt, vote.options)
  const debate = motion.readPrompt(prompt.message.text)
  if (debate === null) return null
  return debate.as === "judge" ? verdict(prompt) : statement(prompt, debate)
}

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlyArray<string> =>
  [...a].filter((stem) => b.has(stem))

/** The option that has most words in common with the agent's brief and memory; by lot, when none has more than others. */
const voteFor = (
  { brain, message, memory }: Prompt,
  options: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const known = stems([brain.role, brain.prompt, ...memory.map(({ value }) => value)].join("\n"))
  const common = options.map((option) => shared(stems(option), known).length)
  const best = Math.max(...common)
  const leaders = options.filter((_, at) => common[at] === best)
  if (best > 0 && leaders.length === 1)
    return [`${leaders[0]}. Of all options, it has most in common with my brief; no model weighs it here.`]
  const drawn = leaders[seedOf(`${brain.id} ${message.text}`) % leaders.length]!
  return [`${drawn}. That is drawn by lot: no model weighs it here, and my brief does not bear on it.`]
}

interface Debated {
  readonly topic: string
  readonly position: string
}

/** Takes up what the other side said last, and brings a rule of its own brief. */
const statement = (prompt: Prompt, { topic, position }: Debated): ReadonlyArray<string> => {
  const { brain, lent } = prompt
  const other = lent.findLast((line) => line.brain !== brain.id)
  const said = other === undefined ? undefined : sentences(unlabelled(other.text))[0]
  const [rule] = byFreshness(prompt, briefOf(brain).rules, (it) => it)
  return [
    position === ""
      ? `I speak to “${clip(topic, 160)}” from my brief.`
      : `I stand for: ${clip(position, 200)}.`,
    ...(other === undefined || said === undefined
      ? []
      : [`${other.author} said “${clip(said.replace(/[.!?]+$/, ""), 160)}”: I keep to my side.`]),
    ...(rule === undefined ? [] : [`What I go by: “${rule}”`]),
    "No model is here to argue further.",
  ]
}

/** Whoever said more different things about it, by their words: that can be counted, and nothing else. */
const verdict = ({ message, lent }: Prompt): ReadonlyArray<string> => {
  const topic = stems(motion.readPrompt(message.text)?.topic ?? "")
  const bySide = Map.groupBy(
    lent.filter(({ brain }) => brain !== null),
    ({ author }) => author,
  )
  const counts = [...bySide].map(([name, lines]) => {
    const used = stems(lines.map(({ text }) => unlabelled(text)).join("\n"))
    return { name, words: used.size, onTopic: shared(used, topic).length }
  })
  const counted = counts
    .map(({ name, words, onTopic }) => `${name} used ${words} different words, ${onTopic} of the topic's`)
    .join("; ")
  const sum = ({ words, onTopic }: (typeof counts)[number]) => words + onTopic
  const most = Math.max(...counts.map(sum))
  const leaders = counts.filter((it) => sum(it) === most)
  const winner = leaders.length === 1 ? leaders[0]!.name : "DRAW"
  return [`${winner}. No model is here to judge, so I can only count: ${counted}.`]
}
