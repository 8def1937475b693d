/** Asks the inspector. Paths and shapes are those of ../../api.ts. */

const silent = "Orrery does not answer. Is it still running?"

/** @param {string} path @throws {Error} whose message is a sentence to show */
export async function ask(path) {
  let response
  try {
    response = await fetch(path, { headers: { accept: "application/json" } })
  } catch {
    throw new Error(silent)
  }
  const answer = await response.json().catch(() => undefined)
  if (response.ok) return answer
  throw new Error(answer?.message ?? `Orrery refused this (${response.status}).`)
}

/** A query string of what is given. */
export function query(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`
}
