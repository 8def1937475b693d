/** Editing one's own message in its place: Enter saves, Escape leaves it as it was. */
import { el } from "/shared/dom/element.js"
import { grow } from "../composer/grow.js"

export function editor(message, page) {
  const box = el("textarea", {
    "aria-label": "Edit message",
    rows: 1,
    maxlength: 2000,
    value: message.content,
  })
  const save = async () => {
    const text = box.value.trim()
    if (text === message.content) page.actions.edit(undefined)
    else if (text === "") page.actions.askDelete(message)
    else await page.actions.saveEdit(message, text)
  }
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      save()
    } else if (event.key === "Escape") {
      event.stopPropagation()
      page.actions.edit(undefined)
    }
  })
  grow(box)
  queueMicrotask(() => {
    if (!box.isConnected) return
    box.focus()
    box.setSelectionRange(box.value.length, box.value.length)
  })
  return el("div", { class: "editor" }, box, [
    el(
      "p",
      {},
      "Enter to ",
      button("save", save),
      " · Escape to ",
      button("cancel", () => page.actions.edit(undefined)),
    ),
  ])
}

function button(text, click) {
  return el("button", { type: "button", class: "plain", on: { click } }, text)
}
