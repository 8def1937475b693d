/**
 * A machine as plain data: its states, transitions, delays, guards, actions and descriptions, in the order in which
 * the machine spells them. What is drawn is drawn from this alone, and this is what `statecharts/<id>.json` holds.
 *
 * Paths are keys joined by dots, without the machine's own key: the root is "", its child `active` is "active".
 */

import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from "xstate"
import { edgeId, pathOf } from "../../machines/edges.ts"
import {
  actionDefinition,
  guardDefinition,
  type ActionDefinition,
  type GuardDefinition,
} from "./behaviour.ts"

export interface MachineDefinition {
  readonly id: string
  readonly version?: string
  /** Milliseconds; `null` for a delay that the machine computes when it is needed. */
  readonly delays: Readonly<Record<string, number | null>>
  readonly root: StateDefinition
}

export interface StateDefinition {
  readonly path: string
  readonly key: string
  readonly type: "atomic" | "compound" | "parallel" | "final" | "history"
  readonly history?: "shallow" | "deep"
  readonly description?: string
  readonly tags?: ReadonlyArray<string>
  readonly entry?: ReadonlyArray<ActionDefinition>
  readonly exit?: ReadonlyArray<ActionDefinition>
  /** Names of the logic that runs while the state is active. */
  readonly invoke?: ReadonlyArray<string>
  readonly initial?: TransitionDefinition
  readonly transitions?: ReadonlyArray<TransitionDefinition>
  readonly states?: ReadonlyArray<StateDefinition>
}

export interface TransitionDefinition {
  /** See `machines/edges.ts`. */
  readonly id: string
  /** As XState names it: "ALLOCATE", "*", "" (always), "xstate.after.…", "xstate.done.state.…", "xstate.init". */
  readonly event: string
  /** Name of the delay, or milliseconds, of an `after` transition. */
  readonly delay?: string | number
  readonly guard?: GuardDefinition
  readonly actions?: ReadonlyArray<ActionDefinition>
  /** Paths; absent when the transition leaves the active states as they are. */
  readonly target?: ReadonlyArray<string>
  readonly reenter?: true
  readonly description?: string
}

export const machineDefinition = (machine: AnyStateMachine): MachineDefinition => ({
  id: machine.id,
  ...present({ version: machine.version }),
  delays: Object.fromEntries(
    Object.entries(machine.implementations.delays ?? {}).map(([name, delay]) => [
      name,
      typeof delay === "number" ? delay : null,
    ]),
  ),
  root: stateDefinition(machine.root),
})

const stateDefinition = (state: AnyStateNode): StateDefinition => ({
  path: pathOf(state),
  key: state.key,
  type: state.type,
  ...present({
    history: state.type === "history" ? state.history || "shallow" : undefined,
    description: state.description,
    tags: list(state.tags),
    entry: list(state.entry.filter((action) => !isTimer(action)).map(actionDefinition)),
    exit: list(state.exit.filter((action) => !isTimer(action)).map(actionDefinition)),
    invoke: list(state.invoke.map(({ src }) => (typeof src === "string" ? src : "inline"))),
    initial: initialTransition(state),
    transitions: list(
      [...state.transitions.values(), state.always ?? []].flatMap((siblings) =>
        siblings.map(transitionDefinition),
      ),
    ),
    states: list(Object.values(state.states).map(stateDefinition)),
  }),
})

const transitionDefinition = (
  transition: AnyTransitionDefinition & { readonly delay?: unknown },
  index: number,
): TransitionDefinition => ({
  id: edgeId(pathOf(transition.source), transition.eventType, index),
  event: transition.eventType,
  ...present({
    delay: transition.delay as string | number | undefined,
    guard: transition.guard === undefined ? undefined : guardDefinition(transition.guard),
    actions: list(transition.actions.map(actionDefinition)),
    target: transition.target?.map(pathOf),
    reenter: transition.reenter ? (true as const) : undefined,
    description: transition.description,
  }),
})

/** The way in: to the initial child of a compound state, or to the default of a history state. */
const initialTransition = (state: AnyStateNode): TransitionDefinition | undefined => {
  const event = state.type === "history" ? "xstate.history" : "xstate.init"
  const id = edgeId(pathOf(state), event, 0)
  if (state.type === "history") {
    const target = (state.config as { target?: string | ReadonlyArray<string> }).target
    return target === undefined || state.parent === undefined
      ? undefined
      : { id, event, target: [target].flat().map((name) => siblingPath(state.parent!, name)) }
  }
  if (state.type !== "compound") return undefined
  const { target, actions } = state.initial
  return {
    id,
    event,
    ...present({ actions: list(actions.map(actionDefinition)) }),
    target: target.map(pathOf),
  }
}

const siblingPath = (parent: AnyStateNode, name: string) =>
  name.startsWith("#")
    ? pathOf(parent.machine.getStateNodeById(name.slice(1)))
    : [...parent.path, ...name.split(".").filter(Boolean)].join(".")

/** XState arms `after` by an entry action, and disarms it by an exit action; the chart says so on the transition. */
const isTimer = (action: unknown) => {
  const { id, sendId } = action as { id?: unknown; sendId?: unknown }
  return [id, sendId].some((name) => typeof name === "string" && name.startsWith("xstate.after."))
}

const list = <A>(items: ReadonlyArray<A>) => (items.length > 0 ? items : undefined)

const present = <A extends object>(fields: A): { [K in keyof A]?: Exclude<A[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
