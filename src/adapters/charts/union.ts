/** A chart together with what it was: one picture of both, in which what came, went and moved is marked. */
import { compared, type Change } from "./compare.ts"
import type { MachineDefinition, StateDefinition, TransitionDefinition } from "./definition.ts"
import type { Mark, Marks } from "./marked.ts"

const style = `
.statechart { --added: #15803d; --removed: #b91c1c; --moved: #b45309; }
@media (prefers-color-scheme: dark) { .statechart { --added: #4ade80; --removed: #f87171; --moved: #fbbf24; } }
${(["added", "removed", "moved", "changed"] as const)
  .map((is) => {
    const colour = `var(--${is === "changed" ? "moved" : is})`
    const dash = is === "removed" ? " stroke-dasharray: 5 4;" : ""
    return `.statechart .${is} > .box, .statechart .${is} .card { stroke: ${colour}; stroke-width: 2;${dash} }
.statechart .edge.${is} .line, .statechart .edge:has(.${is}):not(:has(.label:not(.${is}))) .line { stroke: ${colour}; stroke-width: 2;${dash} }
.statechart .${is} .mark { fill: ${colour}; }`
  })
  .join("\n")}
.statechart .removed text { text-decoration: line-through; }
.statechart .removed .mark { text-decoration: none; }
`

/** What is gone is told from what stands in its place. */
const gone = (id: string): string => `-${id}`

const notes = { added: "+", removed: "−", moved: "↷", changed: "~" } as const

const markOf = (change: Change): readonly [string, Mark] => {
  const note = notes[change.is]
  if (change.of === "state")
    return [
      change.path,
      {
        class: change.is,
        note,
        title: `${change.path}: ${change.is}${change.is === "moved" ? ` from ${change.from}` : ""}`,
      },
    ]
  const id = change.is === "removed" ? gone(change.edge.id) : change.edge.id
  const was = "was" in change ? `; it was ${change.from} → ${change.was.target?.join(", ") ?? "itself"}` : ""
  return [id, { class: change.is, note, title: `${change.is}${was}` }]
}

interface Union {
  readonly definition: MachineDefinition
  readonly marks: Marks
  readonly changes: ReadonlyArray<Change>
}

export const union = (before: MachineDefinition, after: MachineDefinition): Union => {
  const { changes, pathNow } = compared(before, after)
  const removedStates = new Set(
    changes.flatMap((change) => (change.of === "state" && change.is === "removed" ? [change.path] : [])),
  )
  const removedEdges = changes.flatMap((change) =>
    change.of === "edge" && change.is === "removed" ? [change] : [],
  )
  const edgesFrom = (path: string): ReadonlyArray<TransitionDefinition> =>
    removedEdges
      .filter(({ source }) => pathNow(source) === path)
      .map(({ edge }) => ({
        ...edge,
        id: gone(edge.id),
        ...(edge.target && { target: edge.target.map(pathNow) }),
      }))
  /** A state that is gone, with those in it that are gone, too. */
  const ghost = ({ initial: _, ...state }: StateDefinition): StateDefinition => {
    const states = (state.states ?? []).filter(({ path }) => removedStates.has(path)).map(ghost)
    const { states: __, ...rest } = state
    return {
      ...rest,
      transitions: edgesFrom(state.path),
      ...(states.length > 0 ? { states } : { type: "atomic" as const }),
    }
  }
  const thenByPath = new Map<string, StateDefinition>()
  const note = (state: StateDefinition): void => {
    thenByPath.set(pathNow(state.path), state)
    for (const child of state.states ?? []) note(child)
  }
  note(before.root)
  const both = (state: StateDefinition): StateDefinition => {
    const ghosts = (thenByPath.get(state.path)?.states ?? [])
      .filter(({ path }) => removedStates.has(path))
      .map(ghost)
    const transitions = [...(state.transitions ?? []), ...edgesFrom(state.path)]
    const states = [...(state.states ?? []).map(both), ...ghosts]
    return {
      ...state,
      ...(state.type === "atomic" && states.length > 0 && { type: "compound" as const }),
      ...(transitions.length > 0 && { transitions }),
      ...(states.length > 0 && { states }),
    }
  }
  const marks = changes.map((change) => ({ of: change.of, mark: markOf(change) }))
  const by = (of: Change["of"]) => new Map(marks.filter((it) => it.of === of).map(({ mark }) => mark))
  return {
    definition: { ...after, delays: { ...before.delays, ...after.delays }, root: both(after.root) },
    marks: { edges: by("edge"), states: by("state"), style },
    changes,
  }
}
