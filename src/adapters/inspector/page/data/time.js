/** Times for people, and for machines in between. */
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
})
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })

export const timeOfDay = (at) => clock.format(at)
export const dateAndTime = (at) => full.format(at)

/** `3 min 5 s`, of seconds; the two largest units. */
export function span(seconds) {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ]
  let rest = Math.max(0, Math.round(seconds))
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.slice(0, 2).join(" ") || "0 s"
}

/** `35 ms`, `4.2 s`, `3.1 min`, of ms; as short as it can be said. */
export function brief(ms) {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
    ["ms", 1],
  ]
  const [unit, size] = units.find(([, size]) => ms >= size) ?? ["ms", 1]
  const value = ms / size
  return `${value < 10 && unit !== "ms" ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** Whether a number is a time in ms since 1970, of this century. */
export const isTime = (value) =>
  Number.isInteger(value) && value > 946_684_800_000 && value < 4_102_444_800_000
