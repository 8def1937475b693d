/**
 * The manager without a model: of the agents in whose field a message is, those who know most about it, as the team's library
 * ranks them (`library.ts`); under a threshold nobody speaks. The same message gets the same answer. Pure.
 */
import type { Question, Responders } from "../../../actors/model.ts"
import { fallBack, mostResponders } from "../route.ts"
import { find } from "./library.ts"
import { asks, goesOn, greeting, toEverybody } from "./speech.ts"

/** Who is asked something speaks from here on; a remark among people has to concern an agent far more. */
const threshold = { asked: { points: 1, words: 1 }, remark: { points: 4, words: 2 } }

/** Agents at least so good, measured by the best, speak too. */
const nearly = 1 / 2

export const route = (question: Question): Responders => {
  const { team, message, lent } = question
  if (message.pinged.length > 0 && !message.toTeam) {
    return { responders: [], reason: "it speaks to a person, so nobody cuts in" }
  }
  const asked = asks(message.text) || message.toTeam
  const least = asked ? threshold.asked : threshold.remark
  const ranked = find(team.agents, message.text)
  const best = ranked[0]?.points ?? 0
  const fit = ranked
    .filter(
      ({ points, words }) => points >= least.points && points >= best * nearly && words.length >= least.words,
    )
    .slice(0, mostResponders)
  if (fit.length > 0) {
    const reasons = fit.map(({ brain, words }) => `${brain.name} knows about ${quoted(words.slice(0, 3))}`)
    return { responders: fit.map(({ brain }) => brain.id), reason: reasons.join("; ") }
  }
  if (toEverybody(message.text)) {
    return { responders: [team.lead.id], reason: `it is said to everybody, and ${team.lead.name} leads` }
  }
  const last = team.agents.find(({ id }) => id === lent.at(-1)?.brain)
  if (last !== undefined && goesOn(message.text)) {
    return { responders: [last.id], reason: `${last.name} spoke last and is asked on` }
  }
  if ((asked || greeting.test(message.text)) && isAlone(question)) {
    return {
      responders: [team.lead.id],
      reason: `nobody else is here to answer, and ${team.lead.name} leads`,
    }
  }
  return fallBack(asked ? "it is in nobody's field" : "it is talk among people", question)
}

/** No other person has spoken lately: who asks or greets, means the team. */
const isAlone = ({ message, lent }: Question): boolean =>
  lent.every(({ brain, author }) => brain !== null || author === message.author.name)

const quoted = (words: ReadonlyArray<string>) => words.map((word) => `“${word}”`).join(", ")
