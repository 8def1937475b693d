/** Asks which edges were taken, as long as somebody looks. */
import { ask } from "./api.js"
import { paced } from "./pace.js"

/** In ms. */
const every = 1000

export function followCoverage({ state, set }) {
  const load = async () => {
    const { route } = state
    if (route.page !== "coverage" || document.hidden) return
    const [coverage, definition] = await Promise.all([
      ask("/api/coverage").catch(() => undefined),
      state.coverageOf?.id === route.cause ? state.coverageOf : definitionOf(route.cause),
    ])
    if (state.route === route) set({ coverage, coverageOf: definition })
  }
  setInterval(paced(load, every), every)
  return load
}

const definitionOf = (kind) =>
  kind === undefined ? undefined : ask(`/statecharts/${kind}.json`).catch(() => undefined)

/** How many edges there are, and how many of them were taken. Pure. */
export const tally = ({ edges }) => ({
  all: edges.length,
  taken: edges.filter(({ taken }) => taken > 0).length,
})
