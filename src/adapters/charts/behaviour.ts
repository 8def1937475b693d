/**
 * Guards and actions of a machine as plain data: what a chart says about them is their name, and those parameters
 * that are written down in the machine (of parameters that are computed, the name of the function that does it, if it
 * has one).
 */

export interface ActionDefinition {
  readonly type: string
  readonly params?: unknown
}

/** `type` is `and`, `or`, `not` (with `guards`), `in` (with `state`), or the guard's own name. */
export interface GuardDefinition {
  readonly type: string
  readonly params?: unknown
  readonly guards?: ReadonlyArray<GuardDefinition>
  readonly state?: unknown
}

/** What XState hangs on the functions that its action and guard creators return. */
interface BuiltIn {
  readonly name: string
  readonly type?: string
  readonly event?: { readonly type?: string }
  readonly to?: unknown
  readonly assignment?: unknown
  readonly sendId?: unknown
  readonly src?: unknown
  readonly guards?: ReadonlyArray<unknown>
  readonly stateValue?: unknown
}

export const actionDefinition = (action: unknown): ActionDefinition => {
  if (typeof action === "string") return { type: action }
  if (typeof action === "function") return builtInAction(action as unknown as BuiltIn)
  return named(action as { type: string; params?: unknown })
}

export const guardDefinition = (guard: unknown): GuardDefinition => {
  if (typeof guard === "string") return { type: guard }
  if (typeof guard !== "function") return named(guard as { type: string; params?: unknown })
  const { name, guards, stateValue } = guard as unknown as BuiltIn
  if (guards) return { type: name, guards: guards.map(guardDefinition) }
  if (stateValue !== undefined) return { type: "in", state: stateValue }
  return { type: ownName(name) ?? "inline" }
}

const named = ({ type, params }: { type: string; params?: unknown }) => {
  const said = typeof params === "function" ? ownName(params.name) : params
  return said === undefined ? { type } : { type, params: said }
}

const builtInAction = (action: BuiltIn): ActionDefinition => {
  const type = action.type?.replace(/^xstate\./, "")
  if (!type) return { type: ownName(action.name) ?? "inline" }
  const about = {
    raise: action.event?.type,
    sendTo: action.event?.type,
    emit: action.event?.type,
    cancel: text(action.sendId),
    spawnChild: text(action.src),
    assign:
      typeof action.assignment === "object" ? Object.keys(action.assignment ?? {}).join(", ") : undefined,
  }[type]
  return about ? { type, params: about } : { type }
}

const text = (value: unknown) => (typeof value === "string" ? value : undefined)

/** A function in a property is named after the property, which says nothing: `guard: () => …` is called "guard". */
const ownName = (name: string) =>
  ["", "guard", "actions", "entry", "exit", "params"].includes(name) ? undefined : name
