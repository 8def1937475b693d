/** Which edges of each chart this process's traffic took since it began, and which not. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { tally } from "../data/coverage.js"
import { hrefOf } from "../data/route.js"
import { edgeWords } from "../data/states.js"
import { dateAndTime } from "../data/time.js"
import { loadChart } from "./chart-marks.js"
import { keepingFocus } from "./keep-focus.js"
import { zoomable } from "./zoom.js"

export function coverage({ store }, element) {
  const told = el("p", { class: "quiet", role: "status" })
  const rows = el("tbody")
  const all = el(
    "table",
    { class: "roll coverage-charts" },
    el("caption", { class: "sr-only" }, "Charts"),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ["Chart", "Edges taken", ""].map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    rows,
  )
  const drawing = el("div", {
    class: "coverage-chart",
    tabindex: "0",
    role: "group",
    "aria-label": "Chart, scrolls",
  })
  const legend = el(
    "p",
    { class: "coverage-legend", "aria-hidden": "true" },
    el("span", { class: "key taken" }, "taken"),
    el("span", { class: "key never" }, "not taken"),
  )
  const list = el("section", { class: "coverage-edges", "aria-labelledby": "coverage-edges" })
  const one = el("div", { class: "coverage-one" }, legend, drawing, list)
  fill(element, told, all, one)
  const move = roving(rows, "a.actor-link")
  const sight = zoomable(drawing, { whole: true })
  const along = roving(list, "button")
  let svg
  let kind
  let drawn = ""

  async function open(wanted) {
    kind = wanted
    svg = undefined
    fill(drawing)
    if (wanted === undefined) return
    const loaded = await loadChart(wanted).catch(() => undefined)
    if (kind !== wanted) return
    svg = loaded
    sight.show(svg)
    drawn = ""
    fill(drawing, svg ?? el("p", { class: "trouble", role: "alert" }, "The chart cannot be loaded."))
    draw()
  }

  store.watch(["route"], () => {
    const { page, cause } = store.state.route
    element.hidden = page !== "coverage"
    if (page === "coverage" && cause !== kind) open(cause)
  })

  function draw() {
    const { coverage: counted, coverageOf: definition, route } = store.state
    if (route.page !== "coverage") return
    if (counted === undefined) return void fill(told, "Looking …")
    fill(told, words(counted))
    all.hidden = kind !== undefined
    one.hidden = kind === undefined
    sight.settle()
    const now = JSON.stringify([kind, counted.charts, definition?.id])
    if (now === drawn) return
    drawn = now
    if (kind === undefined) {
      keepingFocus(rows, () => {
        fill(rows, counted.charts.map(chartRow))
        move.refresh()
      })
      return
    }
    const chart = counted.charts.find((of) => of.kind === kind)
    if (chart === undefined) return
    if (svg !== undefined) mark(svg, chart.edges)
    keepingFocus(list, () => {
      fill(list, edgesList(chart, definition, seek))
      along.refresh()
    })
  }

  /** Shows where an edge is on the chart. */
  function seek(edge) {
    const groups = [...(svg?.querySelectorAll(`[data-edge="${CSS.escape(edge)}"]`) ?? [])]
    const words = groups.find((group) => group.querySelector(":scope > .card") !== null) ?? groups[0]
    if (words === undefined) return
    for (const before of svg.querySelectorAll("[data-sought]")) delete before.dataset.sought
    for (const group of groups) group.dataset.sought = ""
    sight.reveal(words)
  }
  store.watch(["coverage", "coverageOf", "route"], draw)
  return sight
}

const words = ({ since }) =>
  `What actors took in this process since ${dateAndTime(since)}, counted at each commit.`

function chartRow(chart) {
  const { taken, all } = tally(chart)
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el(
        "a",
        {
          class: "actor-link",
          href: hrefOf({ page: "coverage", cause: chart.kind }),
          data: { keep: chart.kind },
          tabindex: -1,
        },
        chart.kind,
      ),
    ),
    el("td", { data: { label: "Edges taken" } }, `${taken} of ${all}`),
    el("td", {}, el("meter", { min: 0, max: all, value: taken, "aria-label": `${taken} of ${all}` })),
  )
}

/** Marks each drawn edge, and says how often it was taken. */
function mark(svg, edges) {
  for (const { edge, taken } of edges) {
    for (const group of svg.querySelectorAll(`[data-edge="${CSS.escape(edge)}"]`)) {
      group.dataset.taken = taken > 0 ? "yes" : "no"
      let title = group.querySelector(":scope > title")
      if (title === null) {
        title = document.createElementNS("http://www.w3.org/2000/svg", "title")
        group.prepend(title)
      }
      title.textContent = taken === 0 ? "not taken" : `taken ${taken.toLocaleString()} times`
    }
  }
}

function edgesList(chart, definition, seek) {
  const { taken, all } = tally(chart)
  const rows = chart.edges.toSorted((a, b) => a.taken - b.taken)
  return [
    el("h2", { id: "coverage-edges" }, `${chart.kind}: ${taken} of ${all} edges taken`),
    el("p", {}, el("a", { href: hrefOf({ page: "coverage" }), data: { keep: "back" } }, "All charts")),
    el(
      "ul",
      { "aria-label": "Edges, those not taken first" },
      rows.map(({ edge, taken: times }) => {
        const { from, on, to } = edgeWords(definition, edge)
        return el(
          "li",
          { class: times > 0 ? "taken" : "never" },
          el(
            "button",
            {
              type: "button",
              tabindex: -1,
              title: "Show it on the chart",
              data: { keep: edge },
              on: { click: () => seek(edge) },
            },
            el("b", {}, times === 0 ? "not taken" : times.toLocaleString()),
            ` ${from}: ${on}${to === undefined ? "" : ` → ${to}`}`,
          ),
        )
      }),
    ),
  ]
}
