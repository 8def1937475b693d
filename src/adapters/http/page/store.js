/** What a page knows, and who wants to hear when it changes. @param {object} state its fields are topics */
export function createStore(state) {
  const watchers = new Set()
  let changed = new Set()

  const deliver = () => {
    const topics = changed
    changed = new Set()
    for (const { wanted, react } of watchers) if (wanted.some((topic) => topics.has(topic))) react(topics)
  }

  /** Tells that these topics changed; watchers run soon, once for all changes of this turn. */
  const touch = (...topics) => {
    if (topics.length === 0) return
    if (changed.size === 0) queueMicrotask(deliver)
    for (const topic of topics) changed.add(topic)
  }

  return {
    state,
    touch,

    /** Takes changes in, each key a topic, and tells. */
    set(changes) {
      Object.assign(state, changes)
      touch(...Object.keys(changes))
    },

    /** Runs `react` with the topics, now and whenever one of them has changed. */
    watch(wanted, react) {
      watchers.add({ wanted, react })
      react(new Set(wanted))
    },
  }
}
