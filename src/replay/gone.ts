/** States that a chart does not have any more, and what whoever took them away can do for the actors that are in one. */
import type { AnyStateMachine, AnyStateNode } from "xstate"
import type { Standing } from "../actors/replay.ts"
import { kindOf, type Address } from "../machines/address.ts"
import { charts } from "../machines/index.ts"
import { retired } from "../machines/retired.ts"
import { chartNamed, nameOf } from "./trace.ts"

/** The first state in a value that is not below this one, as `active.working.pairs.paused`; null: all are there. */
const absent = ({ states, path }: AnyStateNode, value: unknown): string | null => {
  const within = typeof value === "string" ? { [value]: {} } : Object(value)
  for (const [name, inner] of Object.entries(within)) {
    const state = states[name]
    const found = state === undefined ? [...path, name].join(".") : absent(state, inner)
    if (found !== null) return found
  }
  return null
}

/** Why an actor cannot be in a state in a version of its chart, and what to do; null: it can. */
export const goneInWords = (address: Address, machine: string, value: unknown): string | null => {
  const chart = chartNamed(machine)
  const gone = chart === undefined ? null : absent(chart.root, value)
  return gone && `it is in ${gone}, which ${machine} does not have: ${remedy(address)}`
}

/**
 * The same of an actor that is to go on in a later version.
 *
 * @throws what the step from one version to the next throws
 */
export const goneOnward = (address: Address, { stepper, books }: Standing, to: string): string | null => {
  const versions = retired[kindOf(address)]
  const from = versions.findIndex(({ chart }) => nameOf(chart) === stepper.machine)
  if (from === -1) return null
  let kept: { readonly value: unknown; readonly context: unknown } = stepper.keep(books.snapshot)
  for (const [n, { onward }] of versions.slice(from).entries()) {
    kept = onward.state?.(kept as never) ?? kept
    const machine = nameOf((versions[from + n + 1]?.chart ?? charts[kindOf(address)]) as AnyStateMachine)
    const gone = goneInWords(address, machine, kept.value)
    if (gone !== null || machine === to) return gone
  }
  return null
}

const remedy = (address: Address): string => {
  const kind = kindOf(address)
  return `put the chart that had it aside (node src/adapters/charts/retire.ts ${kind}, before it is changed), raise its version, and say in src/machines/retired/${kind}.ts how a state goes on`
}
