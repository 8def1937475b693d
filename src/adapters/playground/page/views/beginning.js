/** What stands above the first message: that more is coming, why it is not, or how to begin. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { sentences } from "./sentences.js"
import { channelTitle } from "./titles.js"

/** @param {object} page @param {object | undefined} log of the open channel */
export function beginning(page, log) {
  const channel = page.store.state.channels.get(page.store.state.current)
  if (channel === undefined || log === undefined) return false
  if (log.failure !== undefined) return failed(page, channel, log.failure)
  if (log.reading !== undefined || !log.complete) return el("p", { class: "loading" }, "Loading messages…")
  return el("div", { class: "beginning" }, [
    el(
      "div",
      { class: "emblem", "aria-hidden": "true" },
      icon(channel.parent_id && channel.type !== 0 ? "thread" : channel.type === 1 ? "spark" : "hash"),
    ),
    el("h2", {}, channelTitle(channel, page.store.state)),
    el("p", {}, introduction(channel)),
    log.messages.length === 0 && examples(page),
  ])
}

function failed(page, channel, failure) {
  const retry = () => page.history.retry(channel.id)
  return el("p", { class: "loading", role: "alert" }, failure, " ", [
    el("button", { type: "button", class: "button", on: { click: retry } }, "Try again"),
  ])
}

function introduction(channel) {
  if (channel.type === 1) return "Just the two of you. Only you can read this."
  if (channel.type !== 0) return "A thread: one subject, beside the channel."
  return (
    channel.topic ||
    "This is where the conversation begins. The agents here read along, and answer when it is theirs to."
  )
}

function examples(page) {
  const names = [...page.store.state.agents.values()].map(({ name }) => name)
  const begin = (sentence) => {
    page.actions.send(sentence)
    page.composer.focus()
  }
  const buttons = sentences(names).map((sentence) =>
    el("li", {}, [
      el(
        "button",
        { type: "button", class: "example", on: { click: () => begin(sentence) } },
        el("span", {}, sentence),
        icon("send"),
      ),
    ]),
  )
  return el("section", { class: "hint", "aria-label": "How to begin" }, [
    el("p", {}, "Say something, or begin with one of these:"),
    el("ul", {}, buttons),
    el(
      "p",
      { class: "hint-more" },
      "Type ",
      el("kbd", {}, "@"),
      " to ask one agent by name, ",
      el("kbd", {}, "/"),
      " to see all commands.",
    ),
  ])
}
