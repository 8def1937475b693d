/**
 * Which messages of a long log are drawn: a window that moves with the scroll position, named by the ids at its ends, so that
 * messages which come and go elsewhere leave it where it is. `last: undefined` follows the newest message.
 */
import { compareIds } from "../data/snowflake.js"

const initial = 60
const step = 50
const most = 180

/** The window at the newest messages. @returns {{ first: string | undefined, last: string | undefined }} */
export function newest(messages) {
  return { first: messages[Math.max(0, messages.length - initial)]?.id, last: undefined }
}

/** The window around a message. */
export function around(messages, id) {
  const at = position(messages, id)
  return bounds(messages, Math.max(0, at - initial / 2), Math.min(messages.length, at + initial / 2))
}

/** Indices of a window: `start` inclusive, `end` exclusive. */
export function indices(messages, range) {
  const start =
    range.first === undefined ? Math.max(0, messages.length - initial) : position(messages, range.first)
  const end = range.last === undefined ? messages.length : position(messages, range.last) + 1
  return { start, end: Math.min(messages.length, end) }
}

/** One step back; the other end is let go when too much would be drawn. */
export function olderStep(messages, range) {
  const { start, end } = indices(messages, range)
  const from = Math.max(0, start - step)
  return bounds(messages, from, Math.min(end, from + most))
}

/** One step towards the newest message. */
export function newerStep(messages, range) {
  const { start, end } = indices(messages, range)
  const to = Math.min(messages.length, end + step)
  return bounds(messages, Math.max(start, to - most), to)
}

/** Whether a window that follows the newest message has grown too long. */
export function overgrown(messages, range) {
  const { start, end } = indices(messages, range)
  return end - start > most
}

function bounds(messages, start, end) {
  return { first: messages[start]?.id, last: end >= messages.length ? undefined : messages[end - 1]?.id }
}

/** Index of the first message that is not older than `id`. */
function position(messages, id) {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareIds(messages[middle].id, id) < 0) low = middle + 1
    else high = middle
  }
  return low
}
