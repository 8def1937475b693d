/** Why each agent of a team answers a message, or does not, and what of the channel it would be lent. Pure. */
import type { Brain } from "../../../machines/agent/brain.ts"
import { linesBefore } from "../../../machines/conversation/floor.ts"
import { listens } from "../../../machines/conversation/settings.ts"
import { lentFor } from "../../../machines/conversation/turns.ts"
import type { Line } from "../../../machines/values.ts"
import { heardIn } from "../../routing/triggers.ts"
import { decideIn, heardAs, withoutMarkup, type Decision, type Situation } from "./decide.ts"
import { rank, thresholdOf } from "./route.ts"

export interface Explained {
  readonly decision: Decision
  /** Whoever answers, with the lines that it would be lent. */
  readonly answering: ReadonlyArray<{ readonly brain: Brain; readonly lent: ReadonlyArray<Line> }>
  /** Everybody else, and why not: a phrase each. */
  readonly others: ReadonlyArray<{ readonly brain: Brain; readonly why: string }>
}

export const explain = (situation: Situation): Explained => {
  const { team, floor, question } = situation
  const decision = decideIn(situation)
  const lines = linesBefore(floor, question.message)
  const heard = heardIn(withoutMarkup(question.message.text), team.agents)
  const ranked = rank(question)
  const { points: needed } = thresholdOf(question)
  const answers = (brain: Brain) => decision.responders.includes(brain.id)

  const whyNot = (brain: Brain): string => {
    if (!listens(floor.settings, brain.id)) return "does not listen here"
    const word = heard.find((it) => it.brain === brain)
    const known = ranked.find((it) => it.brain.id === brain.id)
    const points = (known?.points ?? 0).toFixed(1)
    const about =
      known === undefined
        ? ""
        : ` for ${known.words
            .slice(0, 3)
            .map((it) => `“${it}”`)
            .join(", ")}`
    const enough =
      known !== undefined && known.points >= needed && !known.fits ? ", too little of the message" : ""
    return [
      question.message.called.includes(brain.id) ? "called by name" : "not called by name",
      word === undefined ? "none of its words" : heardAs(word).replace(`${brain.name} `, ""),
      `${points} of ${needed.toFixed(1)} points${about}${enough}`,
    ].join("; ")
  }

  return {
    decision,
    answering: team.agents
      .filter(answers)
      .map((brain) => ({ brain, lent: lentFor(floor, question.message, lines, brain.id) })),
    others: team.agents.filter((brain) => !answers(brain)).map((brain) => ({ brain, why: whyNot(brain) })),
  }
}
