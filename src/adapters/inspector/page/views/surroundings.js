/** What is around an actor: who looks after it, whom it works with, what it can be told, and its chart in words. */
import { el, fill } from "/shared/dom/element.js"
import { hrefOf, hrefOfAddress } from "../data/route.js"
import { eventWords, guardWords } from "../data/states.js"
import { keepingFocus } from "./keep-focus.js"

export function surroundings({ store }, element) {
  const legal = el("section", { class: "known", "aria-labelledby": "legal-title" })
  const place = el("section", { class: "known", "aria-labelledby": "place-title" })
  const outline = el("details", { class: "known outline" })
  fill(element, legal, place, outline)

  store.watch(["actor", "moment", "route"], () => {
    const { actor, moment, route } = store.state
    if (actor === undefined || route.id === undefined) return
    const shown = moment ?? actor
    keepingFocus(legal, () => fill(legal, legalOf(shown, route, moment === undefined)))
    keepingFocus(place, () => fill(place, placeOf(actor)))
  })
  store.watch(["definition", "actor", "moment", "route", "frame"], () => {
    const { definition, actor, moment, route } = store.state
    if (definition === undefined || route.id === undefined) return
    const active = new Set((moment ?? actor)?.active)
    const now = `${definition.id} ${[...active].join()}`
    if (outline.dataset.shows === now) return
    outline.dataset.shows = now
    fill(outline, el("summary", {}, el("h2", {}, "Chart in words")), branch([definition.root], active))
  })
}

const legalOf = ({ legal }, { kind, id }, isNow) => [
  el("h2", { id: "legal-title" }, "Can be told"),
  el("span", { class: "tally" }, legal.length),
  el(
    "ul",
    { class: "legal" },
    legal.map(({ type, states }) =>
      el(
        "li",
        { title: `in ${states.map((path) => path || kind).join(", ")}` },
        isNow
          ? el(
              "a",
              { href: hrefOf({ kind, id, query: { view: "send", event: type } }), data: { keep: type } },
              type,
            )
          : type,
      ),
    ),
  ),
]

const link = (address) => el("a", { href: hrefOfAddress(address), data: { keep: address } }, address)

function placeOf({ address, place: { above, below, said } }) {
  return [
    el("h2", { id: "place-title" }, "Place"),
    el(
      "ul",
      { class: "place" },
      above.map((supervisor) => el("li", {}, "looked after by ", link(supervisor), said && `: ${said}`)),
      el(
        "li",
        {},
        el("b", {}, address),
        below.total > 0 &&
          el(
            "details",
            {},
            el(
              "summary",
              {},
              address.startsWith("pool/") ? `looks after ${below.total}` : `has to do with ${below.total}`,
            ),
            el(
              "ul",
              {},
              below.items.map(({ address: other, says }) => el("li", {}, link(other), says && ` ${says}`)),
              below.total > below.items.length &&
                el("li", {}, `and ${below.total - below.items.length} more`),
            ),
          ),
      ),
    ),
  ]
}

/** The chart as nested lists: states, where the actor is, and what leads where. */
const branch = (states, active) =>
  el(
    "ul",
    { class: "outline-states" },
    states.map(({ path, key, states: inner = [], transitions = [], description }) =>
      el(
        "li",
        { class: active.has(path) ? "is-active" : undefined },
        el("b", {}, key),
        active.has(path) && path !== "" && " ● active",
        description && el("small", {}, ` ${description}`),
        transitions.length > 0 &&
          el(
            "ul",
            {},
            transitions.map(({ event, guard, target }) =>
              el(
                "li",
                {},
                `on ${eventWords(event)}${guard ? ` [${guardWords(guard)}]` : ""}: ${target ? `to ${target.join(", ")}` : "stays"}`,
              ),
            ),
          ),
        inner.length > 0 && branch(inner, active),
      ),
    ),
  )
