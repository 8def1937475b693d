/** The small questions of the page: a thread's name, and whether to delete. */
import { el } from "/shared/dom/element.js"
import { openDialog } from "../dom/dialog.js"
import { plainText } from "../markdown/blocks.js"
import { applyEvent } from "../data/events.js"

/** @param {object | undefined} message that the thread starts from; none for one of the channel's own */
export function nameThread(message, page) {
  const { store, api } = page
  const channel = message?.channel_id ?? store.state.current
  const suggestion =
    message === undefined ? "" : plainText(message.content ?? "", page.names.plain).slice(0, 60)
  const name = el("input", {
    id: "thread-name",
    type: "text",
    maxlength: 100,
    required: true,
    autocomplete: "off",
    value: suggestion,
  })
  openDialog({
    title: "Start a thread",
    body: el("div", { class: "field" }, el("label", { for: "thread-name" }, "Name of the thread"), name),
    confirm: "Start",
    submit: async () => {
      const thread = await api.openThread(channel, name.value.trim(), message?.id)
      store.touch(...applyEvent(store.state, { t: "THREAD_CREATE", d: thread }, Date.now()))
      page.actions.go(thread.id)
    },
  })
  name.select()
}

export function confirmDelete(message, page) {
  const text = plainText(message.content ?? "", page.names.plain)
  openDialog({
    title: "Delete this message?",
    body: el("blockquote", { class: "about-to-go" }, text.length > 300 ? `${text.slice(0, 300)}…` : text),
    confirm: "Delete",
    danger: true,
    submit: async () => {
      await page.api.remove(message)
      page.actions.edit(undefined)
    },
  })
}
