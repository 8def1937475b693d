/**
 * What a microstep leaves and enters, by SCXML's algorithm (https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation) as
 * XState reads it, for charts without history: it follows from the active states and the transitions taken, and from nothing else.
 */
import type { AnyStateNode, AnyTransitionDefinition } from "xstate"

/** What transitions say of where they lead; the beginning of a chart is one, too. */
export type Leading = Pick<AnyTransitionDefinition, "source" | "target" | "reenter" | "actions">

type States = ReadonlySet<AnyStateNode>

const isInside = (state: AnyStateNode, outer: AnyStateNode | undefined): boolean => {
  let at = state.parent
  while (at !== undefined && at !== outer) at = at.parent
  return at === outer
}

const ancestorsOf = (state: AnyStateNode, below?: AnyStateNode): Array<AnyStateNode> => {
  const ancestors: Array<AnyStateNode> = []
  if (state === below) return ancestors
  for (let at = state.parent; at !== undefined && at !== below; at = at.parent) ancestors.push(at)
  return ancestors
}

const childrenOf = (state: AnyStateNode): ReadonlyArray<AnyStateNode> => Object.values(state.states)

/** The innermost state that a transition does not leave; undefined: there is none. */
const domainOf = ({ source, target = [], reenter }: Leading): AnyStateNode | undefined => {
  if (!reenter && target.every((state) => state === source || isInside(state, source))) return source
  const [head, ...others] = [...target, source]
  const common = ancestorsOf(head!).find((outer) => others.every((state) => isInside(state, outer)))
  return common ?? (reenter ? undefined : source.machine.root)
}

const leftBy = (transitions: ReadonlyArray<Leading>, active: States): ReadonlySet<AnyStateNode> => {
  const left = new Set<AnyStateNode>()
  for (const transition of transitions) {
    if (transition.target === undefined || transition.target.length === 0) continue
    const domain = domainOf(transition)
    if (domain !== undefined && transition.reenter && transition.source === domain) left.add(domain)
    for (const state of active) if (isInside(state, domain)) left.add(state)
  }
  return left
}

const intersect = (a: States, b: States): boolean => [...a].some((state) => b.has(state))

/** Of transitions that leave the same state only one is taken: that of the inner state, or the first. */
const withoutConflicts = <T extends Leading>(
  transitions: ReadonlyArray<T>,
  active: States,
): ReadonlyArray<T> => {
  const taken = new Set<T>()
  for (const one of transitions) {
    const left = leftBy([one], active)
    const rivals = [...taken].filter((other) => intersect(left, leftBy([other], active)))
    if (!rivals.every(({ source }) => isInside(one.source, source))) continue
    for (const rival of rivals) taken.delete(rival)
    taken.add(one)
  }
  return [...taken]
}

/** States to be entered, and which of them begin with their initial transition. */
interface Entering {
  readonly states: Set<AnyStateNode>
  readonly byDefault: Set<AnyStateNode>
}

const enterInside = (state: AnyStateNode, entering: Entering): void => {
  if (state.type === "compound") {
    const [initial] = state.initial.target as [AnyStateNode]
    entering.states.add(initial)
    entering.byDefault.add(initial)
    enterInside(initial, entering)
    enterAncestors(ancestorsOf(initial, state), undefined, entering)
  } else if (state.type === "parallel") {
    for (const region of childrenOf(state)) {
      if ([...entering.states].some((other) => isInside(other, region))) continue
      entering.states.add(region)
      entering.byDefault.add(region)
      enterInside(region, entering)
    }
  }
}

const enterAncestors = (
  ancestors: ReadonlyArray<AnyStateNode>,
  domain: AnyStateNode | undefined,
  entering: Entering,
): void => {
  for (const ancestor of ancestors) {
    if (domain === undefined || isInside(ancestor, domain)) entering.states.add(ancestor)
    if (ancestor.type !== "parallel") continue
    for (const region of childrenOf(ancestor)) {
      if ([...entering.states].some((other) => isInside(other, region))) continue
      entering.states.add(region)
      enterInside(region, entering)
    }
  }
}

