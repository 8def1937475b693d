/** Whether a guard holds: an inline one, one that the chart names, or one that `and`, `or` and `not` put together. */
import type { AnyStateMachine, EventObject } from "xstate"

type Predicate = (args: object, params: unknown) => boolean

/** What XState hangs on guards that are put together. */
interface Compound {
  readonly name: string
  readonly guards: ReadonlyArray<unknown>
}

interface Named {
  readonly type: string
  readonly params?: unknown
}

const isCompound = (guard: object): guard is Compound => "guards" in guard

/** @throws Error when the chart has no guard of this name, or one that asks for a state. */
export const holds = (
  machine: AnyStateMachine,
  guard: unknown,
  context: unknown,
  event: EventObject,
): boolean => {
  if (typeof guard === "function") return says(machine, guard, context, event, undefined)
  const { type, params } = typeof guard === "string" ? { type: guard, params: undefined } : (guard as Named)
  const named: unknown = machine.implementations.guards[type]
  if (named === undefined) throw new Error(`${machine.id} has no guard ${type}`)
  if (typeof named !== "function") return holds(machine, named, context, event)
  const given = typeof params === "function" ? (params as Predicate)({ context, event }, undefined) : params
  return says(machine, named, context, event, given)
}

const says = (
  machine: AnyStateMachine,
  guard: Function,
  context: unknown,
  event: EventObject,
  params: unknown,
): boolean => {
  if (!("check" in guard)) return (guard as unknown as Predicate)({ context, event }, params)
  if (!isCompound(guard)) throw new Error(`${machine.id} has a guard that asks for a state: ${guard.name}`)
  const { name, guards } = guard
  if (name === "not") return !holds(machine, guards[0], context, event)
  const inner = (part: unknown) => holds(machine, part, context, event)
  return name === "or" ? guards.some(inner) : guards.every(inner)
}
