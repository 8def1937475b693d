/**
 * Addresses of the page, which stay good as long as what they name:
 *
 *     #/agent                       a chart and its fleet
 *     #/agent/0-0001                an actor now
 *     #/agent/0-0001/17?view=time   an actor as it was after an entry, in a view
 *     #/actors?state=life.idle      those who are like that
 *     #/stuck                       those who do not get on
 *     #/fleet?state=idle            the pool, and agents of it that are like that
 *     #/coverage/agent              which edges of a chart were taken
 *     #/message/4000?from=agent/1   the way of what began with a message
 *     #/message/1100000000000000101 the same, by the message's id in Discord
 */
import { kinds, titles } from "./state.js"

const home = { page: "chart", kind: kinds[0], query: {} }

/**
 * @param {string} hash
 * @returns {{ page: string, kind?: string, id?: string, seq?: number, cause?: string, query: Record<string, string>, unknown?: string }}
 * `unknown`: what the address names and there is not, for which the first chart stands
 */
export function parseRoute(hash) {
  const [path, search = ""] = hash.split(/\?(.*)/s)
  const query = Object.fromEntries(new URLSearchParams(search))
  const [, first, id, seq] = path.split("/").map(decode)
  if (Object.hasOwn(titles, first)) return { page: first, ...(id && { cause: id }), query }
  if (!kinds.includes(first)) return first ? { ...home, unknown: first } : home
  if (!id) return { page: "chart", kind: first, query }
  const at = /^\d+$/.test(seq ?? "") ? { seq: Number(seq) } : {}
  return { page: "chart", kind: first, id, ...at, query }
}

/** @param {{ page?: string, kind?: string, id?: string, seq?: number, cause?: string, query?: Record<string, unknown> }} route */
export function hrefOf({ page = "chart", kind, id, seq, cause, query = {} }) {
  const parts = (page === "chart" ? [kind, id, seq] : [page, cause]).filter((part) => part !== undefined)
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "")
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}${search}`
}

/** The way to an actor by its address, `kind/id`. */
export const hrefOfAddress = (address) => `#/${address}`

function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return ""
  }
}
