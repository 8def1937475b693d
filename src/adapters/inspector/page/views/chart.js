/** The drawn chart of the open kind: how many are in each state, and where one actor is and came from. */
import { el, fill } from "/shared/dom/element.js"
import { crowded, edgesOfFlow, leaves } from "../data/states.js"
import { trailOf } from "../data/journal.js"
import { scrubber } from "./scrubber.js"
import { drawFlows, drawMarks, loadChart, placeTrail } from "./chart-marks.js"
import { zoomable } from "./zoom.js"

export function chart(page, element) {
  const { store } = page
  const time = el("div", { class: "scrubber", role: "group", "aria-label": "Time", hidden: true })
  const scroller = el("div", {
    class: "scroller",
    tabindex: "0",
    role: "group",
    "aria-label": "Chart, scrolls",
  })
  fill(element, time, scroller)
  scrubber(page, time)
  let svg
  let kind
  let drawn = ""
  /** For which actor and entry the chart was scrolled; after that, the reader scrolls. */
  let revealed = ""

  const sight = zoomable(scroller)

  async function open(wanted) {
    kind = wanted
    const loaded = await loadChart(wanted).catch(() => undefined)
    if (kind !== wanted) return
    svg = loaded
    drawn = ""
    revealed = ""
    sight.show(svg)
    if (svg === undefined)
      return fill(scroller, el("p", { class: "trouble", role: "alert" }, "The chart cannot be loaded."))
    fill(scroller, svg)
    mark()
    flow()
  }

  /** What the chart shows of one actor: as it is, or as it was after the entry that the address names. */
  const moment = () => {
    const { route, actor, journal, moment } = store.state
    if (actor === undefined) return { active: [], trail: [] }
    if (route.seq === undefined) return { active: actor.active, trail: trailOf(journal.entries) }
    // Until the moment is here, the one before it stays.
    const trail = moment?.entry?.edges?.length > 0 ? [moment.entry] : []
    return { active: moment?.active ?? [], trail }
  }

  function mark() {
    // Behind another page it waits.
    if (svg === undefined || !sight.settle()) return
    const { definition, frame, route } = store.state
    const { active, trail } = moment()
    const now = JSON.stringify([
      route.id === undefined && frame?.live[kind],
      active,
      trail.map(({ seq }) => seq),
      route.seq,
      definition?.id,
    ])
    if (now === drawn) return
    drawn = now
    drawMarks(svg, {
      counts: (route.id === undefined && frame?.live[kind]) || {},
      active,
    })
    placeTrail(svg, trail)
    const where = route.id === undefined ? crowded(definition, frame?.live[kind]) : leaves(active)[0]
    const shown = `${route.id}/${route.seq}`
    if (where === undefined || shown === revealed) return
    revealed = shown
    reveal(where)
  }

  /** Scrolls the stage, and nothing else, to a state. */
  function reveal(path) {
    const box = svg.querySelector(`[data-state="${CSS.escape(path)}"] > .box`)?.getBoundingClientRect()
    if (box === undefined) return
    const view = scroller.getBoundingClientRect()
    scroller.scrollBy(
      box.left + box.width / 2 - (view.left + view.width / 2),
      box.top + box.height / 2 - (view.top + view.height / 2),
    )
  }

  store.watch(["route"], () => {
    if (store.state.route.kind !== kind) open(store.state.route.kind)
  })
  store.watch(["definition", "frame", "actor", "moment", "journal", "route"], mark)

  function flow() {
    const { definition, fleet, route } = store.state
    if (svg === undefined || definition?.id !== kind) return
    const flows = route.id === undefined ? (fleet?.flows ?? []) : []
    drawFlows(
      svg,
      flows.map(({ from, to, rate }) => ({ rate, edges: edgesOfFlow(definition, from, to) })),
    )
  }
  store.watch(["definition", "fleet", "route"], flow)

  return sight
}
