/**
 * Messages of which a rule knows so well who answers that no model need be asked. How well each rule knows was measured on the
 * labelled messages of `bench/routing` that were held back while the rules were made; a rule that is not here, or was seen too
 * seldom, is never sure. Pure.
 */
import type { Question, Responders } from "../../../actors/performing/model.ts"
import { byRule, type Rule } from "./route.ts"

/** Of the messages held back that a rule decided, how many as people would have: a test and `npm run bench -- routing` hold it. */
export const measured: Readonly<Partial<Record<Rule, { readonly right: number; readonly of: number }>>> = {
  talk: { right: 33, of: 33 },
  field: { right: 16, of: 16 },
  nobodysField: { right: 4, of: 6 },
  person: { right: 2, of: 2 },
  everybody: { right: 1, of: 1 },
}

/** How likely it decides the next message right, by Laplace's rule of succession; 0 to 1. */
export const confidenceIn = (rule: Rule): number => {
  const seen = measured[rule]
  return seen === undefined ? 0 : (seen.right + 1) / (seen.of + 2)
}

/** From here on no model is asked. */
export const sure = 0.95

/** Labelled were messages by themselves: where an agent has just spoken, a remark may well be for it. */
const isByItself = ({ message, lent }: Question): boolean =>
  !message.toTeam &&
  message.repliesTo === undefined &&
  lent.slice(-lately).every(({ brain }) => brain === null)
const lately = 3

/** Null: the manager's model has to be asked. */
export const settled = (question: Question): Responders | null => {
  if (!isByItself(question)) return null
  const { rule, choice } = byRule(question)
  const confidence = confidenceIn(rule)
  return confidence < sure
    ? null
    : {
        ...choice,
        reason: `${choice.reason}; a rule was ${Math.floor(confidence * 100)} % sure, so the manager was not asked`,
      }
}
