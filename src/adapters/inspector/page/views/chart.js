/** The drawn chart of the open kind: how many are in each state, and where one actor is and came from. */
import { el, fill } from "/shared/dom/element.js"
import { hrefOf } from "../data/route.js"
import { edgesOfFlow, leaves } from "../data/states.js"
import { trailOf } from "../data/journal.js"
import { drawFlows, drawMarks, loadChart, placeTrail } from "./chart-marks.js"

/** Smaller, words cannot be read; larger than drawn is not asked for at first. */
const readable = { least: 0.72, most: 1 }

export function chart({ store }, element) {
  const note = el("p", { class: "stage-note" })
  const scroller = el("div", {
    class: "scroller",
    tabindex: "0",
    role: "group",
    "aria-label": "Chart, scrolls",
  })
  fill(element, note, scroller)
  let svg
  let kind
  let scale = 1
  let drawn = ""
  /** For which actor and entry the chart was scrolled; after that, the reader scrolls. */
  let revealed = ""

  const size = () => ({ width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height })
  const resize = (to) => {
    scale = Math.min(2, Math.max(0.2, to))
    if (svg === undefined) return
    svg.setAttribute("width", Math.round(size().width * scale))
    svg.setAttribute("height", Math.round(size().height * scale))
  }
  const first = () => Math.min(readable.most, Math.max(readable.least, scroller.clientWidth / size().width))

  async function open(wanted) {
    kind = wanted
    const loaded = await loadChart(wanted).catch(() => undefined)
    if (kind !== wanted) return
    svg = loaded
    drawn = ""
    revealed = ""
    if (svg === undefined)
      return fill(scroller, el("p", { class: "trouble", role: "alert" }, "The chart cannot be loaded."))
    fill(scroller, svg)
    resize(first())
    mark()
    flow()
  }

  /** What the chart shows of one actor: as it is, or as it was after the entry that the address names. */
  const moment = () => {
    const { route, actor, journal } = store.state
    if (actor === undefined) return { active: [], trail: [] }
    const trail = trailOf(journal.entries, route.seq)
    const entry = journal.entries.find(({ seq }) => seq === route.seq)
    return { active: (route.seq === undefined ? actor.active : entry?.active) ?? [], trail, entry }
  }

  function mark() {
    if (svg === undefined) return
    const { frame, route, actor } = store.state
    const { active, trail, entry } = moment()
    const now = JSON.stringify([
      route.id === undefined && frame?.live[kind],
      active,
      trail.map(({ seq }) => seq),
      route.seq,
    ])
    if (now === drawn) return
    drawn = now
    drawMarks(svg, {
      counts: (route.id === undefined && frame?.live[kind]) || {},
      active,
    })
    placeTrail(svg, trail)
    fill(note, noteOf(route, actor, entry))
    const where = route.id === undefined ? crowd(frame?.live[kind]) : leaves(active)[0]
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
  store.watch(["definition", "frame", "actor", "journal", "route"], mark)

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

  return {
    zoom: (by) => resize(scale * by),
    fit: () =>
      svg && resize(Math.min(scroller.clientWidth / size().width, scroller.clientHeight / size().height)),
  }
}

/** The innermost state where most are; undefined as long as that is not known. */
function crowd(counts) {
  if (counts === undefined) return undefined
  const paths = leaves(Object.keys(counts).filter((path) => path !== ""))
  return paths.toSorted((a, b) => counts[b] - counts[a])[0]
}

function noteOf({ kind, id, seq }, actor, entry) {
  if (seq === undefined || actor === undefined) return []
  const what = entry?.active
    ? `After entry ${seq} of ${actor.seq}.`
    : `What entry ${seq} made of the chart is not known: it is too far back, or does not read.`
  return [el("span", {}, what), el("a", { href: hrefOf({ kind, id }) }, "Back to now")]
}
