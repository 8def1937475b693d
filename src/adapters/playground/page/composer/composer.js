/** Where messages and commands are written. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { recall, remember } from "/shared/preferences.js"
import { nameOf } from "../data/names.js"
import { personSwitch } from "../views/person.js"
import { spokenTitle } from "../views/titles.js"
import { commandForm } from "./command-form.js"
import { completionAt, completions } from "./completion.js"
import { grow } from "./grow.js"
import { statusLines } from "./status.js"
import { createSuggestions } from "./suggestions.js"

/** Discord's limit for one message, in characters. */
const longest = 2000
const titles = { command: "Commands", mention: "Agents and people", channel: "Channels", emoji: "Emoji" }

/** @param {object} page @param {HTMLElement} element the form */
export function composer(page, element) {
  const { store, actions } = page
  const box = el("textarea", {
    id: "message",
    rows: 1,
    "aria-autocomplete": "list",
    "aria-describedby": "message-keys",
  })
  const slash = tool("slash", "Commands", () => insert("/", true))
  const smile = tool("smile", "Add an emoji", () => actions.pickEmoji(smile, (char) => insert(char)))
  const send = el("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send"))
  const writing = el("div", { class: "writing" }, slash, box, smile)
  const frame = el("div", { class: "composer-frame" }, writing, send)
  const replying = el("div", { class: "replying", hidden: true })
  const counter = el("span", { class: "counter", hidden: true })
  const keys = el(
    "span",
    { id: "message-keys", class: "keys" },
    "Enter sends · Shift+Enter starts a new line · / commands",
  )
  const suggestions = createSuggestions(frame)
  const fit = grow(box)
  let form
  let draftKey

  fill(
    element,
    statusLines(page),
    replying,
    frame,
    el("div", { class: "composer-foot" }, personSwitch(page), keys, counter),
  )

  const update = () => {
    const length = actions.outgoing(box.value).length
    counter.hidden = length < longest * 0.8
    counter.textContent = `${longest - length}`
    counter.title = `${length} of ${longest} characters`
    counter.classList.toggle("over", length > longest)
    send.disabled = form === undefined && box.value.trim() === ""
    if (draftKey !== undefined) remember(draftKey, box.value)
  }

  const complete = () => {
    const at = completionAt(box.value, box.selectionStart)
    const items = at === undefined ? [] : completions(at, store.state)
    const named =
      at?.kind === "command" &&
      at.query.endsWith(" ") &&
      items.find(({ label }) => label === `/${at.query.trim()}`)
    if (named) return openForm(named.command)
    if (items.length === 0 && box.value === "/") return suggestions.say(box, "No commands yet")
    const written =
      items.length === 1 && items[0].insert?.trim().toLowerCase() === box.value.slice(at.from).toLowerCase()
    if (items.length === 0 || written) return suggestions.hide()
    return suggestions.show(box, items, (item) => accept(item, at), titles[at.kind])
  }

  const accept = (item, at) => {
    suggestions.hide()
    if (item.command !== undefined) return openForm(item.command)
    box.setRangeText(item.insert, at.from, box.selectionStart, "end")
    return changed()
  }

  const changed = () => {
    fit()
    box.dispatchEvent(new Event("input"))
  }

  const focus = () => (form === undefined ? box : (form.first ?? send)).focus()

  const openForm = (entry) => {
    box.value = ""
    changed()
    actions.fail(undefined)
    form = commandForm(entry, { page, suggestions, done: closeForm, fail: actions.fail })
    writing.replaceWith(form.element)
    update()
    focus()
  }

  const closeForm = () => {
    if (form === undefined) return
    suggestions.hide()
    form.element.replaceWith(writing)
    form = undefined
    fit()
    box.focus()
    update()
  }

  const insert = (text, replace = false) => {
    closeForm()
    box.focus()
    if (replace) box.value = text
    else box.setRangeText(text, box.selectionStart, box.selectionEnd, "end")
    changed()
  }

  const submit = async () => {
    if (form !== undefined) return form.submit()
    const text = box.value
    if (text.trim() === "") return undefined
    const over = actions.outgoing(text).length - longest
    if (over > 0)
      return actions.fail(
        `This is ${over} ${over === 1 ? "character" : "characters"} too long for one message.`,
      )
    box.value = ""
    changed()
    if (!(await actions.send(text)) && box.value === "") {
      box.value = text
      changed()
    }
    return undefined
  }

  box.addEventListener("input", ({ isTrusted }) => {
    if (isTrusted && store.state.failure !== undefined) actions.fail(undefined)
    if (box.value.trim() !== "" && !box.value.startsWith("/")) actions.typing()
    update()
    complete()
  })
  box.addEventListener("blur", () => suggestions.hide())
  box.addEventListener("keydown", (event) => {
    if (suggestions.key(event) || event.isComposing) return
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault()
      submit()
    } else if (event.key === "ArrowUp" && box.value === "") {
      if (actions.editLast()) event.preventDefault()
    } else if (event.key === "Escape" && store.state.replies.has(store.state.current)) {
      event.preventDefault()
      actions.reply(undefined)
    }
  })
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || form === undefined) return
    event.preventDefault()
    closeForm()
  })
  element.addEventListener("submit", (event) => {
    event.preventDefault()
    submit()
  })

  store.watch(["current", "people", "channels"], () => {
    const channel = store.state.channels.get(store.state.current)
    if (channel === undefined || store.state.me === undefined) return
    const title = spokenTitle(channel, store.state)
    box.placeholder = `Message ${title}`
    box.ariaLabel = `Message ${title}`
    const key = `draft.${store.state.me.id}.${channel.id}`
    if (key === draftKey) return
    draftKey = undefined
    closeForm()
    box.value = recall(key) ?? ""
    draftKey = key
    suggestions.hide()
    fit()
    update()
  })

  store.watch(["replies", "current"], () => {
    const message = store.state.replies.get(store.state.current)
    replying.hidden = message === undefined
    if (message === undefined) return
    fill(replying, icon("reply"), el("span", {}, "Replying to ", el("strong", {}, nameOf(message.author))), [
      tool("close", "Do not reply", () => actions.reply(undefined)),
    ])
    box.focus()
  })

  return { focus, insert }
}

function tool(sign, label, click) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click } },
    icon(sign),
  )
}
