/** What takes the place of a chart: the list of actors, those who are stuck, the way of a message. */
import { el, fill } from "/shared/dom/element.js"
import { titles } from "../data/state.js"
import { coverage } from "./coverage.js"
import { filters } from "./filters.js"
import { message } from "./message.js"
import { pool } from "./pool.js"
import { roll } from "./roll.js"

export function wide(page, element, bench) {
  const { store } = page
  const asked = el("div")
  const about = el("p", { class: "quiet wide-about" })
  const found = el("div")
  const way = el("div")
  const fleet = el("div")
  const edges = el("div")
  fill(element, asked, about, found, way, fleet, edges)
  filters(page, asked)
  roll(page, found)
  message(page, way)
  pool(page, fleet)
  page.coverage = coverage(page, edges)

  store.watch(["route"], () => {
    const { route } = store.state
    const chart = route.page === "chart"
    element.hidden = chart
    bench.hidden = !chart
    document.body.dataset.page = route.page
    element.ariaLabel = chart ? null : titles[route.page]
    document.querySelector(".skip").setAttribute("href", chart ? "#panel" : "#wide")
    asked.hidden = route.page !== "actors"
    about.hidden = route.page !== "stuck"
    found.hidden = !["actors", "stuck"].includes(route.page)
  })
  fill(
    about,
    "Actors in memory that have something to do and do not get on: longer in a state than 99 in 100 stays took (of at least 20, and 5 s), a timer that is due and does not ring, or something owed and no commit for 30 s.",
  )
}
