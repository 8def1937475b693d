/** Which guard says otherwise today than it did when a log was recorded. */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, EventObject } from "xstate"
import { holds } from "../actors/automaton/guards.ts"
import { siblingsOf } from "../machines/edges.ts"
import type { Taken } from "./trace.ts"

export interface Flip {
  /** Its name, or how it is put together: `isForNext and someoneResponds`. */
  readonly guard: string
  /** The edge that it guards. */
  readonly edge: string
  readonly then: boolean
  readonly now: boolean
  /** Of a guard that is put together: what each part says today. */
  readonly parts: Readonly<Record<string, boolean>>
}

/** What XState hangs on guards that are put together. */
interface BuiltIn {
  readonly name: string
  readonly guards?: ReadonlyArray<unknown>
}

const wordsOf = (guard: unknown): string => {
  if (typeof guard === "string") return guard
  if (typeof guard !== "function") return (guard as { readonly type: string }).type
  const { name, guards } = guard as unknown as BuiltIn
  if (guards === undefined) return name || "inline"
  const parts = guards.map((part) =>
    (part as BuiltIn).guards === undefined || (part as BuiltIn).name === "not"
      ? wordsOf(part)
      : `(${wordsOf(part)})`,
  )
  return name === "not" ? `not ${parts.join("")}` : parts.join(` ${name} `)
}

const namesIn = (guard: unknown): ReadonlyArray<string> =>
  typeof guard === "string"
    ? [guard]
    : typeof guard === "function"
      ? ((guard as unknown as BuiltIn).guards ?? []).flatMap(namesIn)
      : [(guard as { readonly type: string }).type]

const guardOf = (chart: AnyStateMachine, edge: string): unknown => {
  const [path = "", event = "", index = "0"] = edge.split("|")
  const keys = path === "" ? [] : path.split(".")
  const source = keys.reduce<AnyStateNode | undefined>((state, key) => state?.states[key], chart.root)
  return source === undefined ? undefined : siblingsOf(source, event)[Number(index)]?.guard
}

/**
 * The guards at the first edge that differs: the one of the edge that was taken, if it holds no more, and else the one of the
 * edge that is taken in its place. `now` are the edges of today, `ended` is where they lead.
 */
export const flips = (
  chart: AnyStateMachine,
  then: ReadonlyArray<string>,
  now: ReadonlyArray<Taken>,
  ended: { readonly snapshot: AnyMachineSnapshot; readonly event: EventObject },
): ReadonlyArray<Flip> => {
  const at = Array.from({ length: Math.max(then.length, now.length) }, (_, n) => n).find(
    (n) => then[n] !== now[n]?.edge,
  )
  if (at === undefined) return []
  const { before: snapshot, event } = now[at] ?? { before: ended.snapshot, event: ended.event }
  const flip = (edge: string | undefined, was: boolean): ReadonlyArray<Flip> => {
    const guard = edge === undefined ? undefined : guardOf(chart, edge)
    if (edge === undefined || guard === undefined) return []
    const says = (part: unknown) => holds(chart, part, snapshot.context, event)
    if (says(guard) === was) return []
    const names = typeof guard === "function" ? namesIn(guard) : []
    const parts = Object.fromEntries(names.map((name) => [name, says(name)]))
    return [{ guard: wordsOf(guard), edge, then: was, now: !was, parts }]
  }
  const lost = flip(then[at], true)
  return lost.length > 0 ? lost : flip(now[at]?.edge, false)
}
