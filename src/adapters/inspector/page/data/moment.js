/** Asks how the open actor was after the entry that the address names, and who changed what it asks about. */
import { ask, query } from "./api.js"

export function followMoment({ state, set }) {
  const path = ({ kind, id }) => `/api/actors/${kind}/${id}`
  const words = () => (state.words ? "shown" : undefined)
  let asked = 0

  async function load() {
    const { route } = state
    const { id, seq, query: wishes } = route
    if (route.page !== "chart" || id === undefined || seq === undefined) return set({ moment: undefined })
    const mine = ++asked
    const answer = await ask(
      `${path(route)}/at${query({ seq, against: wishes.against, words: words() })}`,
    ).then(
      (moment) => ({ moment, momentFailure: undefined }),
      (error) => ({ moment: undefined, momentFailure: error.message }),
    )
    if (mine === asked) set(answer)
  }

  /** Who changed what is at a path, up to the entry that is open. */
  async function loadChanges({ more = false } = {}) {
    const { route } = state
    const { path: of } = route.query
    if (route.id === undefined || !of) return set({ blame: undefined })
    const before = more ? state.blame.next : route.seq === undefined ? undefined : route.seq + 1
    const held = more ? state.blame.found : []
    if (!more) set({ blame: { path: of, found: [], next: null, loading: true } })
    const answer = await ask(`${path(route)}/changes${query({ path: of, before, words: words() })}`).then(
      ({ found, next }) => ({ path: of, found: [...held, ...found], next }),
      (error) => ({ path: of, found: held, next: null, failure: error.message }),
    )
    if (state.route.query.path === of && state.route.id === route.id) set({ blame: answer })
  }

  return {
    load,
    loadChanges,

    /** The next entry with an event of a type; undefined: there is none. */
    async seek(event, from, backwards) {
      const { route } = state
      for (let at = from; at !== null;) {
        const asked = query({ event, from: at, backwards: backwards ? "1" : undefined })
        const { found, next } = await ask(`${path(route)}/seek${asked}`)
        if (found !== null) return found
        at = next
      }
      return undefined
    },
  }
}
