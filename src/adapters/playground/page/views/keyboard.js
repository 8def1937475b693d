/** Keys that work everywhere on the page. */
import { listedChannels } from "./sidebar.js"

export function keyboard(page) {
  const { store } = page

  const step = (by) => {
    const places = listedChannels(store.state)
    const at = places.findIndex((channel) => channel.id === store.state.current)
    const next = places[(at + by + places.length) % places.length]
    if (next !== undefined) page.actions.go(next.id)
  }

  document.addEventListener("keydown", (event) => {
    if (
      event.defaultPrevented ||
      event.isComposing ||
      document.querySelector("dialog[open], :popover-open") !== null
    )
      return
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault()
      step(event.key === "ArrowUp" ? -1 : 1)
      return
    }
    const free = document.activeElement === document.body || document.activeElement === null
    if (event.key === "Escape" && document.activeElement?.closest(".row, .place, .member"))
      page.composer.focus()
    else if (free && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
      page.composer.focus()
  })
}
