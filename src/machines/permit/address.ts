/** Who asks about a call: an actor of its own for each. */
import type { Address } from "../address.ts"

/** In characters, see `Address`. */
const longestId = 64

/** FNV-1a, 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
const fnv = (text: string, basis: number): string => {
  let sum = basis
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return (sum >>> 0).toString(36).padStart(7, "0")
}

/** `permit/<turn>-<use>`, with the dots taken out; of what is too long for an address a digest is the end. */
export const permitOf = (turn: string, use: string): Address => {
  const whole = `${turn}-${use}`
  const plain = whole.replace(/[^0-9A-Za-z_-]/g, "_")
  if (plain.length <= longestId) return `permit/${plain}` as Address
  const end = fnv(whole, 0x811c9dc5) + fnv(whole, 0x050c5d1f)
  return `permit/${plain.slice(0, longestId - end.length - 1)}-${end}` as Address
}
