/** A violation drawn on the charts that it goes through: each edge with the number of its step. */
import type { AnyStateMachine } from "xstate"
import type { Taken, Violation } from "../../check/violation.ts"
import { kindOf, type Address, type Kind } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import { drawn } from "../charts/drawn.ts"
import { marked, type Mark } from "../charts/marked.ts"

const kindIn = ({ of }: Taken): Kind => (of.includes("/") ? kindOf(of as Address) : (of as Kind))

const ancestors = (path: string): ReadonlyArray<string> =>
  path.split(".").map((_, n, keys) => keys.slice(0, n + 1).join("."))

/** By the name of the file, without its ending. */
export const picturesOf = async (violation: Violation): Promise<ReadonlyMap<string, string>> => {
  const { of, claim, type, way } = violation
  const name = claim.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "")
  const steps = way.map((step, n) => ({ step, n: n + 1 }))
  const kinds = way.length === 0 ? (of === "system" ? [] : [of as Kind]) : [...new Set(way.map(kindIn))]
  const pictures = await Promise.all(
    kinds.map(async (kind) => {
      const its = steps.filter(({ step }) => kindIn(step) === kind)
      const edges = new Map<string, Mark>()
      for (const { step, n } of its)
        for (const edge of step.edges) {
          const before = edges.get(edge)?.note
          edges.set(edge, { class: "fired", note: before === undefined ? `${n}` : `${before}, ${n}` })
        }
      // Of what is never reached or taken, there is no way: it is shown itself.
      const [missing] = way.length === 0 ? claim.split(" ") : []
      if (type === "untaken") edges.set(missing!, { class: "fired", note: "✗" })
      const last = type === "untaken" ? [] : (its.at(-1)?.step.leads ?? [missing!])
      const states = new Map(last.flatMap(ancestors).map((path) => [path, { class: "active" }]))
      const svg = marked(await drawn(charts[kind] as AnyStateMachine), { edges, states, style: "" })
      return [kinds.length === 1 ? `${of}-${name}` : `${of}-${name}-${kind}`, svg] as const
    }),
  )
  return new Map(pictures)
}
