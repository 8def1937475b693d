/** Light, dark, or as the system has it. */
import { recall, remember } from "./preferences.js"
import { announce } from "./dom/announce.js"

const names = ["system", "light", "dark"]

export function createTheme() {
  const watchers = new Set()
  let current = names.includes(recall("theme")) ? recall("theme") : "system"
  const apply = () => {
    document.documentElement.dataset.theme = current
    for (const watcher of watchers) watcher(current)
  }
  apply()
  return {
    next() {
      current = names[(names.indexOf(current) + 1) % names.length]
      remember("theme", current)
      announce(`Theme: ${current}`)
      apply()
    },
    watch(watcher) {
      watchers.add(watcher)
      watcher(current)
    },
  }
}
