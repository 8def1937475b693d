/**
 * A chart as an automaton that is built while it runs: what an event does in the same active states is worked out once, and what is
 * left to each step is guards and actions (lazy construction, as RE2 does it with regular expressions:
 * https://swtch.com/~rsc/regexp/regexp3.html). It does what XState's `transition` does, at a fraction of the cost;
 * `test/actors/automaton` and `test/actors/step.test.ts` hold the one against the other.
 */
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  EventObject,
} from "xstate"
import type { Effect } from "../../machines/effects.ts"
import { perform, runOf, type Arming, type Run } from "./actions.ts"
import { internFor, type Configuration } from "./configuration.ts"
import { moveOf, type Part } from "./moves.ts"

type Transitions = ReadonlyArray<AnyTransitionDefinition>

export interface Step {
  readonly snapshot: AnyMachineSnapshot
  readonly effects: ReadonlyArray<Effect>
  /** In the order of the chart: a state that is left in the step that enters it arms its timer and disarms it. */
  readonly timers: ReadonlyArray<Arming>
  /** The transitions of each microstep in turn. */
  readonly taken: ReadonlyArray<Transitions>
}

/** Told of each microstep before it is made: what it takes, on which event, and from where. */
export type Watch = (taken: Transitions, event: EventObject, before: AnyMachineSnapshot) => void

const witnesses = new WeakMap<AnyStateMachine, Watch>()

/** For who measures tests: has every microstep of a chart told from now on, wherever it is stepped in this process. */
export const witness = (machine: AnyStateMachine, watch: Watch): void => void witnesses.set(machine, watch)

export interface Automaton {
  readonly initial: (input: unknown) => Step
  readonly next: (snapshot: AnyMachineSnapshot, event: EventObject, watch?: Watch) => Step
  /** A snapshot of a state that was kept. */
  readonly restore: (value: unknown, context: object) => AnyMachineSnapshot
}

/** The states in which a chart begins, each before those within it. */
const initialStatesOf = (state: AnyStateNode): ReadonlyArray<AnyStateNode> => {
  const within = state.type === "compound" ? (state.initial.target ?? []) : Object.values(state.states)
  return [state, ...within.flatMap(initialStatesOf)]
}

/** How a chart begins: with a transition into all its initial states. */
const beginning = (root: AnyStateNode) =>
  moveOf([root], [{ source: root, target: initialStatesOf(root), reenter: true, actions: [] }], true)

const statesIn = (state: AnyStateNode): ReadonlyArray<AnyStateNode> => [
  state,
  ...Object.values(state.states).flatMap(statesIn),
]

/** @throws Error when the chart has what no journal holds, or what an automaton does not know: wildcards. */
const checked = (machine: AnyStateMachine): AnyStateMachine => {
  for (const { id, type, invoke, transitions } of statesIn(machine.root)) {
    if (invoke.length > 0) throw new Error(`${id} invokes an actor, which no journal can hold`)
    if (type === "history") throw new Error(`${id} is a history, which no journal can hold`)
    const wild = [...transitions.keys()].find((event) => event === "*" || event.endsWith(".*"))
    if (wild !== undefined)
      throw new Error(`${id} takes any event as ${wild}: name each, so that it can be checked`)
  }
  return machine
}

/** @throws Error when no durable actor can have this chart. */
export const makeAutomaton = (chart: AnyStateMachine): Automaton => {
  const machine = checked(chart)
  const intern = internFor(machine)
  const configurations = new WeakMap<object, Configuration>()
  const blank = machine.resolveState({ value: {}, context: {} } as never)

  const snapshotOf = (configuration: Configuration, context: object): AnyMachineSnapshot => {
    const { states, value, tags } = configuration
    configurations.set(states, configuration)
    return { ...blank, context, value, _nodes: states, tags } as AnyMachineSnapshot
  }

  /** Also of a snapshot that XState made. */
  const configurationOf = ({ _nodes: states, value }: AnyMachineSnapshot): Configuration =>
    configurations.get(states) ?? intern(states, value).atRest

  const carryOut = (parts: ReadonlyArray<Part>, run: Run): void => {
    for (const { actions, finished } of parts) {
      perform(machine, run, actions)
      for (const { type, output } of finished)
        run.queue.push({ type, output: typeof output === "function" ? output(run) : output } as EventObject)
    }
  }

  /** A macrostep: what the event takes, and then what follows without one, or from what the chart tells itself. */
  const settled = (begun: Configuration, enabled: Transitions, run: Run, watch?: Watch) => {
    const taken: Array<Transitions> = []
    let at = begun
    /** Whether anything has changed. */
    const take = (transitions: Transitions): boolean => {
      if (transitions.length === 0) return false
      const move = at.moved(transitions)
      watch?.(move.taken, run.event, snapshotOf(at, run.context))
      taken.push(move.taken)
      const { context } = run
      carryOut(move.parts, run)
      const hasChanged = run.context !== context || move.to !== at
      at = move.to
      return hasChanged
    }
    take(enabled)
    let looksForEventless = true
    for (;;) {
      const eventless = looksForEventless ? at.enabledAlways(run.context, run.event) : []
      if (eventless.length > 0) {
        looksForEventless = take(eventless)
        continue
      }
      const told = run.queue.shift()
      if (told === undefined) return { at, taken }
      run.event = told
      take(at.enabledBy(run.context, told))
      looksForEventless = true
    }
  }

  const restored = new Map<string, Configuration>()

  return {
    initial: (input) => {
      const event = { type: "xstate.init", input }
      const { root } = machine
      const { context } = machine.config
      const run = runOf(typeof context === "function" ? context({ input } as never) : (context ?? {}), event)
      const { parts, states } = beginning(root)
      carryOut(parts, run)
      const { at, taken } = settled(intern(states ?? [root]), [], run)
      return { snapshot: snapshotOf(at.atRest, run.context), effects: run.effects, timers: run.timers, taken }
    },
    next: (snapshot, event, watch) => {
      const run = runOf(snapshot.context, event)
      const begun = configurationOf(snapshot)
      const enabled = begun.enabledBy(run.context, event)
      const { at, taken } = settled(begun, enabled, run, watch ?? witnesses.get(machine))
      const { effects, timers } = run
      const isSame = at.atRest === begun && run.context === snapshot.context
      return { snapshot: isSame ? snapshot : snapshotOf(at.atRest, run.context), effects, timers, taken }
    },
    restore: (value, context) => {
      const spelled = JSON.stringify(value)
      let configuration = restored.get(spelled)
      if (configuration === undefined) {
        configuration = configurationOf(machine.resolveState({ value, context } as never))
        restored.set(spelled, configuration)
      }
      return snapshotOf(configuration, context)
    },
  }
}
