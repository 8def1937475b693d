/** Time travel: a slider over an actor's journal, a step back and forth, a jump to an event, and a player. */
import { announce } from "/shared/dom/announce.js"
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { hrefOf } from "../data/route.js"
import { eventWords, statesOf } from "../data/states.js"
import { dateAndTime } from "../data/time.js"

/** Entries a second. */
const paces = [1, 4, 12]

export function scrubber({ store, session }, element) {
  const range = el("input", { type: "range", class: "scrub", "aria-label": "Entry", step: 1 })
  const position = el("input", {
    type: "number",
    class: "scrub-at",
    "aria-label": "Number of the entry",
    min: 0,
  })
  const total = el("span", { class: "quiet" })
  const told = el("p", { class: "scrub-told", role: "status" })
  const jump = el("select", { class: "scrub-jump", "aria-label": "Jump to an event" })
  const pace = el(
    "select",
    { class: "scrub-jump", "aria-label": "How fast it plays" },
    paces.map((each) => el("option", { value: each }, `${each}/s`)),
  )
  const play = tool("play", "Play", () => (playing === undefined ? start() : stop()))
  const tools = {
    first: tool("toStart", "First entry", () => go(bounds().first)),
    back: tool("stepBack", "One entry back", () => go(now() - 1)),
    on: tool("stepOn", "One entry on", () => go(now() + 1)),
  }
  const present = el("a", { class: "button", href: "#/" }, "Now")
  fill(
    element,
    el(
      "div",
      { class: "scrub-row" },
      tools.first,
      tools.back,
      play,
      tools.on,
      range,
      position,
      total,
      present,
    ),
    el(
      "div",
      { class: "scrub-row" },
      jump,
      tool("before", "The one before", () => seek(true)),
      tool("after", "The next one", () => seek(false)),
      pace,
      told,
    ),
  )
  let playing

  const bounds = () => ({ first: store.state.actor?.first ?? 1, last: store.state.actor?.seq ?? 1 })
  const now = () => store.state.route.seq ?? bounds().last

  /** Where the slider goes leaves no trail in the browser's history; a jump does. */
  function go(to, { keep = false } = {}) {
    const { first, last } = bounds()
    const { kind, id, query } = store.state.route
    const seq = Math.min(last, Math.max(first - 1, to))
    const href = hrefOf({ kind, id, seq, query })
    if (keep) location.hash = href
    else {
      history.replaceState(undefined, "", href)
      dispatchEvent(new HashChangeEvent("hashchange"))
    }
  }

  async function seek(backwards) {
    const event = jump.value
    const from = now() + (backwards ? -1 : 1)
    if (event === "" || from < 1) return
    const found = await session.seek(event, from, backwards)
    if (found === undefined) {
      const words = `No ${eventWords(event)} ${backwards ? "before" : "after"} entry ${now()}.`
      fill(told, words)
    } else go(found, { keep: true })
  }

  function start() {
    if (now() >= bounds().last) go(bounds().first)
    playing = setInterval(
      () => {
        if (now() >= bounds().last) return stop()
        // What is not here yet is not skipped.
        if (store.state.moment?.seq === now()) go(now() + 1)
      },
      1000 / Number(pace.value),
    )
    show()
    announce("Playing")
  }
  function stop() {
    clearInterval(playing)
    playing = undefined
    show()
  }
  const show = () => {
    const label = playing === undefined ? "Play" : "Pause"
    fill(play, icon(playing === undefined ? "play" : "pause"))
    play.ariaLabel = play.title = label
  }
  pace.addEventListener("change", () => {
    if (playing === undefined) return
    stop()
    start()
  })

  range.addEventListener("input", () => go(Number(range.value)))
  position.addEventListener("change", () => go(Number(position.value), { keep: true }))

  store.watch(["definition"], () => {
    const types = statesOf(store.state.definition)
      .flatMap(({ transitions = [] }) => transitions)
      .map(({ event }) => event)
      .filter(Boolean)
    fill(
      jump,
      el("option", { value: "" }, "jump to …"),
      [...new Set(types)].toSorted().map((type) => el("option", { value: type }, eventWords(type))),
    )
  })

  let shownFor
  store.watch(["actor", "route", "moment", "momentFailure"], () => {
    const { actor, route, moment, momentFailure } = store.state
    const open = route.page === "chart" && route.id !== undefined && actor !== undefined
    element.hidden = !open
    const which = `${route.kind}/${route.id}`
    if (playing !== undefined && (!open || which !== shownFor || route.seq === undefined)) stop()
    shownFor = which
    if (!open) return
    const { first, last } = bounds()
    range.min = String(first - 1)
    range.max = String(last)
    range.value = String(now())
    range.setAttribute("aria-valuetext", `entry ${now()} of ${last}`)
    position.max = String(last)
    if (document.activeElement !== position) position.value = String(now())
    fill(total, `of ${last.toLocaleString()}`)
    tools.first.disabled = tools.back.disabled = now() <= first - 1
    tools.on.disabled = now() >= last
    present.hidden = route.seq === undefined
    present.setAttribute("href", hrefOf({ kind: route.kind, id: route.id }))
    fill(told, words(route, moment, momentFailure))
  })
}

const tool = (name, label, act) =>
  el(
    "button",
    { type: "button", class: "icon-button", title: label, "aria-label": label, on: { click: act } },
    icon(name),
  )

function words({ seq }, moment, failure) {
  if (seq === undefined) return "As it is now."
  if (failure !== undefined) return failure
  if (moment?.seq !== seq) return `Entry ${seq} …`
  if (seq === 0) return "Before its first entry."
  const { entry } = moment
  const event = entry === null ? "" : entry.event === null ? "(tidied)" : eventWords(entry.event.type)
  return [`After entry ${seq}: `, el("b", {}, event), entry && `, ${dateAndTime(entry.at)}.`]
}
