/** Days and times in the words of the reader's own locale. */
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
})
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" })
const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" })

export function clockTime(date) {
  return clock.format(date)
}

export function fullTime(date) {
  return whole.format(date)
}

export function sameDay(a, b) {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate()
}

/** Today, Yesterday, or the whole date. */
export function dayName(date, now = new Date()) {
  if (sameDay(date, now)) return "Today"
  if (sameDay(date, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return "Yesterday"
  return day.format(date)
}

/** The time alone today, with the date before. */
export function when(date, now = new Date()) {
  return sameDay(date, now) ? clockTime(date) : `${short.format(date)}, ${clockTime(date)}`
}
