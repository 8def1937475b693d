/**
 * Makes a list one tab stop: the arrows, Home and End move between its items.
 * https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex
 *
 * @param {HTMLElement} container
 * @param {string} selector of the items
 * @param {{ columns?: () => number, wrap?: boolean }} [options] `columns` of a grid; a list has one
 */
export function roving(container, selector, { columns = () => 1, wrap = false } = {}) {
  const items = () => [...container.querySelectorAll(selector)]

  const refresh = () => {
    const all = items()
    const current =
      all.find((item) => item.getAttribute("tabindex") === "0") ??
      all.find((item) => item.ariaCurrent) ??
      all[0]
    for (const item of all) item.tabIndex = item === current ? 0 : -1
  }

  const focus = (item) => {
    for (const other of items()) other.tabIndex = other === item ? 0 : -1
    item.focus()
  }

  container.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const all = items()
    const at = all.indexOf(event.target.closest(selector))
    if (at < 0 || (event.target !== all[at] && event.target.matches("input, textarea, select"))) return
    const steps = {
      ArrowDown: columns(),
      ArrowUp: -columns(),
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -at,
      End: all.length - 1 - at,
    }
    if (columns() === 1) delete steps.ArrowRight
    if (columns() === 1) delete steps.ArrowLeft
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const to = wrap ? (at + step + all.length) % all.length : Math.min(all.length - 1, Math.max(0, at + step))
    focus(all[to])
  })
  container.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector)
    if (item !== null) for (const other of items()) other.tabIndex = other === item ? 0 : -1
  })
  refresh()
  return { refresh, focus }
}
