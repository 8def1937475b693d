/**
 * The manager without a model: of the agents in whose field a message is, those who know most about it, as the team's library
 * ranks them (`library.ts`); under a threshold nobody speaks. The same message gets the same answer. Pure.
 */
import type { Familiar, Question, Responders } from "../../../actors/performing/model.ts"
import type { Brain } from "../../../machines/agent/brain.ts"
import { spoken } from "../../../machines/conversation/routing.ts"
import { fallBack, mostResponders } from "../route.ts"
import { find, type Found } from "./library.ts"
import { asks, goesOn, greeting, isPersonal, toEverybody } from "./speech.ts"
import { listed, stems } from "./words.ts"

/** In points of the library, words that count, and their share of all that the message is about. */
export interface Threshold {
  readonly points: number
  readonly words: number
  readonly share: number
}
/** Who is asked something speaks from here on. */
const forQuestions: Threshold = { points: 1, words: 1, share: 1 / 8 }
/** A remark has to concern an agent far more, and is nobody's while other people are there. */
const forRemarks: Threshold = { points: 4, words: 2, share: 1 / 2 }

/** Agents at least so good, measured by the best, speak too. */
const nearly = 1 / 2

/** By which rule it was decided. */
export type Rule =
  | "person"
  | "taught"
  | "field"
  | "familiar"
  | "everybody"
  | "goesOn"
  | "alone"
  | "nobodysField"
  | "talk"

export const route = (question: Question): Responders => byRule(question).choice

export const byRule = (question: Question): { readonly rule: Rule; readonly choice: Responders } => {
  const { team, message, lent } = question
  const decided = (rule: Rule, ids: ReadonlyArray<string>, reason: string) => ({
    rule,
    choice: { responders: ids, reason },
  })
  if (message.pinged.length > 0 && !message.toTeam) {
    return decided("person", [], "it speaks to a person, so nobody cuts in")
  }
  const said = spoken(message.text)
  const last = team.agents.find(({ id }) => id === lent.at(-1)?.brain)
  const alone = isAlone(question)
  const taught = learned(question, said)
  if (taught !== null) return { rule: "taught", choice: taught }
  const asked = isAsked(question)
  const fit = asked || alone ? fitting(rank(question)) : []
  if (fit.length > 0) {
    const reasons = fit.map(({ brain, words }) => `${brain.name} knows about ${quoted(words.slice(0, 3))}`)
    return decided(
      "field",
      fit.map(({ brain }) => brain.id),
      reasons.join("; "),
    )
  }
  const familiar = asked ? talkedAbout(question, said) : undefined
  if (familiar !== undefined) {
    const { id, name } = familiar
    return decided("familiar", [id], `${name} and ${message.author.name} have talked about that before`)
  }
  if (toEverybody(said)) {
    return decided("everybody", [team.lead.id], `it is said to everybody, and ${team.lead.name} leads`)
  }
  if (last !== undefined && goesOn(said)) {
    return decided("goesOn", [last.id], `${last.name} spoke last and is asked on`)
  }
  if ((asked || greeting.test(said)) && alone) {
    return decided("alone", [team.lead.id], `nobody else is here to answer, and ${team.lead.name} leads`)
  }
  return asked
    ? { rule: "nobodysField", choice: fallBack("it is in nobody's field", question) }
    : { rule: "talk", choice: fallBack("it is talk among people", question) }
}

/** An agent as the manager sees it for a message: what it knows of it, and whether that is enough. */
export interface Ranked extends Found {
  readonly fits: boolean
}

/** It wants something of agents: it is said to them, or to no person in particular. */
const isAsked = (question: Question): boolean => {
  const { message, lent } = question
  if (message.toTeam) return true
  const said = spoken(message.text)
  const agentSpoke = (lent.at(-1)?.brain ?? null) !== null
  return asks(said) && (isAlone(question) || agentSpoke || !isPersonal(said))
}

/** How much an agent must know of a message. */
export const thresholdOf = (question: Question): Threshold => (isAsked(question) ? forQuestions : forRemarks)

/** All agents that know anything about a message, the best first. */
export const rank = (question: Question): ReadonlyArray<Ranked> => {
  const least = thresholdOf(question)
  const ranked = find(question.team.agents, spoken(question.message.text))
  const best = ranked[0]?.points ?? 0
  return ranked.map((found) => {
    const { points, words, share } = found
    const fits =
      points >= least.points && words.length >= least.words && share >= least.share && points >= best * nearly
    return { ...found, fits }
  })
}

const fitting = (ranked: ReadonlyArray<Ranked>) => ranked.filter(({ fits }) => fits).slice(0, mostResponders)

/** Words that a message and a session must have in common, of those that say what they are about. */
const inCommon = 2

/** The agent whose last talk with who asks was about the same. */
const talkedAbout = ({ team, sessions }: Question, said: string): Brain | undefined => {
  const about = stems(said)
  const common = ({ last: { asked, answered } }: Familiar) =>
    [...stems(`${asked} ${answered}`)].filter((it) => about.has(it)).length
  const best = sessions.toSorted((a, b) => common(b) - common(a))[0]
  return best === undefined || common(best) < inCommon
    ? undefined
    : team.agents.find(({ id }) => id === best.brain)
}

/** Of the words that say what a message is about, so many are as good as all: then it is of a kind with another. */
const ofAKind = 1 / 2

/** A message of a kind that people have taken from others before goes to those whom they wanted. The newest correction counts. */
const learned = ({ team, corrections }: Question, said: string): Responders | null => {
  const about = stems(said)
  const taught = corrections.findLast(({ text }) => {
    const before = stems(text)
    const both = [...before].filter((it) => about.has(it)).length
    return both >= 2 && both >= ofAKind * Math.max(before.size, about.size)
  })
  const wanted = team.agents.filter(({ id }) => taught?.wanted.includes(id))
  return wanted.length === 0
    ? null
    : {
        responders: wanted.map(({ id }) => id).slice(0, mostResponders),
        reason: `people called ${listed(wanted.map(({ name }) => name))} for such a message before`,
      }
}

/** No other person has spoken lately: who asks or greets, means the team. */
const isAlone = ({ message, lent }: Question): boolean =>
  lent.every(({ brain, author }) => brain !== null || author === message.author.name)

const quoted = (words: ReadonlyArray<string>) => words.map((word) => `“${word}”`).join(", ")
