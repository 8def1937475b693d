import type { StateValue } from "xstate"

/**
 * The paths of all states that a state value says are active, parents before children, named as `statecharts/` names them:
 * `{ active: { working: { floor: "listening" } } }` is `active`, `active.working`, `active.working.floor`,
 * `active.working.floor.listening`.
 */
export const activePaths = (value: StateValue, above = ""): ReadonlyArray<string> =>
  (typeof value === "string" ? [[value] as const] : Object.entries(value)).flatMap(([key, inner]) => {
    const path = above === "" ? key : `${above}.${key}`
    return inner === undefined ? [path] : [path, ...activePaths(inner, path)]
  })
