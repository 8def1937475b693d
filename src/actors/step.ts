/**
 * The step: `(snapshot, event) → (next snapshot, effects, timers)`. XState decides; nothing happens yet.
 *
 * A machine is driven through XState's public `ActorLogic` with one reused `ActorScope` whose executor collects the actions
 * instead of running them. `transition(machine, …)` of XState does the same with a new actor system each time, at six times the cost.
 */
import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from "xstate"
import { isEffectType, type Effect } from "../machines/effects.ts"
import type { Layout } from "../machines/retired.ts"
import { Table } from "../machines/table.ts"
import { coveredIn, type Kept } from "./covered.ts"

/** A delay that begins with this step, `delay` in ms; or one that is over. */
export type Arming =
  | { readonly type: "arm"; readonly id: string; readonly event: EventObject; readonly delay: number }
  | { readonly type: "disarm"; readonly id: string }

export interface Step {
  readonly snapshot: AnyMachineSnapshot
  readonly effects: ReadonlyArray<Effect>
  /** In the order of the chart: a state that is left in the step that enters it arms its timer and disarms it. */
  readonly timers: ReadonlyArray<Arming>
}

export interface Stepper {
  /** `conversation@1`, as it stands in journals. */
  readonly machine: string
  readonly initial: (input: unknown) => Step
  readonly next: (snapshot: AnyMachineSnapshot, event: EventObject) => Step
  readonly keep: (snapshot: AnyMachineSnapshot) => Kept
  /** What a journal's hash covers of a state. It costs what changed, and not what there is. */
  readonly text: (snapshot: AnyMachineSnapshot) => string
  /** How many records the tables of a state hold. */
  readonly records: (snapshot: AnyMachineSnapshot) => number
  readonly restore: (kept: Kept) => AnyMachineSnapshot
}

interface Action {
  readonly type: string
  readonly params: unknown
}

/**
 * XState takes eventless transitions of parallel regions in the order in which a snapshot lists its states, and that differs
 * between one that lived on and one that was restored. In the chart's order, what an actor does next follows from what is kept of
 * it and from nothing else.
 */
const inOrder = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot => {
  const nodes = snapshot._nodes
  for (let n = 1; n < nodes.length; n++) {
    if (nodes[n - 1]!.order > nodes[n]!.order) {
      nodes.sort((a, b) => a.order - b.order)
      break
    }
  }
  return snapshot
}

type Fields = Readonly<Record<string, unknown>>

/** A context with something else in the place of those of its fields that are tables. */
const withTables = (
  context: Fields,
  names: ReadonlyArray<string>,
  instead: (table: unknown) => unknown,
): Fields =>
  names.length === 0
    ? context
    : { ...context, ...Object.fromEntries(names.map((name) => [name, instead(context[name])])) }

const tableOf = (kept: unknown): Table<unknown> =>
  kept instanceof Table ? kept : Table.of(kept as Record<string, unknown>)

/** Which fields of a context are tables (see `machines/table.ts`), a chart says in its `meta`. */
const tablesOf = (machine: AnyStateMachine): ReadonlyArray<string> =>
  (machine.config.meta as { readonly tables?: ReadonlyArray<string> } | undefined)?.tables ?? []

export const makeStepper = (machine: AnyStateMachine, layout: Layout = "digests"): Stepper => {
  const tables = tablesOf(machine)
  const self = createActor(machine, { input: { id: "scope", pool: "scope" } })
  let actions: Array<Action> = []
  const scope: Parameters<AnyStateMachine["transition"]>[2] = {
    self,
    system: self.system,
    id: self.id,
    sessionId: self.sessionId,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: ({ type, params }) => void actions.push({ type, params }),
  }

  const collected = (snapshot: AnyMachineSnapshot): Step => {
    const effects: Array<Effect> = []
    const timers: Array<Arming> = []
    for (const { type, params } of actions) {
      if (type === "xstate.raise") {
        const { id, event, delay } = params as { id: string | undefined; event: EventObject; delay?: number }
        if (delay !== undefined) timers.push({ type: "arm", id: id ?? event.type, event, delay })
      } else if (type === "xstate.cancel") {
        timers.push({ type: "disarm", id: (params as { sendId: string }).sendId })
      } else if (isEffectType(type)) {
        effects.push({ type, ...(params as object) } as Effect)
      }
    }
    actions = []
    return { snapshot, effects, timers }
  }

  return {
    machine: `${machine.id}@${machine.version ?? "0"}`,
    initial: (input) => {
      actions = []
      return collected(inOrder(machine.getInitialSnapshot(scope, input)))
    },
    next: (snapshot, event) => {
      actions = []
      return collected(inOrder(machine.transition(snapshot, event, scope)))
    },
    keep: ({ value, context }) => ({
      value,
      context: withTables(context, tables, (table) => (table as Table<unknown>).toJSON()),
    }),
    text: coveredIn(layout, tables),
    records: ({ context }) => tables.reduce((sum, name) => sum + (context[name] as Table<unknown>).size, 0),
    restore: ({ value, context }) =>
      inOrder(
        machine.resolveState({ value, context: withTables(context as Fields, tables, tableOf) } as never),
      ),
  }
}
