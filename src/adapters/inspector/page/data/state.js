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
  "assignment",
  "summary",
  "archive",
  "knowledge",
  "partners",
  "departure",
  "permit",
  "roster",
  "lessons",
]

/** Those that every Orrery has. */
export const mainKinds = kinds.slice(0, 4)

/** What the pages are called that take the place of a chart. */
export const titles = {
  actors: "Actors",
  stuck: "Stuck",
  message: "A message’s way",
  fleet: "The pool",
  coverage: "Coverage",
}

export const emptyState = () => ({
  /** What the address names, see `route.js`. `kind`, `id` and `seq` are of the last chart while another page is open. */
  route: { page: "chart", kind: kinds[0], query: {} },
  /** connecting, live or lost */
  connection: "connecting",
  /** Whether what people and agents say is shown. Never remembered. */
  words: false,
  /** The newest frame's counts, and events a second. */
  frame: undefined,
  rate: 0,
  /** The answer of `/status`. */
  report: undefined,
  /** The figures of the open chart: the answer of `/api/fleet/<kind>`. */
  fleet: undefined,
  /** The definition of the chart that is open: `statecharts/<kind>.json`. */
  definition: undefined,
  /** Who is awake and like what the address asks for, and why that is not known. */
  awake: undefined,
  awakeFailure: undefined,
  /** The way of the message that the address names, and why it is not known. */
  way: undefined,
  wayFailure: undefined,
  /** How the pool is, who is in it, why that is not known, and what came of the last wish. */
  pool: undefined,
  agents: undefined,
  poolFailure: undefined,
  poolWish: undefined,
  /** Which edges were taken, and the definition of the chart of which that is looked at. */
  coverage: undefined,
  coverageOf: undefined,
  list: { actors: [], next: null, find: "", loading: false, failure: undefined },
  actor: undefined,
  actorFailure: undefined,
  /** How it was after the entry that the address names: the answer of `/at`, and why there is none. */
  moment: undefined,
  momentFailure: undefined,
  /** Who changed what the address asks about: the answers of `/changes`, joined. */
  blame: undefined,
  /** Entries of the open actor that came faster than they are shown. */
  dropped: 0,
  /** Entries without a gap, newest first. */
  journal: { entries: [], loading: false, failure: undefined },
})
