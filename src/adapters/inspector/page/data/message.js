/** Asks for the way of the message that the address names. */
import { ask, query } from "./api.js"

export function followMessage({ state, set }) {
  return async function load() {
    const { route, words } = state
    if (route.page !== "message") return
    if (route.cause === undefined) return
    const { from, channel } = route.query
    const asked = `/api/messages/${encodeURIComponent(route.cause)}${query({ from, channel, words: words ? "shown" : undefined })}`
    const answer = await ask(asked).then(
      (way) => ({ way, wayFailure: undefined }),
      (error) => ({ way: undefined, wayFailure: error.message }),
    )
    if (state.route === route) set(answer)
  }
}

/** A message by its link, or by its id. https://discord.com/channels/<server>/<channel>/<message> @param {string} text */
export function messageIn(text) {
  const [, channel, linked] = /\/channels\/(?:\d+|@me)\/(\d{17,20})\/(\d{17,20})/.exec(text) ?? []
  if (linked !== undefined) return { cause: linked, query: { channel } }
  const [id] = /^\d{15,20}$/.exec(text.trim()) ?? []
  return id === undefined ? undefined : { cause: id, query: {} }
}

/** A pause that is longer than this, in ms, is drawn as a gap. */
const gapFrom = 200

/** Steps and the gaps between them, each with the time since the first: those of the message, and those of timers later. Pure. */
export function rowsOf({ steps }) {
  const rows = steps.flatMap((step, n) => {
    const pause = n === 0 ? 0 : step.at - steps[n - 1].at
    const row = { step, since: step.at - steps[0].at }
    const isSplit = step.later && n > 0 && !steps[n - 1].later
    return pause >= gapFrom && !isSplit ? [{ gap: pause, of: step }, row] : [row]
  })
  const { true: later = [], false: done = [] } = Object.groupBy(rows, ({ of, step = of }) =>
    Boolean(step.later),
  )
  return { done, later }
}
