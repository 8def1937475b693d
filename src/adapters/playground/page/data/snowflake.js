/** Discord's ids: decimal numbers in strings that grow with time. https://discord.com/developers/docs/reference#snowflakes */

/** Orders ids by age without losing digits. */
export function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

/** An id that is older than every message sent after `time` (milliseconds since 1970) and newer than those before. */
export function idAt(time) {
  return String((BigInt(time) - 1420070400000n) << 22n)
}
