/** What a browser remembers between visits. A browser that refuses storage forgets, and nothing else happens. */
const prefix = "orrery."

export function remember(key, value) {
  try {
    if (value === undefined || value === "") localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, value)
  } catch {
    return
  }
}

/** @returns {string | undefined} */
export function recall(key) {
  try {
    return localStorage.getItem(prefix + key) ?? undefined
  } catch {
    return undefined
  }
}
