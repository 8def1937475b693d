/** What changed between two moments of an actor, and who changed what is at a path. */
import { el, fill } from "/shared/dom/element.js"
import { hrefOf } from "../data/route.js"
import { eventWords } from "../data/states.js"
import { dateAndTime, timeOfDay } from "../data/time.js"

export function changesView({ store, session }, element) {
  const changed = el("section", { class: "known", "aria-labelledby": "changed-title" })
  const blamed = el("section", { class: "known", "aria-labelledby": "blamed-title" })
  fill(element, changed, blamed)

  const against = el("input", {
    type: "number",
    class: "scrub-at",
    "aria-label": "Compare with entry",
    min: 0,
  })
  const list = el("div")
  const count = el("span", { class: "tally" })
  const form = el("form", {}, el("label", { class: "quiet" }, "compared with entry ", against))
  fill(changed, el("h2", { id: "changed-title" }, "What changed"), count, form, list)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    go({ against: against.value })
  })
  against.addEventListener("change", () => go({ against: against.value }))

  const go = (wishes) => {
    const { kind, id, seq, query } = store.state.route
    location.hash = hrefOf({ kind, id, seq, query: { ...query, ...wishes } })
  }

  store.watch(["moment", "route"], () => {
    const { moment, route } = store.state
    changed.hidden = moment === undefined
    if (moment === undefined) return
    if (document.activeElement !== against) against.value = String(moment.against)
    against.max = String(moment.seq)
    fill(count, String(moment.changes.total))
    fill(list, changeRows(moment.changes, route))
  })

  store.watch(["blame", "route"], () => {
    const { blame, route } = store.state
    blamed.hidden = blame === undefined
    if (blame === undefined) return
    const { path, found, next, loading, failure } = blame
    const { kind, id, seq, query } = route
    fill(
      blamed,
      el("h2", { id: "blamed-title" }, "Who changed ", el("code", {}, path)),
      el(
        "a",
        { class: "quiet", href: hrefOf({ kind, id, seq, query: { ...query, path: undefined } }) },
        " close",
      ),
      failure && el("p", { class: "trouble" }, failure),
      el(
        "ol",
        { class: "blame" },
        found.map(({ entry, changes }) => blameRow(entry, changes, route)),
      ),
      found.length === 0 && !loading && el("p", { class: "quiet" }, "Nobody, as far as was looked."),
      loading && el("p", { class: "quiet" }, "Looking …"),
      next !== null &&
        el(
          "button",
          { type: "button", class: "button", on: { click: () => session.moreChanges() } },
          "Look further back",
        ),
    )
  })
}

/** @param {{ total: number, items: ReadonlyArray<object> }} changes */
export const changeRows = ({ total, items }, route) =>
  el(
    "ul",
    { class: "changes" },
    items.map((change) => changeRow(change, route)),
    total === 0 && el("li", { class: "quiet" }, "Nothing."),
    total > items.length && el("li", { class: "quiet" }, `and ${total - items.length} more`),
  )

function changeRow(change, { kind, id, seq, query }) {
  const { path } = change
  const href = hrefOf({ kind, id, seq, query: { ...query, path } })
  return el(
    "li",
    {},
    el("a", { class: "change-path", href, title: "Who changed this?" }, path),
    thenNow(change),
  )
}

const thenNow = ({ then, now, was, is }) =>
  el(
    "p",
    { class: "then-now" },
    was ? el("del", {}, brief(then)) : el("span", { class: "nothing" }, "new"),
    " → ",
    is ? el("ins", {}, brief(now)) : el("span", { class: "nothing" }, "gone"),
  )

const longest = 160
const brief = (value) => {
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
}

function blameRow({ seq, at, event, cause }, changes, { kind, id, query }) {
  return el(
    "li",
    {},
    el(
      "a",
      { href: hrefOf({ kind, id, seq, query }) },
      `${seq} `,
      el("b", {}, event === null ? "(tidied)" : eventWords(event.type)),
    ),
    " ",
    el("time", { datetime: new Date(at).toISOString(), title: dateAndTime(at) }, timeOfDay(at)),
    " ",
    el(
      "a",
      { class: "quiet", href: hrefOf({ page: "message", cause, query: { from: `${kind}/${id}` } }) },
      "its message’s way",
    ),
    changes.slice(0, 5).map((change) => thenNow(change)),
  )
}
