/** Who asks about calls of a tool: one actor for all that one agent wants to do with it for one person in one channel. */
import type { Address } from "../address.ts"
import type { Turn } from "../values.ts"

/** FNV-1a, 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
const fnv = (text: string, basis: number): string => {
  let sum = basis
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return (sum >>> 0).toString(36).padStart(7, "0")
}

/** `permit/<channel>-<digest>`: an address names nobody. */
export const permitOf = ({ brain, message: { channel, author } }: Turn, tool: string): Address => {
  const whole = JSON.stringify([author.id, brain, tool])
  return `permit/${channel}-${fnv(whole, 0x811c9dc5)}${fnv(whole, 0x050c5d1f)}` as Address
}
