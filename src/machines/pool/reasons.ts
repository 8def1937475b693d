/** Why a pool decided as it did, in words for people. */
import { healthClass, type How, type Slot } from "./allocation.ts"
import { patience, type Place } from "./tickets.ts"

/** `40 s`, `12 min`, `3 h`, `5 d`. */
export const span = (ms: number): string => {
  const s = Math.max(0, Math.round(ms / 1000))
  if (s < 90) return `${s} s`
  if (s < 90 * 60) return `${Math.round(s / 60)} min`
  return s < 36 * 3600 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86_400)} d`
}

const health = ["healthy", "degraded", "on probation"]

const found = (how: How, slot: Slot, at: number): string => {
  const { lastUsed, recalled } = slot
  const ago = lastUsed === 0 ? "never used" : `last used ${span(at - lastUsed)} ago`
  if (how === "here") return `warm: served here ${span(at - lastUsed)} ago`
  if (how === "held") return "held: the guild was expected"
  if (how === "lately") return `warm: one of the last five here, ${ago}`
  if (recalled !== undefined) return `reclaimed from ${recalled}`
  return `the best free one: ${health[healthClass(slot)]}, ${ago}`
}

/** Why a turn got this agent. */
export const matchedWhy = (how: How, slot: Slot, waited: number, at: number): string =>
  `${found(how, slot, at)}${waited > 0 ? `; waited ${span(waited)}` : ""}`

const ordinals = [
  "next",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
] as const

const ordinal = (place: number): string => ordinals[place - 1] ?? `at place ${place}`

/** Where a turn stands that waits: `third in the queue, about 40 s`. */
export const placedWhy = ({ place, about }: Place): string => {
  const where = `${ordinal(place)} in the queue`
  if (about === null) return `${where}; nobody can say how long`
  const long = about > patience ? `, and nobody waits longer than ${span(patience)}` : ""
  return `${where}, about ${span(about)}${long}`
}
