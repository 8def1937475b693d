/** What an exploration says of the chart itself, whatever its properties are: that each state is reached and left, each edge taken. */
import type { AnyStateMachine, AnyStateNode } from "xstate"
import type { Edges } from "./edges.ts"
import type { ChartState } from "./rest.ts"
import { stuckIn, type Found, type Node } from "./search.ts"
import { leavesOf } from "./stepping.ts"
import type { Violation } from "./violation.ts"

export interface Flaw extends Pick<Violation, "type" | "claim" | "detail"> {
  /** Where it was seen; null: nowhere, for it is of what never was. */
  readonly node: Node<ChartState> | null
}

const allLeaves = (node: AnyStateNode): ReadonlyArray<string> =>
  node.type === "atomic" || node.type === "final"
    ? [node.path.join(".")]
    : Object.values(node.states).flatMap(allLeaves)

const endsOf = (node: AnyStateNode): ReadonlyArray<string> =>
  node.tags.includes("ended") ? allLeaves(node) : Object.values(node.states).flatMap(endsOf)

/** `stays` are states that need not be left, beside those with the tag `ended`. */
export const flawsOf = (
  { root }: AnyStateMachine,
  { nodes, steps, left }: Found<ChartState>,
  edges: Edges,
  stays: ReadonlyArray<string>,
): ReadonlyArray<Flaw> => {
  const isIn = (leaf: string, { state }: Node<ChartState>) =>
    leavesOf(state.books.snapshot.value).includes(leaf)
  const isBounded = left === 0 ? "" : ", of which not all were gone on from"
  const reached = new Set(nodes.flatMap(({ state }) => leavesOf(state.books.snapshot.value)))
  const unreached = allLeaves(root)
    .filter((leaf) => !reached.has(leaf))
    .map((leaf): Flaw => ({
      type: "unreached",
      claim: `${leaf} is reached`,
      detail: `in none of ${nodes.length} states is it active${isBounded}`,
      node: null,
    }))
  const stayed = new Set([...endsOf(root), ...stays])
  const stuck = [...reached].flatMap((leaf): ReadonlyArray<Flaw> => {
    if (stayed.has(leaf)) return []
    const [node] = stuckIn(nodes, (one) => !isIn(leaf, one) || one.state.books.snapshot.hasTag("ended"))
    const detail = "no timer is armed and no event can come that leads out of it"
    return node === undefined ? [] : [{ type: "stuck", claim: `${leaf} is left again`, detail, node }]
  })
  // Of what was not gone on from, nobody knows which edges it takes.
  const untaken = (left === 0 ? edges.never() : []).map((edge): Flaw => ({
    type: "untaken",
    claim: `${edge} is taken`,
    detail: `in none of ${steps} steps is it`,
    node: null,
  }))
  return [...unreached, ...stuck, ...untaken]
}
