/** What a constellation knows, and what it makes of what it is told: how it is asked for, made, changed by its user and by a template. */
import type { ConstellationEvent, Part } from "./events.ts"
import { parts } from "./events.ts"
import type { Timed } from "../events.ts"
import { joined, laidOut, nothingOwn, ownNow, type Laid } from "./layout.ts"
import type * as memory from "../memory/memory.ts"
import * as sessions from "./sessions.ts"
import type { Ruling } from "../tools/ruling.ts"
import type { Person } from "../values.ts"

export interface ConstellationContext extends Laid, memory.Memory, sessions.Sessions {
  readonly user: Person
  /** The template that it was asked to be made from, by its name; null: nobody has said, and it is the standard one. */
  readonly from: string | null
  readonly attempts: number
  /** Why its parts could not be made the last time; null: they could, or nobody has tried. */
  readonly trouble: string | null
  /** When its parts were begun last, in ms since 1970, and how long each took, in ms. */
  readonly begunAt: number
  readonly took: Readonly<Partial<Record<Part, number>>>
  /** What agents may do with tools for its user, and may not; left out: nothing was laid down. */
  readonly rulings?: ReadonlyArray<Ruling>
}

type Of<T extends ConstellationEvent["type"]> = Timed<Extract<ConstellationEvent, { type: T }>>
type Change = Partial<ConstellationContext>

export const remembered = (context: ConstellationContext, event: Of<"REMEMBER">): Change => ({
  ...joined(context, [event.brain]),
  ...sessions.remember(context, event),
})

export const asked = (context: ConstellationContext, event: Of<"ALLOCATE">): Change => {
  // Other charts' ALLOCATE brings no user: a context with a hole in it would not replay to the same text.
  if (!("user" in event)) return {}
  const { user, template, whole = false } = event
  return {
    user,
    from: context.from ?? template ?? null,
    whole: context.whole || whole,
    ...(whole && joined(context, context.later)),
  }
}

export const keep = (context: ConstellationContext, event: Timed<ConstellationEvent>): Change => {
  const took = (part: Part) => ({ took: { ...context.took, [part]: event.at - context.begunAt } })
  switch (event.type) {
    case "AGENTS_READY":
      return { ...took("agents"), template: event.template, agents: event.agents, later: event.later }
    case "MEMORY_READY":
      return { ...took("memory"), ...(context.memory.length === 0 && { memory: event.blocks }) }
    case "GROUPS_READY":
      return { ...took("groups"), groups: event.groups }
    default:
      return {}
  }
}

export const changed = (context: ConstellationContext, event: Timed<ConstellationEvent>): Change => {
  if (context.template === null) return {}
  switch (event.type) {
    case "APPLY":
      return laidOut(context, event.template)
    case "RESET":
      return { own: nothingOwn, ...laidOut({ ...context, own: nothingOwn }, event.template) }
    case "ADD":
    case "REMOVE":
    case "RENAME": {
      const own = ownNow(context.own, event)
      return { own, ...laidOut({ ...context, own }, context.template) }
    }
    default:
      return {}
  }
}

/** Whether all of its parts are there. */
export const isMade = ({ template, took }: Pick<ConstellationContext, "template" | "took">): boolean =>
  template !== null && parts.every((part) => took[part] !== undefined)
