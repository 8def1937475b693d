/** What is open, whether it is live, and the switches. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { themeButton } from "/shared/theme.js"
import { titles } from "../data/state.js"

const connections = { connecting: "connecting", live: "live", lost: "connection lost" }

export function header(page, element) {
  const { store, session, drawer } = page
  /** The chart that is seen. */
  const sight = () => (store.state.route.page === "coverage" ? page.coverage : page.chart)
  const title = el("h1")
  const about = el("p", { class: "about" })
  const connection = el("span", { class: "connection", role: "status" })
  const words = el(
    "button",
    {
      type: "button",
      class: "switch",
      role: "switch",
      on: { click: () => session.setWords(!store.state.words) },
    },
    el("span", { class: "switch-track", "aria-hidden": "true" }),
    "Words",
  )
  const zoom = (name, label, act) =>
    el(
      "button",
      { type: "button", class: "icon-button zoom", title: label, "aria-label": label, on: { click: act } },
      icon(name),
    )

  fill(
    element,
    drawer.button,
    el("div", { class: "heading" }, title, about),
    connection,
    el(
      "div",
      { class: "tools" },
      zoom("minus", "Smaller", () => sight().zoom(1 / 1.25)),
      zoom("plus", "Larger", () => sight().zoom(1.25)),
      zoom("fit", "Whole chart", () => sight().fit()),
      words,
      themeButton(),
    ),
  )

  store.watch(["route"], () => {
    const { kind, id, page, cause } = store.state.route
    document.body.dataset.chart = page === "chart" || (page === "coverage" && cause !== undefined)
    if (page !== "chart") {
      fill(title, titles[page])
      document.title = `${titles[page]} · Orrery inspector`
      return
    }
    fill(title, id === undefined ? kind : [el("span", { class: "kind" }, `${kind}/`), id])
    document.title = `${id === undefined ? kind : `${kind}/${id}`} · Orrery inspector`
  })
  store.watch(["definition", "route"], () => {
    const { definition, route } = store.state
    fill(
      about,
      definition === undefined || route.page !== "chart" ? "" : `${definition.root.description ?? ""}`,
    )
  })
  store.watch(["connection"], () => {
    const { connection: now } = store.state
    connection.dataset.is = now
    fill(connection, el("span", { class: "lamp", "aria-hidden": "true" }), connections[now])
  })
  store.watch(["words"], () => {
    const { words: shown } = store.state
    words.setAttribute("aria-checked", String(shown))
    words.title = shown ? "Hide what people and agents say" : "Show what people and agents say"
  })
}
