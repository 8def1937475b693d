/** Small panels beside what opened them: the browser's popover gives the top layer, Escape and a click outside. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { roving } from "/shared/dom/roving.js"

let open

/** Shows `content` beside `anchor` until something else is clicked, Escape is pressed, or `close` is called. */
export function openPopover(anchor, content, { label, role = "dialog", onClose } = {}) {
  open?.close()
  const panel = el("div", { class: "popover", popover: "auto", role, "aria-label": label }, content)
  const host = anchor.closest("dialog") ?? document.body
  host.append(panel)
  const close = () => {
    if (panel.isConnected && panel.matches(":popover-open")) panel.hidePopover()
  }
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return
    const hadFocus = panel.contains(document.activeElement) || document.activeElement === document.body
    panel.remove()
    anchor.setAttribute("aria-expanded", "false")
    if (open?.panel === panel) open = undefined
    if (hadFocus && anchor.isConnected) anchor.focus()
    onClose?.()
  })
  panel.showPopover()
  place(panel, anchor)
  anchor.setAttribute("aria-expanded", "true")
  open = { panel, close }
  return open
}

/** Below the anchor when there is room, else above it; never outside of the window. */
export function place(panel, anchor) {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = panel
  const below = at.bottom + 6 + height <= innerHeight
  const top = below ? at.bottom + 6 : Math.max(8, at.top - 6 - height)
  const left = Math.min(Math.max(8, at.left), innerWidth - width - 8)
  panel.style.setProperty("top", `${top}px`)
  panel.style.setProperty("left", `${left}px`)
}

/**
 * A menu of things to do.
 *
 * @param {HTMLElement} anchor
 * @param {Array<{ label: string, icon?: string, lead?: Node, danger?: boolean, checked?: boolean, pick: () => void }>} items
 * @param {string} label
 */
export function openMenu(anchor, items, label) {
  const buttons = items.map((item) =>
    el(
      "button",
      {
        type: "button",
        class: item.danger ? "menu-item danger" : "menu-item",
        role: item.checked === undefined ? "menuitem" : "menuitemradio",
        "aria-checked": item.checked === undefined ? undefined : String(item.checked),
        on: {
          click: () => {
            menu.close()
            item.pick()
          },
        },
      },
      item.lead ?? (item.icon && icon(item.icon)),
      el("span", { class: "menu-label" }, item.label),
      item.checked ? icon("check") : false,
    ),
  )
  const searchable = items.length > few
  const list = el("div", { role: "menu", "aria-label": label }, buttons)
  const menu = openPopover(anchor, searchable ? [finder(buttons), list] : list, { label })
  const move = roving(list, ".menu-item:not([hidden])", { wrap: true })
  if (searchable) menu.panel.querySelector("input").focus()
  else move.focus(buttons.find((button) => button.ariaChecked === "true") ?? buttons[0])
  return menu
}

/** A menu with more things than this can be searched. */
const few = 12

/** A box that leaves of the buttons those whose words hold what is typed. */
function finder(buttons) {
  const box = el("input", {
    type: "search",
    class: "finder",
    placeholder: "Search",
    "aria-label": "Search",
    autocomplete: "off",
  })
  const first = () => buttons.find((button) => !button.hidden)
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase()
    for (const button of buttons) button.hidden = !button.textContent.toLowerCase().includes(wanted)
  })
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return
    event.preventDefault()
    if (event.key === "Enter") first()?.click()
    else first()?.focus()
  })
  return box
}
