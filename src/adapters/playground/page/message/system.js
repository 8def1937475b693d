/** What Discord itself says in a channel, in one calm line. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { nameOf } from "../data/names.js"
import { clockTime, fullTime } from "./time.js"

/** https://discord.com/developers/docs/resources/message#message-object-message-types */
const sentences = {
  4: (message) => [" renamed this channel to ", el("strong", {}, message.content)],
  6: () => " pinned a message",
  7: () => " joined",
  18: (message) => [
    " opened the thread ",
    el(
      "a",
      { href: `#/${message.thread?.id ?? message.message_reference?.channel_id ?? ""}` },
      message.content || "a thread",
    ),
  ],
  21: () => " opened this thread",
}

export function systemRow(message) {
  const sent = new Date(message.timestamp)
  const say = sentences[message.type] ?? (() => [" ", message.content])
  return el("li", { class: "row system start", tabindex: -1, data: { id: message.id } }, [
    el("div", { class: "gutter" }, icon(message.type === 18 || message.type === 21 ? "thread" : "spark")),
    el("div", { class: "body" }, [
      el("p", {}, el("span", { class: "author" }, nameOf(message.author)), say(message), " ", [
        el("time", { datetime: sent.toISOString(), title: fullTime(sent) }, clockTime(sent)),
      ]),
    ]),
  ])
}
