/** A message's way as a sequence diagram: a lane for each who had part in it, an arrow for each step, gaps folded. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { messageIn, rowsOf } from "../data/message.js"
import { hrefOf } from "../data/route.js"
import { eventWords } from "../data/states.js"
import { brief, dateAndTime } from "../data/time.js"
import { createTree } from "./tree.js"

export function message({ store }, element) {
  const field = el("input", {
    type: "search",
    placeholder: "its link or id",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 200,
  })
  const form = el(
    "form",
    {
      class: "filters way-find",
      role: "search",
      "aria-label": "Find a message",
      on: { submit: (event) => seek(event) },
    },
    el("label", { class: "filter" }, el("span", {}, "A message of Discord"), field),
    el("button", { class: "button" }, "Show its way"),
  )
  const told = el("p", { class: "quiet", role: "status" })
  const diagram = el("div", { class: "way" })

  function seek(event) {
    event.preventDefault()
    const found = messageIn(field.value)
    if (found === undefined)
      return fill(told, "That is no message: copy its link, or its id, in Discord’s menu of the message.")
    location.hash = hrefOf({ page: "message", ...found })
  }

  fill(element, form, told, el("div", { class: "way-scroll" }, diagram))
  const closed = ".way-later:not([open]) .way-rows *"
  const move = roving(diagram, `:is(.arrow, .way-later) > summary:not(${closed})`)

  store.watch(["route"], () => {
    const { cause = "" } = store.state.route
    if (document.activeElement !== field) field.value = messageIn(cause) === undefined ? "" : cause
  })

  store.watch(["way", "wayFailure", "route"], () => {
    const { way, wayFailure, route } = store.state
    element.hidden = route.page !== "message"
    if (element.hidden) return
    told.classList.toggle("trouble", wayFailure !== undefined)
    if (way === undefined) {
      const asked = "Of a person or of an agent: what it led to, and how it came about."
      fill(told, wayFailure ?? (route.cause === undefined ? asked : "Looking …"))
      return fill(diagram)
    }
    fill(told, aboutWay(way))
    diagram.style.setProperty("--lanes", way.lanes.length)
    const { done, later } = rowsOf(way)
    fill(
      diagram,
      el(
        "div",
        { class: "way-head", "aria-hidden": "true" },
        el("span"),
        way.lanes.map((lane) => laneName(lane)),
      ),
      el(
        "ol",
        { class: "way-rows", "aria-label": "Steps" },
        done.map((row) => rowOf(row, way.lanes)),
        later.length > 0 && el("li", {}, rang(later, way.lanes)),
      ),
    )
    move.refresh()
  })
}

function aboutWay({ cause, steps: all, lanes, whole }) {
  const steps = all.filter(({ later }) => !later)
  const [first, last] = [steps[0], steps.at(-1)]
  return [
    el("b", {}, cause),
    ` began ${dateAndTime(first.at)}: ${steps.length} steps among ${lanes.length}, `,
    `the last ${brief(last.at - first.at)} later.`,
    !whole && " There is more than is drawn.",
  ]
}

function laneName(lane) {
  const [kind, id] = lane.split("/")
  return id === undefined
    ? el("span", { class: "lane outside" }, lane)
    : el("a", { class: "lane", href: hrefOf({ kind, id }), tabindex: -1 }, el("small", {}, kind), id)
}

/** What timers did when the message was done for: it is of the same cause, and seldom what somebody looks for. */
function rang(rows, lanes) {
  const timers = rows.filter(({ step }) => step?.rang).length
  const last = brief(rows.at(-1).since)
  return el(
    "details",
    { class: "way-later" },
    el(
      "summary",
      { tabindex: -1 },
      `Later: ${timers} ${timers === 1 ? "timer" : "timers"} rang, up to +${last}`,
    ),
    el(
      "ol",
      { class: "way-rows", "aria-label": "Later steps" },
      rows.map((row) => rowOf(row, lanes)),
    ),
  )
}

function rowOf({ gap, step, since }, lanes) {
  if (gap !== undefined) return el("li", { class: "way-gap" }, el("span", {}, `⋮ ${brief(gap)} later`))
  const { from, to, type, ms, of, what } = step
  const [a, b] = [lanes.indexOf(from), lanes.indexOf(to)]
  const direction = a === b ? "self" : a < b ? "right" : "left"
  const [kind, id] = of.address.split("/")
  return el(
    "li",
    { class: "way-row" },
    el("time", { title: dateAndTime(step.at) }, `+${brief(since)}`),
    el(
      "details",
      {
        class: `arrow ${direction}`,
        vars: { "--from": Math.min(a, b), "--span": Math.max(1, Math.abs(a - b)) },
      },
      el(
        "summary",
        { tabindex: -1 },
        el("span", { class: "arrow-ends" }, `${from} to ${direction === "self" ? "itself" : to}: `),
        el("b", {}, eventWords(type)),
        ms !== null && ms > 0 && el("small", {}, ` ${brief(ms)}`),
      ),
      el(
        "div",
        { class: "way-detail" },
        el("a", { href: hrefOf({ kind, id, seq: of.seq }) }, `${of.address}, entry ${of.seq}`),
        createTree("way")(what),
      ),
    ),
  )
}
