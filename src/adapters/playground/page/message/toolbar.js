/** What can be done with a message: one toolbar that goes to the row under the pointer or the focus, and keys. */
import { announce } from "/shared/dom/announce.js"
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { openMenu } from "../dom/popover.js"
import { copyText } from "../markdown/dom.js"
import { Flag } from "./row.js"

/** @param {HTMLElement} list of the rows @param {(id: string) => object | undefined} find a message @param {object} page */
export function messageToolbar(list, find, page) {
  const bar = el("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" })
  let at

  const show = (row) => {
    const message = row && find(row.dataset.id)
    if (!message || page.store.state.editing === message.id) {
      at = undefined
      bar.remove()
      return
    }
    if (at === row && bar.parentNode === row) return
    at = row
    fill(bar, buttons(message))
    row.append(bar)
  }

  const buttons = (message) =>
    page.actions.possible(message, Flag).map((action) => {
      const button = el(
        "button",
        { type: "button", class: "icon-button", "aria-label": action.label, title: title(action) },
        icon(action.icon),
      )
      button.addEventListener("click", () => action.run(button))
      return button
    })

  list.addEventListener("pointerover", (event) => {
    const row = event.target.closest?.(".row")
    if (row && row !== at && !bar.contains(document.activeElement)) show(row)
  })
  list.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch" && !at?.contains(document.activeElement)) show(undefined)
  })
  list.addEventListener("focusin", (event) => show(event.target.closest(".row")))
  list.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea, input") || event.ctrlKey || event.metaKey || event.altKey) return
    const row = event.target.closest(".row")
    const message = row && find(row.dataset.id)
    const action =
      message && page.actions.possible(message, Flag).find((candidate) => candidate.key === event.key)
    if (!action || (event.target !== row && !bar.contains(event.target))) return
    event.preventDefault()
    action.run(bar.contains(event.target) ? event.target : row)
  })
  return { hide: () => show(undefined) }
}

function title(action) {
  return action.key ? `${action.label} (${action.key})` : action.label
}

/** The rest of what can be done with a message. */
export function moreMenu(anchor, message, page) {
  const commands = page.store.state.commands.filter((command) => command.type === 3)
  const copy = (text) => async () => announce(await copyText(text))
  openMenu(
    anchor,
    [
      { label: "Copy text", icon: "copy", pick: copy(message.content ?? "") },
      { label: "Copy message ID", icon: "hash", pick: copy(message.id) },
      ...commands.map((command) => ({
        label: command.name,
        icon: "spark",
        pick: () =>
          page.actions.command(
            { id: command.id, name: command.name, type: 3, target_id: message.id },
            command.name,
          ),
      })),
    ],
    "More",
  )
}
