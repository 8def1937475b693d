/**
 * The manager without a model: ranks agents by the words that a message shares with them, rare words more than common
 * ones (inverse document frequency; Spärck Jones, "A statistical interpretation of term specificity", 1972). Pure.
 */
import type { Question, Responders } from "../../../actors/model.ts"
import type { Brain } from "../../../machines/brain.ts"
import { fallBack, mostResponders } from "../route.ts"
import { asks, goesOn, greeting, toEverybody } from "./speech.ts"
import { stem, stems, subject } from "./words.ts"

/** What a shared word is worth, by where the agent has it; `topic` is what its role lists after a colon or a dash. */
const worth = { trigger: 3, phrase: 1, topic: 2, role: 1, prompt: 0.5 }

/** Who is asked something speaks from here on; a remark among people has to concern an agent far more. */
const threshold = { asked: 2, remark: 4 }

/** Agents nearly as good as the best speak too. */
const nearly = 2 / 3

interface Score {
  readonly brain: Brain
  readonly points: number
  /** The words of the message that count, most telling first. */
  readonly shared: ReadonlyArray<string>
}

export const route = (question: Question): Responders => {
  const { team, message, lent } = question
  if (message.pinged.length > 0 && !message.toTeam) {
    return { responders: [], reason: "it speaks to a person, so nobody cuts in" }
  }
  const asked = asks(message.text) || message.toTeam
  const least = asked ? threshold.asked : threshold.remark
  const ranked = rank(team.agents, message.text)
  const best = ranked[0]?.points ?? 0
  const fit = ranked
    .filter(({ points }) => points >= least && points >= best * nearly)
    .slice(0, mostResponders)
  if (fit.length > 0) {
    const reasons = fit.map(({ brain, shared }) => `${brain.name} knows about ${listed(shared.slice(0, 3))}`)
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

/** Agents that share a word with the text, best first, those of the same rank by id. */
export const rank = (agents: ReadonlyArray<Brain>, text: string): ReadonlyArray<Score> => {
  const weights = agents.map(fieldOf)
  const spoken = subject(text).map((word) => ({ word, stem: stem(word) }))
  const rarity = (of: string) => {
    const holders = weights.filter((field) => field.has(of)).length
    return holders === 0 ? 0 : Math.log(1 + agents.length / holders) / Math.log(1 + agents.length)
  }
  const said = new Map(spoken.map((it) => [it.stem, { ...it, rarity: rarity(it.stem) }]))
  return agents
    .map((brain, at): Score => {
      const hits = [...said.values()]
        .map((it) => ({ ...it, points: it.rarity * (weights[at]!.get(it.stem) ?? 0) }))
        .filter(({ points }) => points > 0)
        .sort((a, b) => b.points - a.points || (a.word < b.word ? -1 : 1))
      const whole = brain.triggers.filter(
        (trigger) => isPhrase(trigger) && [...stems(trigger)].every((it) => said.has(it)),
      )
      const points = hits.reduce((sum, hit) => sum + hit.points, 0) + whole.length * worth.trigger
      return { brain, points, shared: hits.map(({ word }) => word) }
    })
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.brain.id < b.brain.id ? -1 : 1))
}

const isPhrase = (trigger: string) => trigger.includes(" ")

const fields = new WeakMap<Brain, ReadonlyMap<string, number>>()

/** What each stem is worth to an agent: that of the best place where the agent has it. Worked out once a brain. */
const fieldOf = (brain: Brain): ReadonlyMap<string, number> => {
  const known = fields.get(brain)
  if (known !== undefined) return known
  const field = weigh(brain)
  fields.set(brain, field)
  return field
}

const weigh = ({ name, role, triggers, prompt }: Brain): ReadonlyMap<string, number> => {
  const field = new Map<string, number>()
  const add = (text: string, points: number) => {
    for (const it of stems(text)) field.set(it, Math.max(field.get(it) ?? 0, points))
  }
  add(triggers.filter((trigger) => !isPhrase(trigger)).join(" "), worth.trigger)
  add(triggers.filter(isPhrase).join(" "), worth.phrase)
  const [head = "", ...topics] = role.split(/[:–—]|\s-\s/)
  add(topics.join(" "), worth.topic)
  add(`${name} ${head}`, worth.role)
  add(prompt, worth.prompt)
  return field
}

const listed = (words: ReadonlyArray<string>) => words.map((word) => `“${word}”`).join(", ")
