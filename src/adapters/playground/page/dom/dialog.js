/** Questions that stand in front of everything else: the browser's modal dialog keeps the focus and closes on Escape. */
import { el } from "/shared/dom/element.js"

/**
 * @param {{ title: string, body: unknown, confirm: string, cancel?: boolean, danger?: boolean, submit: (form: HTMLFormElement) => void | Promise<void> }} options
 *   `submit` may throw: what it says is shown and the dialog stays
 * @returns {HTMLDialogElement}
 */
export function openDialog({ title, body, confirm, cancel = true, danger = false, submit }) {
  const before = document.activeElement
  const failure = el("p", { class: "failure", role: "alert", hidden: true })
  const send = el("button", { type: "submit", class: danger ? "button danger" : "button primary" }, confirm)
  const heading = el("h2", { id: `dialog-${crypto.randomUUID()}` }, title)
  const leave = el(
    "button",
    { type: "button", class: "button", on: { click: () => dialog.close() } },
    "Cancel",
  )
  const form = el("form", { method: "dialog" }, heading, el("div", { class: "dialog-body" }, body), failure, [
    el("div", { class: "dialog-buttons" }, cancel && leave, send),
  ])
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": heading.id }, form)

  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    send.disabled = true
    try {
      await submit(form)
      dialog.close()
    } catch (error) {
      failure.textContent = error.message
      failure.hidden = false
    }
    send.disabled = false
  })
  dialog.addEventListener("close", () => {
    dialog.remove()
    if (before?.isConnected) before.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
  const first = form.querySelector("input, textarea, select, [role=combobox]") ?? send
  first.focus()
  return dialog
}
