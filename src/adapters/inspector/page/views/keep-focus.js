/**
 * Redraws what is in an element, and gives the focus back to what takes the place of the focused one: the element with the
 * same `data-keep`.
 */
export function keepingFocus(element, redraw) {
  const active = document.activeElement
  const key = element.contains(active) ? active.dataset.keep : undefined
  redraw()
  if (key !== undefined)
    element.querySelector(`[data-keep="${CSS.escape(key)}"]`)?.focus({ preventScroll: true })
}
