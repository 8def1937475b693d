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

/** Tells the inspector something, and has its answer. @param {string} path @param {unknown} body @throws {Error} as `ask` */
export async function tell(path, body) {
  let response
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
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
