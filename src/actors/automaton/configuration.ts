/**
 * A configuration: the active states of a chart, with all that follows from them alone and is worked out once for each of them. What
 * a state of an actor has besides is its context.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, StateValue } from "xstate"
import { holds } from "./guards.ts"
import { moveOf, type Move } from "./moves.ts"

type Transitions = ReadonlyArray<AnyTransitionDefinition>

/** What an event may find: the transitions of states within, and when none of those is open, of the state itself. */
interface Choice {
  readonly own: Transitions
  readonly inner: ReadonlyArray<Choice>
}

const isOpen = (
  machine: AnyStateMachine,
  { guard }: AnyTransitionDefinition,
  context: unknown,
  event: EventObject,
): boolean => guard === undefined || holds(machine, guard, context, event)

export class Configuration {
  readonly machine: AnyStateMachine
  /** In the order in which they were entered, or in the chart's. */
  readonly states: ReadonlyArray<AnyStateNode>
  readonly value: StateValue
  readonly tags: ReadonlySet<string>

  readonly #intern: Intern
  readonly #choices = new Map<string, Choice | null>()
  readonly #moves = new Moves()
  /** The eventless transitions of each innermost state and of those around it, from the inside out. */
  readonly #eventless: ReadonlyArray<Transitions>
  #atRest: Configuration | undefined

  constructor(
    machine: AnyStateMachine,
    states: ReadonlyArray<AnyStateNode>,
    value: StateValue,
    intern: Intern,
  ) {
    this.machine = machine
    this.states = states
    this.value = value
    this.tags = new Set(states.flatMap(({ tags }) => tags as ReadonlyArray<string>))
    this.#intern = intern
    this.#eventless = states
      .filter(isInnermost)
      .map(alwaysOf)
      .filter((all) => all.length > 0)
  }

  /**
   * The same states in the chart's order. XState takes eventless transitions of parallel regions in the order in which a snapshot
   * lists its states, and that differs between one that lived on and one that was restored. In the chart's order, what an actor
   * does next follows from what is kept of it and from nothing else.
   */
  get atRest(): Configuration {
    this.#atRest ??= this.#intern(
      this.states.toSorted((a, b) => a.order - b.order),
      this.value,
    )
    return this.#atRest
  }

  /** The transitions that an event finds open; `moved` settles conflicts between them. */
  enabledBy(context: unknown, event: EventObject): Transitions {
    let choice = this.#choices.get(event.type)
    if (choice === undefined) {
      choice = choiceOf(this.machine.root, this.value, event.type)
      this.#choices.set(event.type, choice)
    }
    if (choice === null) return []
    const enabled: Array<AnyTransitionDefinition> = []
    this.#choose(choice, context, event, enabled)
    return enabled
  }

  #choose(
    { own, inner }: Choice,
    context: unknown,
    event: EventObject,
    enabled: Array<AnyTransitionDefinition>,
  ) {
    const before = enabled.length
    for (const choice of inner) this.#choose(choice, context, event, enabled)
    if (enabled.length > before) return
    const chosen = own.find((one) => isOpen(this.machine, one, context, event))
    if (chosen !== undefined) enabled.push(chosen)
  }

  /** The transitions that are open without an event. */
  enabledAlways(context: unknown, event: EventObject): Transitions {
    if (this.#eventless.length === 0) return []
    const enabled: Array<AnyTransitionDefinition> = []
    for (const transitions of this.#eventless) {
      const chosen = transitions.find((one) => isOpen(this.machine, one, context, event))
      if (chosen !== undefined && !enabled.includes(chosen)) enabled.push(chosen)
    }
    return enabled
  }

  /** What taking these transitions comes to. */
  moved(transitions: Transitions): Moved {
    let at = this.#moves
    for (const transition of transitions) at = at.after(transition)
    at.moved ??= this.#moved(transitions)
    return at.moved
  }

  #moved(transitions: Transitions): Moved {
    const move = moveOf(this.states, transitions)
    return { ...move, to: move.states === null ? this : this.#intern(move.states) }
  }
}

export interface Moved extends Move<AnyTransitionDefinition> {
  readonly to: Configuration
}

/** Moves by the transitions that make them, one after the other. */
class Moves {
  moved: Moved | undefined
  readonly #after = new Map<AnyTransitionDefinition, Moves>()

  after(transition: AnyTransitionDefinition): Moves {
    let next = this.#after.get(transition)
    if (next === undefined) this.#after.set(transition, (next = new Moves()))
    return next
  }
}

/** One configuration for the same states in the same order, and with the same value: a journal's hash covers its spelling. */
export type Intern = (states: ReadonlyArray<AnyStateNode>, value?: StateValue) => Configuration

export const internFor = (machine: AnyStateMachine): Intern => {
  const known = new Map<string, Configuration>()
  const intern: Intern = (states, value = valueOf(machine.root, states)) => {
    const key = `${states.map(({ order }) => order).join()} ${JSON.stringify(value)}`
    let configuration = known.get(key)
    if (configuration === undefined)
      known.set(key, (configuration = new Configuration(machine, states, value, intern)))
    return configuration
  }
  return intern
}

const isInnermost = ({ type }: AnyStateNode): boolean => type === "atomic" || type === "final"

const alwaysOf = (state: AnyStateNode): Transitions => {
  const around: Array<AnyTransitionDefinition> = []
  for (let at: AnyStateNode | undefined = state; at !== undefined; at = at.parent)
    around.push(...(at.always ?? []))
  return around
}

/** Null: nothing in this state or in one within it has anything for the event. */
const choiceOf = (state: AnyStateNode, value: StateValue | undefined, event: string): Choice | null => {
  const within: ReadonlyArray<readonly [string, StateValue | undefined]> =
    typeof value === "string" ? [[value, undefined]] : Object.entries(value ?? {})
  const inner = within
    .map(([key, of]) => choiceOf(state.states[key]!, of, event))
    .filter((choice) => choice !== null)
  const own = state.transitions.get(event) ?? []
  return own.length === 0 && inner.length === 0 ? null : { own, inner }
}

/** How XState spells active states: regions in the order in which `states` has them. */
export const valueOf = (state: AnyStateNode, states: ReadonlyArray<AnyStateNode>): StateValue => {
  const children = states.filter(({ parent }) => parent === state)
  const [only] = children
  if (state.type === "compound" && only !== undefined && isInnermost(only)) return only.key
  return Object.fromEntries(children.map((child) => [child.key, valueOf(child, states)]))
}
