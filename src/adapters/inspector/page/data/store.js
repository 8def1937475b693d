/** What the page knows, and who wants to hear when it changes. Shapes are those of ../../api.ts. */

export const kinds = ["conversation", "agent", "constellation", "pool"]

const emptyState = () => ({
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

export function createStore() {
  const watchers = new Set()
  let changed = new Set()

  const deliver = () => {
    const topics = changed
    changed = new Set()
    for (const { wanted, react } of watchers) if (wanted.some((topic) => topics.has(topic))) react()
  }

  return {
    state: emptyState(),

    /** Takes changes in; each key is a topic. Watchers run soon, once for all changes of this turn. */
    set(changes) {
      if (changed.size === 0) queueMicrotask(deliver)
      for (const topic of Object.keys(changes)) changed.add(topic)
      Object.assign(this.state, changes)
    },

    /** Runs `react` now, and whenever one of the topics has changed. */
    watch(wanted, react) {
      watchers.add({ wanted, react })
      react()
    },
  }
}
