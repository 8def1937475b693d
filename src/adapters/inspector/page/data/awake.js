/** Asks who is awake and like what the address says, now and as long as somebody looks. */
import { ask, query } from "./api.js"
import { paced } from "./pace.js"

/** In ms. */
const every = 2000

export function followAwake({ state, set }) {
  const isAsked = () => ["actors", "stuck"].includes(state.route.page) && !document.hidden

  const load = async () => {
    if (!isAsked()) return
    const { route } = state
    const asked = route.page === "stuck" ? { ...route.query, preset: "stuck" } : route.query
    const { asleep, ...fields } = asked
    const answer = await (
      asleep ? sleepers(fields) : ask(`/api/awake${query({ sort: "age", ...fields })}`)
    ).then(
      (found) => ({ awake: found, awakeFailure: undefined }),
      (error) => ({ awakeFailure: error.message }),
    )
    if (state.route === route) set(answer)
  }
  setInterval(paced(load, 500), every)
  return load
}

/** All that were ever committed, in the store's order; what only memory knows of an actor is not known of them. */
async function sleepers({ kind = "conversation", find, state, after }) {
  const { actors, next } = await ask(`/api/actors${query({ kind, find, state, after })}`)
  return { rows: actors, next, asleep: true }
}
