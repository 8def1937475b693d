/** The side columns: beside the conversation where there is room, drawers over it where there is not. */
import { recall, remember } from "/shared/preferences.js"

/** @param {Record<"places" | "members", HTMLElement>} columns @param {HTMLElement} scrim */
export function createDrawers(columns, scrim) {
  const overlays = { places: matchMedia("(max-width: 760px)"), members: matchMedia("(max-width: 1080px)") }
  const shown = { places: false, members: false }
  let wide = recall("members") !== "hidden"
  let opener

  const visible = (name) => (overlays[name].matches ? shown[name] : name === "places" || wide)

  const apply = () => {
    for (const [name, column] of Object.entries(columns)) {
      column.classList.toggle("open", visible(name))
      column.inert = !visible(name)
      for (const button of document.querySelectorAll(`[data-drawer="${name}"]`)) {
        button.ariaExpanded = String(visible(name))
        button.setAttribute("aria-controls", column.id)
      }
    }
    scrim.hidden = !Object.keys(columns).some((name) => overlays[name].matches && shown[name])
  }

  const close = () => {
    const wasOpen = !scrim.hidden
    shown.places = false
    shown.members = false
    apply()
    if (wasOpen) opener?.focus()
  }

  const toggle = (name) => {
    if (overlays[name].matches) {
      const next = !shown[name]
      opener = document.activeElement
      shown.places = false
      shown.members = false
      shown[name] = next
      apply()
      if (next) columns[name].querySelector("[tabindex='0'], a, button")?.focus()
    } else {
      wide = !wide
      remember("members", wide ? undefined : "hidden")
      apply()
    }
  }

  scrim.addEventListener("click", close)
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !scrim.hidden && !event.defaultPrevented) close()
  })
  for (const query of Object.values(overlays)) query.addEventListener("change", apply)
  apply()
  return { toggle, close, apply }
}
