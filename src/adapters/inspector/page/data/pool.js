/** Asks how the pool is and who is in it like the address says, now and as long as somebody looks; and tells it what is wanted. */
import { announce } from "/shared/dom/announce.js"
import { ask, query, tell } from "./api.js"
import { paced } from "./pace.js"

/** In ms. */
const every = 1000

export function followPool(store) {
  const { state, set } = store
  const isAsked = () => state.route.page === "fleet" && !document.hidden

  const load = async () => {
    if (!isAsked()) return
    const { route } = state
    const answer = await Promise.all([ask("/api/pool"), ask(`/api/agents${query(route.query)}`)]).then(
      ([pool, agents]) => ({ pool, agents, poolFailure: undefined }),
      (error) => ({ poolFailure: error.message }),
    )
    if (state.route === route) set(answer)
  }
  setInterval(paced(load, every), every)

  /** One wish, which is heard once; what came of it is said. */
  const wish = async (what, body, done) => {
    set({ poolWish: { busy: true } })
    const request = crypto.randomUUID()
    const answer = await tell(`/api/agents/${what}`, { ...body, request }).then(
      () => ({ poolWish: { told: done } }),
      (error) => ({ poolWish: { failure: error.message } }),
    )
    set(answer)
    announce(answer.poolWish.told ?? answer.poolWish.failure, "polite")
    await load()
  }

  return {
    load,
    add: (count) => wish("add", { count }, `${count} ${count === 1 ? "agent is" : "agents are"} added.`),
    drain: (agent) => wish("drain", { agent }, `${agent} ends what it does, and goes.`),
    restore: (agent) => wish("restore", { agent }, `${agent} serves again.`),
  }
}

/** In whole percent; of nothing it is nothing. */
export const percent = (part, all) => (all === 0 ? 0 : Math.round((100 * part) / all))

/** How the pool is, in a sentence. */
export function poolWords({ total: { agents, used, waiting }, load }) {
  const many = waiting === 1 ? "1 turn waits" : `${waiting.toLocaleString()} turns wait`
  const wait = waiting === 0 ? "nobody waits" : many
  if (agents === 0) return `The pool has no agents here; ${wait}.`
  const share = `${used.toLocaleString()} of ${agents.toLocaleString()} agents are used (${percent(used, agents)} %), ${wait}.`
  if (load === "scarce") return `${share} Agents are scarce: add some.`
  return load === "plenty" ? `${share} Fewer would do, if it stays so.` : share
}
