/** Those who are like what is asked for, as a table: sorted, page by page, each a way to the actor. */
import { el, fill, hidden } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf, hrefOfAddress } from "../data/route.js"
import { kinds } from "../data/state.js"
import { eventWords, leaves, toldOnce } from "../data/states.js"
import { brief, dateAndTime } from "../data/time.js"
import { keepingFocus } from "./keep-focus.js"

const columns = [
  { title: "Actor", sort: "address" },
  { title: "States" },
  { title: "In state for", sort: "age" },
  { title: "Last moved", sort: "moved" },
  { title: "Mailbox", sort: "mailbox" },
  { title: "Owed", sort: "owed" },
  { title: "What is wrong" },
]
const pageSize = 50

export function roll({ store }, element) {
  const told = el("p", { class: "quiet", role: "status" })
  const body = el("tbody")
  const head = el("thead")
  const table = el("table", { class: "roll" }, el("caption", { class: "sr-only" }, "Actors"), head, body)
  const pager = el("nav", { class: "pager", "aria-label": "Pages" })
  fill(element, told, el("div", { class: "roll-scroll" }, table), pager)
  const move = roving(body, "a.actor-link")

  store.watch(["awake", "awakeFailure", "route"], () => {
    const { awake, awakeFailure, route } = store.state
    if (!["actors", "stuck"].includes(route.page)) return
    fill(
      head,
      el(
        "tr",
        {},
        columns.map((column) => header(column, route)),
      ),
    )
    fill(told, awakeFailure ?? countWords(awake, route))
    told.classList.toggle("trouble", awakeFailure !== undefined)
    const rows = awake?.rows ?? []
    table.hidden = awakeFailure !== undefined || rows.length + (awake?.quarantined ?? []).length === 0
    keepingFocus(body, () => {
      fill(
        body,
        rows.map((row) => line(row, awake.now)),
        (awake?.quarantined ?? []).map(broken),
      )
      move.refresh()
    })
    fill(pager, pagerOf(awake, route))
  })
}

function header({ title, sort }, { page, query }) {
  if (sort === undefined || query.asleep) return el("th", { scope: "col" }, title)
  const sorted = (query.sort ?? "age") === sort
  return el(
    "th",
    { scope: "col", "aria-sort": sorted ? (sort === "address" ? "ascending" : "descending") : undefined },
    el("a", { href: hrefOf({ page, query: { ...query, sort, page: undefined } }) }, title),
  )
}

function countWords(awake, { page, query }) {
  if (awake === undefined) return "Looking …"
  if (awake.asleep) {
    const kind = query.kind ?? kinds[0]
    if (awake.rows.length === 0 && awake.next === null) return `No ${kind} is kept that is like that.`
    return `Every ${kind} that is kept, in the store’s order. What only memory knows is not known of those who sleep.`
  }
  const { total } = awake
  const all = awake.awake.toLocaleString()
  if (total > 0) return `${total.toLocaleString()} of ${all} in memory.`
  if (page === "stuck")
    return awake.awake === 0 ? "Nobody is in memory, and nobody stuck." : `None of ${all} in memory is stuck.`
  const { find, kind, state } = query
  const asleep = hrefOf({ page, query: { find, kind, state, asleep: "1" } })
  return [
    awake.awake === 0 ? "Nobody is in memory now: " : `None of ${all} in memory is like that: `,
    el("a", { href: asleep }, "look among those asleep"),
    ".",
  ]
}

function line(row, now) {
  const { address, active, since, exactly, moved, mailbox, owed, trouble, holds = [] } = row
  const [kind, id] = address.split("/")
  const known = since !== undefined
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el(
        "a",
        { class: "actor-link", href: hrefOfAddress(address), data: { keep: address }, tabindex: -1 },
        el("span", { class: "kind" }, `${kind}/`),
        id,
      ),
    ),
    el(
      "td",
      { class: "roll-states", data: { label: "States" } },
      active === null
        ? "does not read"
        : leaves(active).map((path) => el("span", { title: path }, path.slice(path.lastIndexOf(".") + 1))),
    ),
    el(
      "td",
      { data: { label: "In state for" }, title: known ? `since ${dateAndTime(since)}` : undefined },
      known ? `${exactly ? "" : "≥ "}${brief(now - since)}` : "–",
    ),
    el("td", { data: { label: "Last moved" } }, known ? `${brief(now - moved)} ago` : "–"),
    el("td", { data: { label: "Mailbox" } }, mailbox ?? "–"),
    el("td", { data: { label: "Owed" } }, owed ?? "–"),
    el("td", { class: "roll-wrong", data: { label: "What is wrong" } }, wrongs(trouble, holds)),
  )
}

const broken = ({ address, reason }) =>
  el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el("a", { class: "actor-link", href: hrefOfAddress(address), tabindex: -1 }, address),
    ),
    el("td", { colspan: 6, class: "roll-wrong" }, "⚠ cannot be woken: ", reason),
  )

/** @param {object | string | null} trouble @param {ReadonlyArray<object>} holds */
function wrongs(trouble, holds) {
  const said =
    typeof trouble === "string" ? trouble : trouble && `broke on ${trouble.event}: ${trouble.reason}`
  return [...(said ? [said] : []), ...toldOnce(holds).map(holdWords)].map((words) =>
    el("span", {}, "⚠ ", words),
  )
}

/** Why an actor is stuck, in words. */
export function holdWords({ why, what, ms, usual }) {
  if (why === "long") return `${brief(ms)} in ${what}; 99 in 100 stay at most ${brief(usual)}`
  if (why === "overdue") return `timer ${eventWords(what)} overdue by ${brief(ms)}`
  return `${what || "what it"} owed, and nothing has moved for ${brief(ms)}`
}

function pagerOf(awake, { page, query }) {
  if (awake === undefined) return false
  const link = (words, changes) =>
    el("a", { class: "button", href: hrefOf({ page, query: { ...query, ...changes } }) }, words)
  if (awake.asleep) {
    return [
      query.after && link("From the start", { after: undefined }),
      awake.next !== null && link(awake.rows.length === 0 ? "Search on" : "More", { after: awake.next }),
    ]
  }
  const at = Number(query.page ?? 1)
  const last = Math.max(1, Math.ceil(awake.total / pageSize))
  return [
    at > 1 && link("Before", { page: at - 1 }),
    last > 1 && el("span", {}, `page ${at.toLocaleString()} of ${last.toLocaleString()}`, hidden(" pages")),
    at < last && link("Next", { page: at + 1 }),
  ]
}
