/** What an actor took, newest first. An entry opens to its event, the edges it took, and its hash. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf } from "../data/route.js"
import { edgeWords, eventWords } from "../data/states.js"
import { dateAndTime, timeOfDay } from "../data/time.js"
import { keepingFocus } from "./keep-focus.js"
import { createTree } from "./tree.js"

export function journalView({ store, session }, element) {
  const list = el("ol", { class: "entries", "aria-label": "Entries, newest first" })
  const newer = button("Newer", () => session.newer())
  const older = button("Older", () => session.older())
  const trouble = el("p", { class: "trouble", role: "alert" })
  const count = el("span", { class: "tally" })
  const dropped = el("span", {
    class: "dropped",
    title: "They came faster than this page shows. The journal has them all.",
  })
  fill(
    element,
    el("header", {}, el("h2", { id: "journal-title" }, "Journal"), count, dropped, newer),
    trouble,
    list,
    older,
  )
  const move = roving(list, ".entry")
  const tree = createTree("event")
  let shownSeq

  store.watch(["dropped"], () => {
    const { dropped: some } = store.state
    dropped.hidden = some === 0
    fill(dropped, `dropped ${some.toLocaleString()}`)
  })

  store.watch(["journal", "route", "definition", "actor"], () => {
    const { journal, route, definition, actor } = store.state
    if (route.id === undefined) return
    const { entries, loading, failure } = journal
    const eventTree = (event) => tree(event, { fresh: shownSeq !== route.seq })
    keepingFocus(list, () => {
      fill(
        list,
        entries.map((entry) => row(entry, route, definition, eventTree)),
      )
      move.refresh()
    })
    fill(trouble, failure)
    trouble.hidden = failure === undefined
    fill(count, actor === undefined ? "" : String(actor.seq))
    newer.hidden = entries.length === 0 || actor === undefined || entries[0].seq >= actor.seq
    older.hidden = entries.length === 0 || entries.at(-1).seq <= 1
    newer.disabled = older.disabled = loading
    const current = list.querySelector("[aria-current]")
    if (shownSeq !== route.seq && current !== null) {
      shownSeq = route.seq
      // The list scrolls, and nothing around it.
      const row = current.closest("li")
      list.scrollTop = row.offsetTop - list.clientHeight / 3
    }
    if (route.seq === undefined) shownSeq = undefined
  })
}

const button = (label, act) => el("button", { type: "button", class: "button", on: { click: act } }, label)

function row(entry, { kind, id, seq }, definition, eventTree) {
  const current = entry.seq === seq
  const link = el(
    "a",
    {
      class: "entry",
      href: hrefOf(current ? { kind, id } : { kind, id, seq: entry.seq }),
      data: { keep: entry.seq },
      tabindex: -1,
      "aria-current": current ? "true" : undefined,
      "aria-expanded": String(current),
    },
    el("span", { class: "entry-seq" }, entry.seq),
    "trouble" in entry
      ? el("span", { class: "entry-trouble" }, "⚠ does not read")
      : summary(entry, definition),
  )
  return el("li", {}, link, current && detail(entry, definition, eventTree, `${kind}/${id}`))
}

const summary = ({ at, event, edges }, definition) => [
  el("span", { class: "entry-event" }, event === null ? "(tidied)" : eventWords(event.type)),
  ledTo(edges, definition),
  el("time", { datetime: new Date(at).toISOString(), title: dateAndTime(at) }, timeOfDay(at)),
]

/** The names of the states that the transitions led to. */
function ledTo(edges, definition) {
  if (edges === null) return el("span", { class: "entry-led", title: "not known" }, "?")
  const targets = edges.map((id) => edgeWords(definition, id).to).filter((to) => to !== undefined)
  const names = new Set(targets.map((path) => path.slice(path.lastIndexOf(".") + 1)))
  const words = [...names].join(", ")
  return el("span", { class: "entry-led", title: words }, names.size > 0 && `→ ${words}`)
}

function detail(entry, definition, eventTree, from) {
  if ("trouble" in entry) return el("div", { class: "detail" }, el("p", { class: "trouble" }, entry.trouble))
  const { id, cause, epoch, machine, settles, fires, acked, hash } = entry
  const said = {
    id,
    cause: el(
      "a",
      { href: hrefOf({ page: "message", cause, query: { from } }), title: "The way of what it led to" },
      cause,
    ),
    settles,
    fires,
    acked: acked.length > 0 && acked.join(", "),
    epoch,
    machine,
    hash,
  }
  return el(
    "div",
    { class: "detail" },
    edgesOf(entry, definition),
    el("h3", {}, "Event"),
    entry.event === null
      ? el("p", { class: "quiet" }, "None: it only takes what is done out of the outbox.")
      : eventTree(entry.event),
    el("h3", {}, "Entry"),
    el(
      "dl",
      { class: "facts" },
      Object.entries(said)
        .filter(([, value]) => value !== null && value !== false)
        .map(([name, value]) => [
          el("dt", {}, name),
          el("dd", { class: name === "hash" ? "hash" : undefined }, value),
        ]),
    ),
  )
}

function edgesOf({ edges }, definition) {
  const title = el("h3", {}, "Transitions")
  if (edges === null)
    return [title, el("p", { class: "quiet" }, "Not known: the journal could not be replayed up to here.")]
  if (edges.length === 0) return [title, el("p", { class: "quiet" }, "None: the chart stayed as it was.")]
  return [
    title,
    el(
      "ol",
      { class: "edges" },
      edges.map((id) => {
        const { from, on, to } = edgeWords(definition, id)
        return el("li", {}, from, el("b", {}, ` ${on} `), to === undefined ? "stays" : ["→ ", to])
      }),
    ),
  ]
}
