/** What of a long paste in somebody's earlier line matters: where it begins and where it ends. Pure. */

/** In characters. A longer text is shortened to its head and its tail. */
const limits = {
  new: { longest: 400, head: 220, tail: 100 },
  old: { longest: 200, head: 120, tail: 50 },
} as const

/**
 * A text as it is lent. Of code, logs and stack traces the first lines say what it is, and the last ones how it ended.
 * What is cut out is marked `[…]`; cuts are made between lines or words where one is near.
 */
export const shortened = (text: string, age: keyof typeof limits = "old"): string => {
  const { longest, ...ends } = limits[age]
  const whole = text.toWellFormed()
  if (whole.length <= longest) return whole
  const head = whole.slice(0, ends.head).toWellFormed()
  const tail = whole.slice(-ends.tail).toWellFormed()
  return `${head.slice(0, lastGap(head))} […] ${tail.slice(firstGap(tail))}`
}

/** A cut costs no more than so much of what might have stayed. */
const near = 2 / 3

const lastGap = (head: string): number => {
  const at = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "))
  return at >= head.length * near ? at : head.length
}

const firstGap = (tail: string): number => {
  const at = tail.search(/\s/)
  return at !== -1 && at <= tail.length * (1 - near) ? at + 1 : 0
}
