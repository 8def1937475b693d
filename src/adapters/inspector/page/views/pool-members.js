/** Every agent of the pool, filtered by what the address says, page by page; added and taken out where that is switched on. */
import { el, fill, hidden } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { hrefOf } from "../data/route.js"
import { brief, dateAndTime } from "../data/time.js"
import { keepingFocus } from "./keep-focus.js"

/** A pause in typing, in ms, after which is searched. */
const pause = 250
const choices = {
  state: ["free", "busy", "idle", "leaving", "resting", "lent", "draining", "gone"],
  tier: ["premium", "standard", "lite"],
  health: ["healthy", "degraded", "quarantined"],
}
const columns = ["Agent", "State", "Server", "For", "Tier", "Health", "Since", "Served", ""]

export function members({ store, session }, element) {
  const find = el("input", {
    type: "search",
    placeholder: "a part of it",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 64,
  })
  const selects = Object.fromEntries(
    Object.entries(choices).map(([name, values]) => [
      name,
      el(
        "select",
        { name },
        ["", ...values].map((value) => el("option", { value }, value === "" ? "any" : value)),
      ),
    ]),
  )
  const count = el("input", { type: "number", min: 1, max: 1000, value: 1, required: true })
  const addButton = el("button", { class: "button" }, "Add")
  const adding = el(
    "form",
    { class: "pool-add", "aria-label": "Add agents", on: { submit: (event) => add(event) } },
    el("label", { class: "filter" }, el("span", {}, "Add agents"), count),
    addButton,
  )
  const told = el("p", { class: "quiet", role: "status" })
  const outcome = el("p", { class: "pool-outcome" })
  const body = el("tbody")
  const pager = el("nav", { class: "pager", "aria-label": "Pages" })
  fill(
    element,
    el("h2", { id: "pool-agents" }, "Agents"),
    el(
      "form",
      {
        class: "filters",
        role: "search",
        "aria-label": "Filters of agents",
        on: { submit: (event) => event.preventDefault() },
      },
      el("label", { class: "filter" }, el("span", {}, "Agent or server"), find),
      Object.entries(selects).map(([name, select]) =>
        el("label", { class: "filter" }, el("span", {}, name[0].toUpperCase() + name.slice(1)), select),
      ),
    ),
    adding,
    outcome,
    told,
    el(
      "div",
      { class: "roll-scroll" },
      el(
        "table",
        { class: "roll" },
        el("caption", { class: "sr-only" }, "Agents of the pool"),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            columns.map((name) => el("th", { scope: "col" }, name || hidden("Do"))),
          ),
        ),
        body,
      ),
    ),
    pager,
  )
  const move = roving(body, "a.actor-link")

  function add(event) {
    event.preventDefault()
    const many = Number(count.value)
    if (Number.isInteger(many) && many > 0) session.pool.add(many)
  }

  /** Typing leaves no trail of half words behind. */
  const go = (changes) => {
    const { page: _, ...kept } = store.state.route.query
    history.replaceState(undefined, "", hrefOf({ page: "fleet", query: { ...kept, ...changes } }))
    dispatchEvent(new HashChangeEvent("hashchange"))
  }
  let timer
  find.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(() => go({ find: find.value.trim() }), pause)
  })
  for (const [name, select] of Object.entries(selects))
    select.addEventListener("change", () => go({ [name]: select.value }))

  store.watch(["route"], () => {
    const { page, query } = store.state.route
    if (page !== "fleet") return
    if (document.activeElement !== find) find.value = query.find ?? ""
    for (const [name, select] of Object.entries(selects)) select.value = query[name] ?? ""
  })

  store.watch(["poolWish"], () => {
    const { busy, told: done, failure } = store.state.poolWish ?? {}
    addButton.disabled = busy === true
    outcome.classList.toggle("trouble", failure !== undefined)
    fill(outcome, failure ?? done)
  })

  let drawn = ""
  store.watch(["agents", "pool", "route"], () => {
    const { agents, pool, route } = store.state
    if (route.page !== "fleet" || agents === undefined) return
    adding.hidden = pool?.enabled !== true
    const now = JSON.stringify([
      agents.rows,
      agents.total,
      route.query,
      pool?.enabled,
      Math.floor(agents.now / 5000),
    ])
    if (now === drawn) return
    drawn = now
    fill(told, countWords(agents, pool))
    keepingFocus(body, () => {
      fill(
        body,
        agents.rows.map((row) => line(row, agents.now, pool?.enabled === true, session.pool)),
      )
      move.refresh()
    })
    fill(pager, pagerOf(agents, route.query))
  })
}

const countWords = ({ total, silent }, pool) => [
  total === 0
    ? "No agent is like that. "
    : `${total.toLocaleString()} ${total === 1 ? "agent" : "agents"}, of all shards. `,
  silent.length > 0 && `Not known: pool/${silent.join(", pool/")}. `,
  pool?.enabled === false && "Agents are added and taken out here with send = true in [inspector].",
]

const cell = (name, value, props = {}) => el("td", { data: { label: name }, ...props }, value)

function line(member, now, enabled, wishes) {
  const { agent, state, draining, guild, purpose, tier, health, since, served } = member
  const out = state === "gone" || draining
  return el(
    "tr",
    { class: state === "gone" ? "gone" : undefined },
    el(
      "th",
      { scope: "row" },
      el(
        "a",
        {
          class: "actor-link",
          href: hrefOf({ kind: "agent", id: agent }),
          data: { keep: agent },
          tabindex: -1,
        },
        agent,
      ),
    ),
    cell("State", draining ? `${state}, draining` : state),
    cell("Server", guild ?? "–"),
    cell("For", purpose ?? "–"),
    cell("Tier", tier),
    cell("Health", health, { class: `health ${health}` }),
    cell("Since", since === null ? "never used" : brief(Math.max(0, now - since)), {
      title: since === null ? undefined : dateAndTime(since),
    }),
    cell("Served", String(served)),
    el("td", {}, enabled && actButton(agent, out, wishes)),
  )
}

const actButton = (agent, out, wishes) =>
  el(
    "button",
    {
      type: "button",
      class: "button small",
      data: { keep: `do ${agent}` },
      "aria-label": `${out ? "Restore" : "Drain"} ${agent}`,
      on: { click: () => (out ? wishes.restore(agent) : wishes.drain(agent)) },
    },
    out ? "Restore" : "Drain",
  )

function pagerOf({ page, pages }, query) {
  if (pages <= 1) return []
  const to = (label, at) =>
    at >= 1 && at <= pages
      ? el("a", { class: "button", href: hrefOf({ page: "fleet", query: { ...query, page: at } }) }, label)
      : false
  return [to("Before", page - 1), el("span", {}, `Page ${page} of ${pages}`), to("After", page + 1)]
}