const enteredBy = (transitions: ReadonlyArray<Leading>): Entering => {
  const entering: Entering = { states: new Set(), byDefault: new Set() }
  for (const transition of transitions) {
    const { source, target = [], reenter } = transition
    const domain = domainOf(transition)
    for (const state of target) {
      if (source !== state || source !== domain || reenter) {
        entering.states.add(state)
        entering.byDefault.add(state)
      }
      enterInside(state, entering)
    }
    for (const state of target) {
      const ancestors = ancestorsOf(state, domain)
      if (domain?.type === "parallel") ancestors.push(domain)
      const isWhole = source.parent === undefined && reenter
      enterAncestors(ancestors, isWhole ? undefined : domain, entering)
    }
  }
  return entering
}

const isFinished = (state: AnyStateNode, active: States): boolean =>
  state.type === "compound"
    ? childrenOf(state).some((child) => child.type === "final" && active.has(child))
    : state.type === "parallel"
      ? childrenOf(state).every((region) => isFinished(region, active))
      : state.type === "final"

/** A state has come to its end, which the chart tells itself. `output` may be computed from the context. */
export interface Finished {
  readonly type: `xstate.done.state.${string}`
  readonly output: unknown
}

const finishedBy = (final: AnyStateNode, active: States, already: Set<AnyStateNode>): Array<Finished> => {
  const finished: Array<Finished> = []
  const { parent, output } = final
  if (parent?.type === "compound") finished.push({ type: `xstate.done.state.${parent.id}`, output })
  let above = parent?.type === "parallel" ? parent : parent?.parent
  while (above?.type === "parallel" && !already.has(above) && isFinished(above, active)) {
    already.add(above)
    finished.push({ type: `xstate.done.state.${above.id}`, output: undefined })
    above = above.parent
  }
  if (above === undefined) throw new Error(`${final.id} would end its chart, and no durable actor ends`)
  return finished
}

/** Actions, one after the other; and then what the chart tells itself. */
export interface Part {
  readonly actions: ReadonlyArray<unknown>
  readonly finished: ReadonlyArray<Finished>
}

export interface Move<T extends Leading = Leading> {
  readonly taken: ReadonlyArray<T>
  readonly parts: ReadonlyArray<Part>
  /** The states that are active after it: those that stay, in their order, and then those entered. Null: the same. */
  readonly states: ReadonlyArray<AnyStateNode> | null
}

const inOrder = (states: Iterable<AnyStateNode>) => [...states].sort((a, b) => a.order - b.order)

/** `begins`: the chart begins, and there is nothing to leave. */
export const moveOf = <T extends Leading>(
  states: ReadonlyArray<AnyStateNode>,
  transitions: ReadonlyArray<T>,
  begins = false,
): Move<T> => {
  const active = new Set(states)
  const taken = withoutConflicts(transitions, active)
  const left = begins ? [] : inOrder(leftBy(taken, active)).toReversed()
  const { states: entered, byDefault } = enteredBy(taken)
  if (begins) byDefault.add(states[0]!)

  const parts: Array<Part> = []
  let actions: Array<unknown> = [
    ...left.flatMap(({ exit }) => exit),
    ...taken.flatMap((transition) => transition.actions),
  ]
  for (const state of left) active.delete(state)
  const already = new Set<AnyStateNode>()
  for (const state of inOrder(entered)) {
    active.add(state)
    actions.push(...state.entry)
    if (byDefault.has(state)) actions.push(...state.initial.actions)
    if (state.type !== "final") continue
    parts.push({ actions, finished: finishedBy(state, active, already) })
    actions = []
  }
  if (actions.length > 0) parts.push({ actions, finished: [] })
  const isSame = active.size === states.length && states.every((state) => active.has(state))
  return { taken, parts, states: isSame ? null : [...active] }
}
