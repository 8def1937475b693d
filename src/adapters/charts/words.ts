/** What a chart says in words: `EVENT [guard] / action, action`, delays for people, and what is inside a state's box. */

import type { ActionDefinition, GuardDefinition } from "./behaviour.ts"
import type { MachineDefinition, StateDefinition, TransitionDefinition } from "./definition.ts"
import type { Run } from "./measure.ts"

/** A transition's label. `siblings` are all the transitions of its source: the last resort of an event says so. */
export const transitionWords = (
  transition: TransitionDefinition,
  siblings: ReadonlyArray<TransitionDefinition>,
  delays: MachineDefinition["delays"],
): ReadonlyArray<Run> => {
  const { guard, actions = [] } = transition
  const [event, duration] = eventWords(transition, delays)
  const condition = guard ? guardWords(guard) : isElse(transition, siblings) ? "else" : undefined
  const nothing = !transition.target && actions.length === 0
  return [
    ...(event ? [{ text: event, role: "event" } as const] : []),
    ...(duration ? [{ text: `(${duration})`, role: "keyword" } as const] : []),
    ...(condition ? [{ text: `[${condition}]`, role: "guard" } as const] : []),
    ...(actions.length > 0 ? [{ text: `/ ${actionsWords(actions)}`, role: "action" } as const] : []),
    ...(nothing ? [{ text: "(ignored)", role: "keyword" } as const] : []),
  ]
}

/** Lines about what a state does by itself: on entry, on exit, while it is active. */
export const behaviourWords = (state: StateDefinition): ReadonlyArray<ReadonlyArray<Run>> =>
  (
    [
      ["entry", state.entry && actionsWords(state.entry)],
      ["exit", state.exit && actionsWords(state.exit)],
      ["do", state.invoke?.join(", ")],
    ] as const
  )
    .filter(([, text]) => text)
    .map(([keyword, text]) => [
      { text: keyword, role: "keyword" },
      { text: `/ ${text}`, role: "action" },
    ])

/** "15 min", "1 h 30 min", "250 ms". */
export const duration = (milliseconds: number): string => {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
    ["ms", 1],
  ] as const
  let rest = milliseconds
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.join(" ") || "0 ms"
}

/** What the transition waits for, and how long that is if the machine names a fixed delay. */
const eventWords = (
  { event, delay }: TransitionDefinition,
  delays: MachineDefinition["delays"],
): readonly [string, string?] => {
  if (typeof delay === "number") return [`after ${duration(delay)}`]
  if (delay !== undefined) {
    const milliseconds = delays[delay]
    return typeof milliseconds === "number" ? [`after ${delay}`, duration(milliseconds)] : [`after ${delay}`]
  }
  if (event === "") return ["always"]
  if (event === "*") return ["any other event"]
  if (event === "xstate.init" || event === "xstate.history") return [""]
  if (event.startsWith("xstate.done.state.")) return ["done"]
  const [, about, name] = /^xstate\.(done|error|snapshot)\.(?:actor\.)?(.*)$/.exec(event) ?? []
  return [about ? `${about} ${name}` : event]
}

const guardWords = ({ type, params, guards = [], state }: GuardDefinition): string => {
  if (type === "in") return `in ${stateWords(state)}`
  if (type === "not") return `not ${guards.map(innerGuardWords).join("")}`
  return guards.length > 0
    ? guards.map(innerGuardWords).join(` ${type} `)
    : `${type}${parameterWords(params)}`
}

/** A state value as paths: `{ running: { work: "second" } }` is "running.work.second". */
const stateWords = (state: unknown): string =>
  typeof state === "object" && state !== null
    ? Object.entries(state)
        .map(([key, inner]) => `${key}.${stateWords(inner)}`)
        .join(" + ")
    : String(state)

const innerGuardWords = (guard: GuardDefinition) =>
  (guard.guards?.length ?? 0) > 1 ? `(${guardWords(guard)})` : guardWords(guard)

const actionsWords = (actions: ReadonlyArray<ActionDefinition>) =>
  actions.map(({ type, params }) => `${type}${parameterWords(params)}`).join(", ")

const parameterWords = (params: unknown): string => {
  if (params === undefined) return ""
  if (typeof params !== "object" || params === null || Array.isArray(params)) return `(${plain(params)})`
  const fields = Object.entries(params).map(([name, value]) => `${name}: ${plain(value)}`)
  return fields.length > 0 ? `(${fields.join(", ")})` : ""
}

const plain = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value))

/** Unguarded, after guarded ones for the same event. */
const isElse = (transition: TransitionDefinition, siblings: ReadonlyArray<TransitionDefinition>) =>
  siblings
    .slice(0, siblings.indexOf(transition))
    .some(({ event, guard }) => event === transition.event && guard !== undefined)
