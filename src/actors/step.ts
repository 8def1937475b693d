/** The step: `(snapshot, event) → (next snapshot, effects, timers)`. The chart decides; nothing happens yet. */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from "xstate"
import type { Layout } from "../machines/retired.ts"
import { Table } from "../machines/table.ts"
import { makeAutomaton, type Step, type Watch } from "./automaton/automaton.ts"
import { coveredIn, type Kept } from "./covered.ts"

export type { Step } from "./automaton/automaton.ts"

export interface Stepper {
  /** `conversation@1`, as it stands in journals. */
  readonly machine: string
  readonly initial: (input: unknown) => Step
  readonly next: (snapshot: AnyMachineSnapshot, event: EventObject, watch?: Watch) => Step
  readonly keep: (snapshot: AnyMachineSnapshot) => Kept
  /** What a journal's hash covers of a state. It costs what changed, and not what there is. */
  readonly text: (snapshot: AnyMachineSnapshot) => string
  /** How many records the tables of a state hold. */
  readonly records: (snapshot: AnyMachineSnapshot) => number
  readonly restore: (kept: Kept) => AnyMachineSnapshot
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
  const { initial, next, restore } = makeAutomaton(machine)
  return {
    machine: `${machine.id}@${machine.version ?? "0"}`,
    initial,
    next,
    keep: ({ value, context }) => ({
      value,
      context: withTables(context, tables, (table) => (table as Table<unknown>).toJSON()),
    }),
    text: coveredIn(layout, tables),
    records: ({ context }) => tables.reduce((sum, name) => sum + (context[name] as Table<unknown>).size, 0),
    restore: ({ value, context }) => restore(value, withTables(context as Fields, tables, tableOf)),
  }
}
