/** The charts, and how many actors of each live in this process. */
import { el, fill, hidden } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf } from "../data/route.js"
import { kinds } from "../data/state.js"
import { keepingFocus } from "./keep-focus.js"

export function charts({ store }, element) {
  const move = roving(element, "a")

  const draw = () => {
    const { route, frame } = store.state
    fill(
      element,
      kinds.map((kind) =>
        el("li", {}, link(kind, route.page === "chart" && kind === route.kind, frame?.live[kind]?.[""] ?? 0)),
      ),
    )
    move.refresh()
  }
  let drawn = ""
  store.watch(["route", "frame"], () => {
    const { route, frame } = store.state
    const now = JSON.stringify([route.kind, route.page, kinds.map((kind) => frame?.live[kind]?.[""])])
    if (now !== drawn) keepingFocus(element, draw)
    drawn = now
  })
}

const link = (kind, current, live) =>
  el(
    "a",
    {
      class: "chart-link",
      href: hrefOf({ kind }),
      data: { keep: kind },
      tabindex: -1,
      "aria-current": current ? "true" : undefined,
    },
    el("span", {}, kind),
    el("span", { class: "count", "aria-hidden": "true" }, live.toLocaleString()),
    hidden(`, ${live} live`),
  )
