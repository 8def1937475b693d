/** Addresses of the page: `#/agent`, `#/agent/0-0001`, `#/agent/0-0001/17`. They stay good as long as the actor does. */
import { kinds } from "./state.js"

/** @param {string} hash @returns {{ kind: string, id?: string, seq?: number }} */
export function parseRoute(hash) {
  const [, kind, id, seq] = hash.split("/").map(decode)
  if (!kinds.includes(kind)) return { kind: kinds[0] }
  if (!id) return { kind }
  return /^[1-9]\d*$/.test(seq ?? "") ? { kind, id, seq: Number(seq) } : { kind, id }
}

/** @param {{ kind: string, id?: string, seq?: number }} route */
export function hrefOf({ kind, id, seq }) {
  const parts = [kind, id, seq].filter((part) => part !== undefined)
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}`
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
