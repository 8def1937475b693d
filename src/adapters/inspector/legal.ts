/** Which events an actor's active states have transitions for. */
import type { AnyMachineSnapshot } from "xstate"
import { pathOf } from "../../machines/edges.ts"
import type { BooksView } from "./api.ts"

/** Those that the outside can tell: XState's own (delays, ends of states) come by themselves. */
const isTold = (type: string): boolean => type !== "" && type !== "*" && !type.startsWith("xstate.")

export const legalIn = ({ _nodes: states }: AnyMachineSnapshot): BooksView["legal"] => {
  const found = new Map<string, Array<string>>()
  for (const state of states) {
    for (const type of state.ownEvents.filter(isTold)) {
      found.set(type, [...(found.get(type) ?? []), pathOf(state)])
    }
  }
  return [...found]
    .map(([type, paths]) => ({ type, states: paths }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
}
