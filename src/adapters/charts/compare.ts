/** How a chart differs from what it was: states and edges that came, went, or stand elsewhere. */
import type { MachineDefinition, StateDefinition, TransitionDefinition } from "./definition.ts"
import { transitionWords } from "./words.ts"

export type Change =
  | { readonly of: "state"; readonly is: "added" | "removed"; readonly path: string }
  | { readonly of: "state"; readonly is: "moved"; readonly path: string; readonly from: string }
  /** Where it begins, what is done on entry or exit, tags, the kind of state. */
  | { readonly of: "state"; readonly is: "changed"; readonly path: string }
  | {
      readonly of: "edge"
      readonly is: "added" | "removed"
      readonly source: string
      readonly edge: TransitionDefinition
    }
  /** It leads elsewhere, or from elsewhere, or does something else on its way. */
  | {
      readonly of: "edge"
      readonly is: "moved" | "changed"
      readonly source: string
      readonly edge: TransitionDefinition
      readonly from: string
      readonly was: TransitionDefinition
    }

const flat = (state: StateDefinition): ReadonlyArray<StateDefinition> => [
  state,
  ...(state.states ?? []).flatMap(flat),
]

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What there is once among those that went and once among those that came has moved. */
const once = <A>(all: ReadonlyArray<A>, key: (one: A) => string): ReadonlyMap<string, A> =>
  new Map([...Map.groupBy(all, key)].flatMap(([of, some]) => (some.length === 1 ? [[of, some[0]!]] : [])))

/** Paths of today for paths of then: of what moved, with all that is in it. */
const movedPaths = (
  before: ReadonlyArray<StateDefinition>,
  after: ReadonlyArray<StateDefinition>,
): ReadonlyMap<string, string> => {
  const [then, now] = [new Set(before.map(({ path }) => path)), new Set(after.map(({ path }) => path))]
  const went = once(
    before.filter(({ path }) => !now.has(path)),
    ({ key }) => key,
  )
  const came = once(
    after.filter(({ path }) => !then.has(path)),
    ({ key }) => key,
  )
  const moved = new Map<string, string>()
  for (const [key, { path }] of went) {
    const to = came.get(key)
    if (to !== undefined) moved.set(path, to.path)
  }
  return moved
}

/** XState puts the path of a state into the events of its delays, and of its end. */
const waitsFor = ({ event, delay }: TransitionDefinition): unknown =>
  delay ?? (event.startsWith("xstate.done.state.") ? "xstate.done.state" : event)

interface Edge {
  readonly source: string
  readonly edge: TransitionDefinition
}

const edgesOf = (states: ReadonlyArray<StateDefinition>): ReadonlyArray<Edge> =>
  states.flatMap(({ path, transitions = [] }) => transitions.map((edge) => ({ source: path, edge })))

export interface Comparison {
  readonly changes: ReadonlyArray<Change>
  /** Where a path of then is now. */
  readonly pathNow: (path: string) => string
}

export const compared = (before: MachineDefinition, after: MachineDefinition): Comparison => {
  const [then, now] = [flat(before.root), flat(after.root)]
  const moved = movedPaths(then, now)
  const pathNow = (path: string): string => moved.get(path) ?? path
  const nowByPath = new Map(now.map((state) => [state.path, state]))
  const thenByPath = new Map(then.map((state) => [pathNow(state.path), state]))
  const body = ({ type, tags, entry, exit, initial }: StateDefinition, isThen: boolean) => [
    type,
    tags,
    entry,
    exit,
    initial?.actions,
    isThen ? initial?.target?.map(pathNow) : initial?.target,
  ]
  const states = [
    ...now.flatMap((state): ReadonlyArray<Change> => {
      const { path } = state
      const was = thenByPath.get(path)
      if (was === undefined) return [{ of: "state", is: "added", path }]
      return [
        ...(same(body(was, true), body(state, false)) ? [] : [{ of: "state", is: "changed", path } as const]),
        ...(was.path === path ? [] : [{ of: "state", is: "moved", path, from: was.path } as const]),
      ]
    }),
    ...then.flatMap(({ path }): ReadonlyArray<Change> =>
      nowByPath.has(pathNow(path)) ? [] : [{ of: "state", is: "removed", path }],
    ),
  ]

  const targets = ({ target }: TransitionDefinition) => target?.map(pathNow)
  const went = new Set(edgesOf(then))
  const came = new Set(edgesOf(now))
  const changes: Array<Change> = []
  /** Pairs what is alike by `key`, in the order of the charts. */
  const pair = (key: (one: Edge, isThen: boolean) => string, is: "moved" | "changed" | null) => {
    const left = Map.groupBy(went, (one) => key(one, true))
    for (const one of came) {
      const was = left.get(key(one, false))?.shift()
      if (was === undefined) continue
      went.delete(was)
      came.delete(one)
      if (is !== null) changes.push({ of: "edge", is, ...one, from: was.source, was: was.edge })
    }
  }
  const keyed =
    (...parts: ReadonlyArray<"source" | "target" | "actions" | "guard">) =>
    ({ source, edge }: Edge, isThen: boolean): string =>
      JSON.stringify([
        waitsFor(edge),
        parts.includes("source") && (isThen ? pathNow(source) : source),
        parts.includes("guard") && edge.guard,
        parts.includes("target") && [isThen ? targets(edge) : edge.target, edge.reenter],
        parts.includes("actions") && edge.actions,
      ])
  pair(keyed("source", "guard", "target", "actions"), null)
  pair(keyed("source", "guard", "actions"), "moved")
  pair(keyed("source", "guard", "target"), "changed")
  pair(keyed("source", "target", "actions"), "changed")
  pair(keyed("guard", "target", "actions"), "moved")
  pair(keyed("source", "guard"), "moved")
  return {
    changes: [
      ...states,
      ...changes,
      ...[...came].map((one): Change => ({ of: "edge", is: "added", ...one })),
      ...[...went].map((one): Change => ({ of: "edge", is: "removed", ...one })),
    ],
    pathNow,
  }
}

const sign = { added: "+", removed: "-", moved: ">", changed: "~" } as const

const edgeWords = (
  source: string,
  edge: TransitionDefinition,
  delays: MachineDefinition["delays"],
): string => {
  const words = transitionWords(edge, [], delays).map(({ text }) => text)
  const to = edge.target === undefined ? "" : ` → ${edge.target.join(", ")}`
  return `${source || "(everywhere)"}: ${words.join(" ")}${to}`
}

/** A change on a line. */
export const changeWords = (change: Change, { delays }: MachineDefinition): string => {
  const head = `${sign[change.is]} ${change.is.padEnd(7)}`
  if (change.of === "state")
    return `${head} state ${change.path}${change.is === "moved" ? `, which was ${change.from}` : ""}`
  const words = edgeWords(change.source, change.edge, delays)
  return "was" in change
    ? `${head} edge  ${words}; it was ${edgeWords(change.from, change.was, delays)}`
    : `${head} edge  ${words}`
}
