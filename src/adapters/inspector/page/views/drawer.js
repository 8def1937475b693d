/** The left column, where there is no room for it: a drawer that opens, closes and gives the focus back. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"

export function createDrawer(side, scrim) {
  const button = el(
    "button",
    {
      type: "button",
      class: "icon-button narrow-only",
      "aria-label": "Charts and actors",
      "aria-controls": side.id,
      "aria-expanded": "false",
    },
    icon("menu"),
  )
  const set = (open) => {
    side.classList.toggle("open", open)
    scrim.hidden = !open
    button.setAttribute("aria-expanded", String(open))
  }
  const close = () => {
    if (!side.classList.contains("open")) return
    set(false)
    button.focus()
  }
  button.addEventListener("click", () => {
    set(true)
    side.querySelector("[aria-current]").focus()
  })
  scrim.addEventListener("click", close)
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close()
  })
  return { button, close }
}
