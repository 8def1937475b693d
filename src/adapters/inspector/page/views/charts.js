/**
 * The charts, and how many actors of each live in this process. Kinds that nobody is of, now or since the page is open, are
 * folded: what does not move back and forth is found again.
 */
import { el, fill, hidden } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf } from "../data/route.js"
import { kinds, mainKinds } from "../data/state.js"
import { keepingFocus } from "./keep-focus.js"

export function charts({ store }, element) {
  const list = el("ul", { "aria-labelledby": "charts-title" })
  const rest = el("ul", { "aria-label": "Charts without actors" })
  const count = el("summary")
  const folded = el("details", { class: "charts-rest" }, count, rest)
  fill(element, el("h2", { id: "charts-title", class: "side-title" }, "Fleet"), list, folded)
  const moves = [list, rest].map((part) => roving(part, "a"))
  const shown = new Set(mainKinds)
  const live = (kind) => store.state.frame?.live[kind]?.[""] ?? 0

  const draw = () => {
    const { route } = store.state
    const row = (kind) => el("li", {}, link(kind, route.page === "chart" && kind === route.kind, live(kind)))
    const others = kinds.filter((kind) => !shown.has(kind))
    fill(list, kinds.filter((kind) => shown.has(kind)).map(row))
    fill(rest, others.map(row))
    fill(count, `${others.length} more, nobody awake`)
    folded.hidden = others.length === 0
    for (const move of moves) move.refresh()
  }
  let drawn = ""
  store.watch(["route", "frame"], () => {
    const { route } = store.state
    for (const kind of kinds) if (live(kind) > 0) shown.add(kind)
    if (route.page === "chart") shown.add(route.kind)
    const now = JSON.stringify([route.kind, route.page, kinds.map(live)])
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
