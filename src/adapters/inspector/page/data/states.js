/** States as the drawn charts name them, and edges in words. Pure. */

/** Active states that have no active state inside. */
export const leaves = (active) =>
  active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)))

/** All states of a chart's definition, parents before children, with how deep they lie. */
export function statesOf(definition) {
  const walk = (state, depth) => [
    { ...state, depth },
    ...(state.states ?? []).flatMap((child) => walk(child, depth + 1)),
  ]
  return definition === undefined ? [] : walk(definition.root, 0)
}

/** The innermost state where most are, of regions the first; undefined as long as that is not known. */
export function crowded(definition, counts) {
  if (definition === undefined || counts === undefined) return undefined
  let here = definition.root
  for (;;) {
    const inside = (here.states ?? []).filter(({ path }) => counts[path] > 0)
    if (inside.length === 0) return here.path || undefined
    here =
      here.type === "parallel" ? inside[0] : inside.toSorted((a, b) => counts[b.path] - counts[a.path])[0]
  }
}

/** Why an actor is stuck, a state told once: not again as a part of the state around it. */
export function toldOnce(holds) {
  const inner = leaves(holds.filter(({ why }) => why === "long").map(({ what }) => what))
  return holds.filter(({ why, what }) => why !== "long" || inner.includes(what))
}

/** A guard as its chart says it: `isIdle and not (isOff or isFull)`. */
export function guardWords({ type, guards = [], state }) {
  const inner = (guard) => (guard.guards?.length > 1 ? `(${guardWords(guard)})` : guardWords(guard))
  if (type === "in") return `in ${typeof state === "string" ? state : JSON.stringify(state)}`
  if (type === "not") return `not ${guards.map(inner).join("")}`
  return guards.length > 0 ? guards.map(inner).join(` ${type} `) : type
}

/** Of an edge's id, `source|event|index`: where it leads from and to, and on what, with its guard. */
export function edgeWords(definition, id) {
  const [source, event] = id.split("|")
  const state = statesOf(definition).find(({ path }) => path === source)
  const transition = state?.transitions?.find((candidate) => candidate.id === id)
  const target = transition?.target?.join(", ")
  const when = transition?.guard ? ` [${guardWords(transition.guard)}]` : ""
  return { from: source || definition?.id || "", on: eventWords(event) + when, to: target }
}

/** The ids of the edges by which actors flow from a state, or one inside it, to one beside it. */
export function edgesOfFlow(definition, from, to) {
  const inside = (path, of) => path === of || path.startsWith(`${of}.`)
  return statesOf(definition)
    .filter(({ path }) => inside(path, from))
    .flatMap(({ transitions = [] }) => transitions)
    .filter(({ target = [] }) => target.some((path) => inside(path, to)))
    .map(({ id }) => id)
}

/** XState's names of events, for people: `xstate.after.quietTime.pool.active` is `after quietTime`. */
export function eventWords(event) {
  if (event === "") return "always"
  const [, delay] = /^xstate\.after\.([^.]+)\./.exec(event) ?? []
  if (delay !== undefined) return `after ${delay}`
  return event.startsWith("xstate.done.state.") ? "done" : event
}
