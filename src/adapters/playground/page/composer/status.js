/** The quiet lines above the message box: who is thinking, which commands are under way, and what went wrong. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { thinkers } from "../data/thinking.js"

export function statusLines(page) {
  const { store } = page
  const typing = el("p", { class: "typing", hidden: true })
  const receipts = el("div", { class: "receipts", role: "status" })
  const failure = el("p", { class: "failure", role: "alert", hidden: true })
  let timer

  store.watch(["typing", "messages", "current"], function draw() {
    clearTimeout(timer)
    const now = Date.now()
    const all = [...(store.state.typing.get(store.state.current)?.values() ?? [])].filter(
      ({ until }) => until > now,
    )
    const words = all.length === 0 ? "" : sentence(all, thinkers(store.state, store.state.current))
    typing.hidden = words === ""
    fill(typing, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), words)
    if (all.length > 0) timer = setTimeout(draw, Math.min(...all.map(({ until }) => until)) - now + 50)
  })

  store.watch(["receipts", "current"], () => {
    const here = store.state.receipts.filter(
      (receipt) =>
        receipt.channel === store.state.current &&
        (receipt.message === undefined || receipt.failure !== undefined),
    )
    fill(
      receipts,
      here.map((receipt) => line(receipt, page)),
    )
  })

  store.watch(["failure", "current"], () => {
    const { failure: told, current } = store.state
    failure.hidden = told === undefined || told.channel !== current
    fill(
      failure,
      told?.text ?? "",
      close("Hide this", () => page.actions.fail(undefined)),
    )
  })

  return el("div", { class: "status" }, failure, receipts, typing)
}

/** People type; agents think, under their own names where these are known. */
function sentence(all, agents) {
  const bots = all.filter(({ bot }) => bot).map(({ name }) => name)
  const typing = all.filter(({ bot }) => !bot).map(({ name }) => name)
  const thinking = bots.length > 0 && agents.length > 0 ? agents : bots
  return [phrase(typing, "typing"), phrase(thinking, "thinking")].filter(Boolean).join(" ")
}

function phrase(names, verb) {
  if (names.length === 0) return undefined
  if (names.length === 1) return `${names[0]} is ${verb}…`
  if (names.length <= 3) return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are ${verb}…`
  return `${names.length} are ${verb}…`
}

function line(receipt, page) {
  if (receipt.failure !== undefined) {
    return el(
      "p",
      { class: "receipt failed" },
      icon("close"),
      el("strong", {}, receipt.label),
      " ",
      receipt.failure,
      [close("Dismiss", () => page.actions.forget(receipt))],
    )
  }
  return el(
    "p",
    { class: "receipt" },
    icon("check"),
    el("span", {}, "Sent ", el("strong", {}, receipt.label), receipt.words && ` ${receipt.words}`),
  )
}

function close(label, click) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, on: { click } },
    icon("close"),
  )
}
