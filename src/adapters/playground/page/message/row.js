/** One message as a row of the timeline: who, when, what, and what can be pressed. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { hueOf, isApp, isPersona, nameOf } from "../data/names.js"
import { markdown } from "../markdown/dom.js"
import { plainText } from "../markdown/blocks.js"
import { attachment } from "./media.js"
import { avatar } from "./avatar.js"
import { clockTime, fullTime, when } from "./time.js"
import { component } from "./components.js"
import { context } from "./context.js"
import { editor } from "./editor.js"
import { embed } from "./embed.js"
import { reactions } from "./reactions.js"
import { systemRow } from "./system.js"

/** Discord's message flags. https://discord.com/developers/docs/resources/message#message-object-message-flags */
export const Flag = { suppressEmbeds: 4, ephemeral: 64, loading: 128 }

/** Messages of one author within this time (ms) stand under one name. */
const together = 7 * 60_000

const emojiOnly =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s*){1,12}$/u

/** Whether a message stands under the name of the one before it. */
export function continues(message, before) {
  if (
    before === undefined ||
    message.message_reference ||
    message.interaction_metadata ||
    isSystem(message) ||
    isSystem(before)
  ) {
    return false
  }
  const [now, then] = [new Date(message.timestamp), new Date(before.timestamp)]
  return (
    message.author.id === before.author.id &&
    message.author.username === before.author.username &&
    (message.flags & Flag.ephemeral) === (before.flags & Flag.ephemeral) &&
    now - then < together &&
    now.toDateString() === then.toDateString()
  )
}

/** What Discord itself says in a channel, such as a new thread: neither talk nor an answer to a command. */
export function isSystem(message) {
  return ![undefined, 0, 19, 20, 23].includes(message.type)
}

/** @param {object} message Discord's @param {boolean} grouped under the name above @param {object} page */
export function messageRow(message, grouped, page) {
  if (isSystem(message)) return systemRow(message, page)
  const { me, bot, editing } = page.store.state
  const sent = new Date(message.timestamp)
  const ephemeral = (message.flags & Flag.ephemeral) !== 0
  const classes = [
    "row",
    grouped ? "grouped" : "start",
    ephemeral && "ephemeral",
    message.author.id === me?.id && !message.webhook_id && "own",
    mentionsMe(message, me) && "mentioned",
  ]
  const summary = `${nameOf(message.author)}, ${when(sent)}: ${plainText(message.content ?? "", page.names.plain)}`
  return el(
    "li",
    {
      class: classes.filter(Boolean).join(" "),
      tabindex: -1,
      data: { id: message.id },
      "aria-label": summary,
    },
    !grouped && context(message, page),
    el(
      "div",
      { class: "gutter" },
      grouped ? time(sent, "gutter-time") : avatar(message.author, "large", isPersona(message, bot)),
    ),
    el("div", { class: "body" }, [
      !grouped && header(message, sent, page),
      editing === message.id ? editor(message, page) : content(message, page),
      (message.attachments ?? []).map(attachment),
      ((message.flags & Flag.suppressEmbeds) === 0 ? (message.embeds ?? []) : []).map((data) =>
        embed(data, page),
      ),
      (message.components ?? []).map((node) => component(node, message, page)),
      reactions(message, page),
      message.thread && threadLink(message.thread),
      ephemeral && privateNote(message, page),
    ]),
  )
}

function header(message, sent, { store }) {
  const persona = isPersona(message, store.state.bot)
  const name = nameOf(message.author)
  return el("div", { class: "row-head" }, [
    el(
      "span",
      { class: isApp(message) ? "author coloured" : "author", vars: { "--hue": String(hueOf(name)) } },
      name,
    ),
    isApp(message) && tag(persona),
    time(sent),
  ])
}

function tag(persona) {
  return el(
    "span",
    { class: persona ? "tag agent" : "tag", title: persona ? "An AI agent" : "The application itself" },
    persona ? "agent" : "app",
  )
}

function time(date, className) {
  return el(
    "time",
    { class: className, datetime: date.toISOString(), title: fullTime(date) },
    className ? clockTime(date) : when(date),
  )
}

function content(message, { names }) {
  if ((message.flags & Flag.loading) !== 0) {
    return el(
      "p",
      { class: "thinking" },
      el("span", { class: "dots", "aria-hidden": "true" }, [el("i"), el("i"), el("i")]),
      "thinking…",
    )
  }
  if (!message.content) return false
  const text = markdown(message.content, names)
  if (emojiOnly.test(message.content)) text.classList.add("jumbo")
  if (message.edited_timestamp) {
    const last = text.lastElementChild?.tagName === "P" ? text.lastElementChild : text
    last.append(
      " ",
      el("span", { class: "edited", title: fullTime(new Date(message.edited_timestamp)) }, "(edited)"),
    )
  }
  return text
}

function threadLink(thread) {
  return el("a", { class: "thread-link", href: `#/${thread.id}` }, icon("thread"), [
    el("strong", {}, thread.name),
    el("span", {}, "Open the thread"),
  ])
}

function privateNote(message, page) {
  return el("p", { class: "private" }, icon("eye"), "Only you can see this · ", [
    el(
      "button",
      { type: "button", class: "plain", on: { click: () => page.actions.dismiss(message) } },
      "Dismiss message",
    ),
  ])
}

function mentionsMe(message, me) {
  return (
    me !== undefined &&
    message.author.id !== me.id &&
    (message.mention_everyone || message.mentions?.some((u) => u.id === me.id))
  )
}
