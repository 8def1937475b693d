/** The line above a message that says what it belongs to: the message it answers, or the command it came from. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { hueOf, isApp, isPersona, nameOf } from "../data/names.js"
import { plainText } from "../markdown/blocks.js"
import { avatar } from "./avatar.js"

export function context(message, page) {
  if (message.message_reference && message.type !== 18) return quote(message, page)
  const by = message.interaction_metadata?.user ?? message.interaction?.user
  return by === undefined ? false : command(message, by)
}

function quote(message, { store, names }) {
  const answered = message.referenced_message ?? known(store.state, message.message_reference)
  if (!answered) return line("The message this answers was deleted", "lost")
  const name = nameOf(answered.author)
  const text = plainText(answered.content ?? "", names.plain) || "Press to see the message"
  const author = el(
    "span",
    { class: isApp(answered) ? "author coloured" : "author", vars: { "--hue": String(hueOf(name)) } },
    name,
  )
  return line([
    avatar(answered.author, "tiny", isPersona(answered, store.state.bot)),
    el(
      "a",
      {
        href: `#/${answered.channel_id ?? message.channel_id}/${answered.id}`,
        "aria-label": `In answer to ${name}: ${text}`,
      },
      [author, el("span", { class: "quoted" }, text)],
    ),
  ])
}

function known(state, reference) {
  return state.logs.get(reference.channel_id)?.messages.find((message) => message.id === reference.message_id)
}

/** The type of a message that answers an entry of a menu, not a command that was typed. */
const fromMenu = 23

function command(message, by) {
  const name = message.interaction?.name ?? message.interaction_metadata?.name
  const used = name
    ? ["used ", el("strong", { class: "command" }, message.type === fromMenu ? `“${name}”` : `/${name}`)]
    : message.interaction_metadata?.type === 3
      ? "pressed a button"
      : "used a command"
  return line([avatar(by, "tiny"), el("span", {}, el("span", { class: "author" }, nameOf(by)), " ", used)])
}

function line(content, extra = "") {
  return el(
    "div",
    { class: `context ${extra}` },
    el("span", { class: "hook", "aria-hidden": "true" }),
    extra && icon("reply"),
    content,
  )
}
