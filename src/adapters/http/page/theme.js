/** Light, dark, or as the system has it: applied at once, remembered, and changed by a button. */
import { announce } from "./dom/announce.js"
import { el, fill } from "./dom/element.js"
import { icon } from "./dom/icon.js"
import { recall, remember } from "./preferences.js"

const icons = { system: "auto", light: "sun", dark: "moon" }
const names = Object.keys(icons)

export function themeButton() {
  let current = names.includes(recall("theme")) ? recall("theme") : "system"
  const button = el("button", { type: "button", class: "icon-button", on: { click: next } })
  apply()
  return button

  function next() {
    current = names[(names.indexOf(current) + 1) % names.length]
    remember("theme", current)
    announce(`Theme: ${current}`)
    apply()
  }

  function apply() {
    document.documentElement.dataset.theme = current
    fill(button, icon(icons[current]))
    button.ariaLabel = `Theme: ${current}. Change`
    button.title = `Theme: ${current}`
  }
}
