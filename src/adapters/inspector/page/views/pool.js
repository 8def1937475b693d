/** The pool: how much of it is used, for what, who waits and how long, and every agent of it. */
import { el, fill } from "/shared/dom/element.js"
import { percent, poolWords } from "../data/pool.js"
import { brief } from "../data/time.js"
import { members } from "./pool-members.js"

const loads = { scarce: "scarce", usual: "as usual", plenty: "plenty" }
/** In the order in which they are drawn, with what they are called. */
const parts = {
  busy: "answering",
  idle: "idle with a server",
  leaving: "leaving",
  resting: "resting",
  free: "free",
}
const hows = {
  serving: "with the server already",
  affinity: "served it lately",
  reclaimed: "called back from another",
  best: "the best free one",
}

export function pool(page, element) {
  const { store } = page
  const told = el("p", { class: "pool-told", role: "status" })
  const meter = el("div", { class: "pool-meter", "aria-hidden": "true" })
  const legend = el("ul", { class: "pool-legend", "aria-label": "Agents by what they do" })
  const figures = el("div", { class: "pool-figures" })
  const list = el("section", { "aria-labelledby": "pool-agents" })
  fill(element, told, meter, legend, figures, list)
  members(page, list)

  let drawn = ""
  store.watch(["pool", "agents", "poolFailure", "route"], () => {
    const { pool: now, agents, poolFailure, route } = store.state
    element.hidden = route.page !== "fleet"
    if (element.hidden) return
    if (now === undefined) return void fill(told, poolFailure ?? "Looking …")
    const is = JSON.stringify([{ ...now, now: 0 }, agents?.queue, Math.floor(now.now / 1000), poolFailure])
    if (is === drawn) return
    drawn = is
    const { total, load } = now
    fill(
      told,
      poolFailure ?? [
        el("span", { class: "pool-load", data: { load } }, loads[load]),
        poolWords(now),
        now.shards.length < now.pools &&
          el("small", {}, ` ${now.shards.length} of ${now.pools} shards of the pool are of this process.`),
      ],
    )
    const shares = Object.entries(parts).map(([state, label]) => ({
      state,
      label,
      count: total.states[state],
    }))
    fill(
      meter,
      shares
        .filter(({ count }) => count > 0)
        .map(({ state, count }) => el("span", { class: `part ${state}`, vars: { "--count": count } })),
    )
    fill(
      legend,
      shares.map(({ state, label, count }) =>
        el(
          "li",
          { class: state },
          el("b", {}, count.toLocaleString()),
          ` ${label}`,
          el("small", {}, ` ${percent(count, total.agents)} %`),
        ),
      ),
    )
    fill(
      figures,
      table("By purpose", ["", "used", "wait"], Object.entries(total.purposes), ({ used, waiting }) => [
        used,
        waiting,
      ]),
      table("By tier", ["", "used", "free"], Object.entries(total.tiers), ({ used, free }) => [used, free]),
      table("Health", ["", "agents"], Object.entries(total.health), (count) => [count]),
      waits(now),
      table(
        "How turns got their agents",
        ["since the start", "turns"],
        Object.entries(now.allocations.by).map(([how, count]) => [hows[how], count]),
        (count) => [count],
      ),
      queue(agents, now.now),
      now.shards.length > 1 &&
        table(
          "By shard",
          ["", "agents", "used", "wait"],
          now.shards.map(({ shard, figures: its }) => [`pool/${shard}`, its]),
          ({ agents: all, used, waiting }) => [all, used, waiting],
        ),
    )
  })
}

let titles = 0

function card(title, ...children) {
  const id = `pool-title-${titles++}`
  return el("section", { class: "pool-card", "aria-labelledby": id }, el("h2", { id }, title), children)
}

function table(title, head, rows, cells) {
  if (rows.length === 0) return card(title, el("p", { class: "quiet" }, "None yet."))
  return card(
    title,
    el(
      "table",
      { class: "states" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map(([name, figures]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, name),
            cells(figures).map((value) => el("td", {}, value.toLocaleString())),
          ),
        ),
      ),
    ),
  )
}

const waits = ({ waits: { count, p50, p99 }, allocations: { timedOut } }) =>
  card(
    "Waiting for an agent",
    el(
      "dl",
      { class: "facts" },
      [
        ["turns that had to", count.toLocaleString()],
        ["half of them at most", p50 === null ? "–" : brief(p50)],
        ["99 in 100 at most", p99 === null ? "–" : brief(p99)],
        ["given up", timedOut.toLocaleString()],
      ].map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
    ),
  )

function queue(agents, now) {
  const waiting = agents?.queue ?? []
  if (waiting.length === 0) return card("The queue", el("p", { class: "quiet" }, "Nobody waits."))
  return card(
    "The queue, the longest first",
    el(
      "ol",
      { class: "pool-queue" },
      waiting.map(({ since, guild, purpose }) =>
        el("li", {}, el("b", {}, brief(Math.max(0, now - since))), ` ${guild} `, el("small", {}, purpose)),
      ),
    ),
  )
}
