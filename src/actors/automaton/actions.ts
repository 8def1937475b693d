/** What actions come to: a new context, events for the chart itself, effects, timers. Nothing is done yet. */
import { assign, cancel, raise, type AnyStateMachine, type EventObject } from "xstate"
import { isEffectType, type Effect } from "../../machines/effects.ts"
import { holds } from "./guards.ts"

/** A delay that begins with this step, `delay` in ms; or one that is over. */
export type Arming =
  | { readonly type: "arm"; readonly id: string; readonly event: EventObject; readonly delay: number }
  | { readonly type: "disarm"; readonly id: string }

/** A step under way. */
export interface Run {
  context: object
  /** What the chart has been told, or has told itself. */
  event: EventObject
  /** What the chart tells itself and has not taken yet. */
  readonly queue: Array<EventObject>
  readonly effects: Array<Effect>
  readonly timers: Array<Arming>
}

export const runOf = (context: object, event: EventObject): Run => ({
  context,
  event,
  queue: [],
  effects: [],
  timers: [],
})

type Expression<A> = (args: object, params: unknown) => A

/** What XState makes of `assign(…)`, `raise(…)`, `cancel(…)` and `enqueueActions(…)`. */
interface BuiltIn {
  readonly type: string
  readonly assignment: Expression<object> | Readonly<Record<string, unknown>>
  readonly collect: Expression<void>
  readonly resolve: (...of: ReadonlyArray<unknown>) => readonly [unknown, unknown]
}

const isBuiltIn = (action: unknown): action is BuiltIn => typeof action === "function" && "resolve" in action

interface Named {
  readonly type: string
  readonly params?: unknown
}

/** In the order of the chart; what each assigns, the next one sees. */
export const perform = (machine: AnyStateMachine, run: Run, actions: ReadonlyArray<unknown>): void => {
  for (const action of actions) {
    if (typeof action === "function") {
      if (isBuiltIn(action)) builtIn(machine, run, action, undefined)
      continue
    }
    const { type, params } =
      typeof action === "string" ? { type: action, params: undefined } : (action as Named)
    const given =
      typeof params === "function" ? (params as Expression<unknown>)(argsOf(run), undefined) : params
    const named: unknown = machine.implementations.actions[type]
    if (isBuiltIn(named)) builtIn(machine, run, named, given)
    else if (isEffectType(type)) run.effects.push({ type, ...(given as object) } as Effect)
  }
}

const argsOf = ({ context, event }: Run) => ({ context, event })

const builtIn = (machine: AnyStateMachine, run: Run, action: BuiltIn, params: unknown): void => {
  switch (action.type) {
    case "xstate.assign":
      run.context = { ...run.context, ...assigned(run, action.assignment, params) }
      return
    case "xstate.raise": {
      const { event, id, delay } = resolved(machine, run, action, params) as {
        readonly event: EventObject
        readonly id: string | undefined
        readonly delay: number | undefined
      }
      if (delay !== undefined) run.timers.push({ type: "arm", id: id ?? event.type, event, delay })
      return
    }
    case "xstate.cancel": {
      const { sendId } = resolved(machine, run, action, params) as { readonly sendId: string }
      run.timers.push({ type: "disarm", id: sendId })
      return
    }
    case "xstate.enqueueActions":
      perform(machine, run, collected(machine, run, action, params))
      return
    default:
      throw new Error(`${machine.id} uses ${action.type}, which no journal can hold`)
  }
}

const assigned = (run: Run, assignment: BuiltIn["assignment"], params: unknown): object => {
  const args = argsOf(run)
  if (typeof assignment === "function") return assignment(args, params)
  const fields: Record<string, unknown> = {}
  for (const key of Object.keys(assignment)) {
    const field = assignment[key]
    fields[key] = typeof field === "function" ? (field as Expression<unknown>)(args, params) : field
  }
  return fields
}

/** How XState reads names of delays and expressions in `raise` and `cancel`; it puts what is raised at once into the queue. */
const resolved = (machine: AnyStateMachine, run: Run, action: BuiltIn, params: unknown): unknown =>
  action.resolve(undefined, { machine }, argsOf(run), params, action, { internalQueue: run.queue })[1]

const collected = (
  machine: AnyStateMachine,
  run: Run,
  action: BuiltIn,
  params: unknown,
): ReadonlyArray<unknown> => {
  const actions: Array<unknown> = []
  const enqueue = Object.assign((one: unknown) => void actions.push(one), {
    assign: (...of: Parameters<typeof assign>) => void actions.push(assign(...of)),
    raise: (event: EventObject, options?: { id?: string; delay?: number }) =>
      void actions.push(raise(event, options as never)),
    cancel: (id: string) => void actions.push(cancel(id)),
  })
  const { context, event } = run
  const check = (guard: unknown) => holds(machine, guard, context, event)
  action.collect({ context, event, enqueue, check }, params)
  return actions
}
