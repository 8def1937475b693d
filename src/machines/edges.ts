/** What the edges of charts are called, in every picture, log and report. */
import type { AnyStateNode, AnyTransitionDefinition } from "xstate"

/** The name of an edge: `<source path>|<event>|<index among the source's for that event>`. */
export const edgeId = (source: string, event: string, index: number) => `${source}|${event}|${index}`

/** The `edgeId` of a transition that XState took, as found in its microsteps. */
export const edgeIdOf = (transition: AnyTransitionDefinition): string => {
  const { source, eventType } = transition
  return edgeId(pathOf(source), eventType, siblingsOf(source, eventType).indexOf(transition))
}

/** What a state has for an event, in the order in which the chart tries them; `""` is what it takes without one. */
export const siblingsOf = (source: AnyStateNode, event: string): ReadonlyArray<AnyTransitionDefinition> =>
  event === "" ? (source.always ?? []) : (source.transitions.get(event) ?? [])

/** Keys joined by dots, without the machine's own key. */
export const pathOf = (state: AnyStateNode) => state.path.join(".")
