/** What the page knows. Shapes are those of ../../api.ts. */

export const kinds = [
  "conversation",
  "agent",
  "constellation",
  "pool",
  "vote",
  "debate",
  "workflow",
  "schedule",
  "guild",
  "budget",
  "archive",
  "knowledge",
  "partners",
]

export const emptyState = () => ({
  /** What the address names: `{ kind, id, seq }`; `id` and `seq` may be undefined. */
  route: { kind: kinds[0] },
  /** connecting, live or lost */
  connection: "connecting",
  /** Whether what people and agents say is shown. Never remembered. */
  words: false,
  /** The newest frame's counts, and events a second. */
  frame: undefined,
  rate: 0,
  /** The answer of `/status`. */
  report: undefined,
  /** The definition of the chart that is open: `statecharts/<kind>.json`. */
  definition: undefined,
  list: { actors: [], next: null, find: "", loading: false, failure: undefined },
  actor: undefined,
  actorFailure: undefined,
  /** Entries without a gap, newest first. */
  journal: { entries: [], loading: false, failure: undefined },
})
