/** All live actors of a kind by state: how many, how long they stay, how fast they come; and what became of events. */
import { el, fill, hidden } from "/shared/dom/element.js"
import { hrefOf } from "../data/route.js"
import { statesOf } from "../data/states.js"
import { brief, dateAndTime } from "../data/time.js"
import { keepingFocus } from "./keep-focus.js"

const outcomes = {
  committed: "taken and durable",
  duplicates: "seen before, dropped",
  poisoned: "broke a chart, refused",
  fenced: "lost to another owner",
  refused: "mailbox full",
}

export function overview({ store }, element) {
  const live = el("section", { class: "known", "aria-labelledby": "live-title" })
  const flows = el("section", { class: "known", "aria-labelledby": "flows-title" })
  const events = el("section", { class: "known", "aria-labelledby": "events-title" })
  fill(element, live, flows, events)
  const isOpen = () => store.state.route.page === "chart" && store.state.route.id === undefined

  store.watch(["frame", "fleet", "definition", "route"], () => {
    const { frame, fleet, definition, route } = store.state
    if (!isOpen() || frame === undefined || definition?.id !== route.kind) return
    const figures = new Map(fleet?.states.map((state) => [state.path, state]))
    const counts = frame.live[route.kind]
    keepingFocus(live, () =>
      fill(
        live,
        el("h2", { id: "live-title" }, "Live, by state"),
        el(
          "table",
          { class: "states" },
          head("state", "live", "in / min", "p50", "p99"),
          el(
            "tbody",
            {},
            statesOf(definition).map((state) =>
              stateRow(state, route.kind, counts[state.path] ?? 0, figures.get(state.path)),
            ),
          ),
        ),
        el(
          "p",
          { class: "quiet" },
          "p50, p99: how long stays took that began and ended since the start. In / min: over the last minute.",
        ),
      ),
    )
  })

  store.watch(["fleet", "route"], () => {
    const { fleet } = store.state
    if (!isOpen()) return
    const moving = (fleet?.flows ?? []).slice(0, 20)
    fill(
      flows,
      el("h2", { id: "flows-title" }, "Flows"),
      moving.length === 0
        ? el("p", { class: "quiet" }, "Nobody has gone from one state to another yet.")
        : el(
            "table",
            { class: "states" },
            head("from → to", "a minute", "in all"),
            el("tbody", {}, moving.map(flowRow)),
          ),
    )
  })

  store.watch(["frame", "report", "route"], () => {
    const { frame, report } = store.state
    if (!isOpen() || frame === undefined) return
    fill(
      events,
      el("h2", { id: "events-title" }, "Events since the start"),
      el(
        "dl",
        { class: "facts" },
        Object.entries(outcomes).map(([name, words]) => [
          el("dt", {}, name, el("small", {}, words)),
          el("dd", {}, frame.events[name].toLocaleString()),
        ]),
      ),
      report && el("p", { class: "quiet" }, aboutProcess(report)),
    )
  })
}

const aboutProcess = ({ uptime, store, model }) =>
  `Started ${dateAndTime(Date.now() - uptime * 1000)}, on ${store}, with ${model}.`

const head = (...names) =>
  el(
    "thead",
    {},
    el(
      "tr",
      {},
      names.map((name) => el("th", { scope: "col" }, name)),
    ),
  )

const rateWords = (rate) => (rate >= 100 ? Math.round(rate).toLocaleString() : String(rate))

function stateRow({ path, key, depth, description }, kind, live, figures) {
  const name = path === "" ? el("span", {}, key) : whoIsIn(kind, path, key)
  const time = (ms) => (ms === null || ms === undefined ? "–" : brief(ms))
  return el(
    "tr",
    { class: live > 0 ? "some" : "none" },
    el("th", { scope: "row", title: description, vars: { "--depth": depth } }, name),
    el("td", {}, live.toLocaleString()),
    el("td", {}, figures === undefined || path === "" ? "–" : rateWords(figures.entered)),
    el("td", {}, time(figures?.p50)),
    el("td", {}, time(figures?.p99)),
  )
}

/** The way to those who are in a state. */
const whoIsIn = (kind, state, key) =>
  el(
    "a",
    { href: hrefOf({ page: "actors", query: { kind, state } }), data: { keep: state } },
    key,
    hidden(` (${state})`),
  )

const last = (path) => path.slice(path.lastIndexOf(".") + 1)

const flowRow = ({ from, to, rate, count }) =>
  el(
    "tr",
    { class: rate > 0 ? "some" : "none" },
    el(
      "th",
      { scope: "row" },
      last(from),
      " → ",
      last(to),
      el("small", {}, from.slice(0, from.lastIndexOf(".") + 1)),
    ),
    el("td", {}, rateWords(rate)),
    el("td", {}, count.toLocaleString()),
  )
