/** What a check found, for people. */
import type { Explored, Taken, Violation } from "./violation.ts"

const count = (n: number): string => n.toLocaleString("en")

export const exploredWords = ({ of, states, steps, left, depth, edges, recorded }: Explored): string => {
  const from = recorded === 0 ? "" : `, from ${count(recorded)} recorded states too`
  const extent =
    left === 0
      ? "every state that its properties tell apart"
      : `every state within ${depth} events; ${count(left)} at the edge were not gone on from`
  const taken = edges && `, ${edges.of - edges.never.length} of ${edges.of} edges`
  return `${of.padEnd(14)} ${count(states)} states, ${count(steps)} steps${taken ?? ""}${from}: ${extent}`
}

/** A line for each edge that was not taken, though not all was looked at: nothing is known of it. */
export const neverWords = ({ edges, left }: Explored): ReadonlyArray<string> =>
  left === 0 ? [] : (edges?.never ?? []).map((edge) => `    never taken  ${edge}`)

/** Of an event, in characters. */
const longest = 140

const stepWords = ({ name, of, event, leads }: Taken, n: number): string => {
  const { type, ...rest } = event as { readonly type: string }
  const text = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`
  const shown = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
  return `    ${String(n + 1).padStart(2)}  ${of}: ${name} ${type}${shown}\n        → ${leads.join(", ")}`
}

export const violationWords = ({ of, claim, detail, way }: Violation): ReadonlyArray<string> => [
  `VIOLATED  ${of}: ${claim}`,
  `    why  ${detail}`,
  ...way.map(stepWords),
]
