/** How many live actors are in each state, in words. Pure. */

/**
 * Lifecycle states are counted by the runtime, so their numbers are whole. What lies within them is known of actors that
 * took an event while the page looked on: `3+` are three or more, `?` is not known.
 *
 * @param {object} definition of the chart: `statecharts/<kind>.json`
 * @param {Record<string, number>} counts by path, as a frame has them
 * @returns {Map<string, string>} by path
 */
export function countWords(definition, counts) {
  const words = new Map()
  const count = ({ path }) => counts[path] ?? 0
  const isParallel = ({ type }) => type === "parallel"
  const holdsLifecycle = ({ path }) => path === "" || (isParallel(definition.root) && path === "life")

  const walk = (state, whole, around) => {
    const own = count(state)
    words.set(state.path, whole ? String(own) : own > 0 ? `${own}+` : around > 0 ? "?" : "0")
    const children = state.states ?? []
    const within = isParallel(state)
      ? count(children[0])
      : children.reduce((sum, child) => sum + count(child), 0)
    for (const child of children)
      walk(child, holdsLifecycle(state) || (whole && within === own), whole ? own : Math.max(own, around))
  }
  walk(definition.root, true, 0)
  return words
}
