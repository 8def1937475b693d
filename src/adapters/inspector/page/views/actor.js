/** One actor as it is committed: states, context, what it owes, what is armed. */
import { el, fill } from "/shared/dom/element.js"
import { eventWords, leaves, toldOnce } from "../data/states.js"
import { hrefOf } from "../data/route.js"
import { brief, span } from "../data/time.js"
import { keepingFocus } from "./keep-focus.js"
import { holdWords } from "./roll.js"
import { createTree } from "./tree.js"

export function actorView({ store }, element) {
  const facts = el("dl", { class: "facts inline" })
  const wrong = el("div", { class: "trouble" })
  const states = el("ul", { class: "chips", "aria-label": "Active states" })
  const context = section("Context")
  const outbox = section("Outbox")
  const timers = section("Timers")
  fill(
    element,
    el("section", { class: "known" }, facts, states, wrong),
    context.element,
    outbox.element,
    timers.element,
  )
  const contextTree = createTree("context")
  const owedTree = createTree("outbox")
  const timerTree = createTree("timers")
  let drawn
  const whoChanged = (path) => {
    const { kind, id, seq, query } = store.state.route
    return hrefOf({ kind, id, seq, query: { ...query, path } })
  }

  store.watch(["actor", "moment", "route"], () => {
    const { actor: present, moment, route } = store.state
    if (present === undefined) return
    const actor = route.seq === undefined ? present : moment
    if (actor === undefined || actor === drawn) return
    const same = drawn?.address === actor.address
    drawn = actor
    const { inMemory } = present
    fill(facts, factsOf(present, moment))
    fill(
      wrong,
      moment === undefined &&
        toldOnce(inMemory?.holds ?? []).map((hold) => el("p", {}, "⚠ ", holdWords(hold))),
      moment === undefined &&
        inMemory?.trouble &&
        el("p", {}, `⚠ broke on ${inMemory.trouble.event}: ${inMemory.trouble.reason}`),
    )
    fill(
      states,
      leaves(actor.active).map((path) =>
        el("li", { class: "chip" }, path, moment === undefined && sinceWords(path, inMemory)),
      ),
    )
    keepingFocus(element, () => {
      context.show(undefined, contextTree(actor.context, { fresh: !same, hrefOfKey: whoChanged }))
      outbox.show(actor.outbox.total, actor.outbox.total > 0 && owed(actor.outbox, owedTree, same))
      timers.show(actor.timers.total, actor.timers.total > 0 && armed(actor.timers, timerTree, same))
    })
  })
}

function factsOf({ address, seq, epoch, machine, inMemory, place }, moment) {
  if (moment !== undefined) return [fact("entry", `${moment.seq} of ${seq}`), fact("machine", moment.machine)]
  return [
    fact("entries", seq),
    fact("epoch", epoch),
    fact("machine", machine),
    fact("is", inMemory === null ? "asleep, or elsewhere" : "awake in this process"),
    inMemory && fact("mailbox", inMemory.mailbox),
    inMemory && fact("moved", `${brief(Date.now() - inMemory.moved)} ago`),
    place.said && fact(address.startsWith("agent/") ? "to its pool" : "place", place.said),
  ]
}

const sinceWords = (path, inMemory) => {
  const since = inMemory?.since[path]
  if (since === undefined) return false
  const span = brief(Date.now() - (since ?? inMemory.woke))
  return el("small", {}, ` ${since === null ? "≥ " : ""}${span}`)
}

const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value))

function section(title) {
  const count = el("span", { class: "tally" })
  const body = el("div", { class: "body" })
  const element = el(
    "details",
    { class: "known", open: true },
    el("summary", {}, el("h2", {}, title), count),
    body,
  )
  return {
    element,
    show(total, content) {
      fill(count, total === undefined ? "" : String(total))
      fill(body, content || el("p", { class: "quiet" }, "Nothing."))
    },
  }
}

const fields = (items, keyOf, valueOf) =>
  Object.fromEntries(items.map((item) => [keyOf(item), valueOf(item)]))

const owed = ({ items, total }, tree, same) => {
  const keyOf = ({ key }) => key
  const previews = fields(items, keyOf, ({ effect }) => `${effect.type}${effect.to ? ` → ${effect.to}` : ""}`)
  return [
    tree(
      fields(items, keyOf, ({ cause, effect }) => ({ ...effect, cause })),
      { fresh: !same, previews },
    ),
    rest(items, total),
  ]
}

const armed = ({ items, total }, tree, same) => {
  const keyOf = ({ id }) => eventWords(id)
  const previews = fields(items, keyOf, ({ due }) => dueWords(due))
  return [
    tree(
      fields(items, keyOf, (timer) => timer),
      { fresh: !same, previews },
    ),
    rest(items, total),
  ]
}

function dueWords(due) {
  const seconds = (due - Date.now()) / 1000
  return seconds >= 0 ? `in ${span(seconds)}` : `due since ${span(-seconds)}`
}

const rest = (items, total) =>
  total > items.length && el("p", { class: "quiet" }, `and ${total - items.length} more`)
