/** Who spoke in a channel, and who had asked for it. Pure. */
import { originOf, Route } from "../../machines/values.ts"
import type { Answered } from "./answers.ts"

/** Why an agent spoke: a person's message was routed to it, or another agent's answer called it. */
export type Invitation = Exclude<Route, "none"> | "agent"

export interface FloorReport {
  /** Answers by brain id. */
  readonly by: Readonly<Record<string, number>>
  readonly invited: Readonly<Record<Invitation, number>>
  /** Answers for which nobody had a turn, or an agent had it from itself. */
  readonly uninvited: number
  /** The most answers that followed from one message of a person. */
  readonly most: number
  /** The longest chain of agents that called each other. */
  readonly deepest: number
}

const invitations: ReadonlyArray<Invitation> = [
  ...Route.literals.filter((route) => route !== "none"),
  "agent",
]

/** Null: nobody invited it. */
const invitationOf = ({ brain, turn }: Answered): Invitation | null => {
  if (turn === null || turn.route === "none" || turn.message.via === brain) return null
  return turn.message.via === null ? turn.route : "agent"
}

/** Answers in the order in which they were said. */
export const floorReport = (answers: Iterable<Answered>): FloorReport => {
  const by: Record<string, number> = {}
  const invited = Object.fromEntries(invitations.map((it) => [it, 0])) as Record<Invitation, number>
  const answersTo = new Map<string, number>()
  const depths = new Map<string, number>()
  let uninvited = 0
  for (const answer of answers) {
    const { brain, message, turn } = answer
    const invitation = invitationOf(answer)
    by[brain] = (by[brain] ?? 0) + 1
    if (invitation === null) uninvited++
    else invited[invitation]++
    if (turn === null) continue
    const origin = originOf(turn.message)
    answersTo.set(origin, (answersTo.get(origin) ?? 0) + 1)
    depths.set(message, (depths.get(turn.message.id) ?? 0) + 1)
  }
  return {
    by,
    invited,
    uninvited,
    most: Math.max(0, ...answersTo.values()),
    deepest: Math.max(0, ...depths.values()),
  }
}

/** The report for people, a line each. */
export const floorLines = ({ by, invited, uninvited, most, deepest }: FloorReport): ReadonlyArray<string> => {
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")
  return [
    `who spoke    ${listed(by) || "nobody"}`,
    `called by    ${listed(invited) || "nobody"}, uninvited ${uninvited}`,
    `at most      ${most} answers to one message, agents that call each other ${deepest} deep`,
  ]
}
