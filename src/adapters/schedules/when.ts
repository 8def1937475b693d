/** When something is to happen, as people say it. */
import { Option } from "effect"
import { cronOf, instantOf, nextAfter } from "../../actors/performing/calendar.ts"
import type { When } from "../../machines/team/timetable.ts"

/** What can be said, by example. */
export const examples =
  "`daily 08:00`, `weekdays 9:30`, `monday 18:00`, `every 2 h`, `2026-12-24 18:00`, or a cron expression such as `0 8 * * 1-5`"

/** Two runs are at least so far apart, in ms. */
const closest = 5 * 60_000
const furthest = 366 * 24 * 3_600_000
/** How many of the next times are looked at for that. */
const looked = 50

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Either a time to come, or what is wrong with it, in a sentence. */
export type Read =
  | { readonly when: When; readonly problem: null }
  | { readonly when: null; readonly problem: string }

const wrong = (problem: string): Read => ({ when: null, problem })

export const isZone = (zone: string): boolean => Option.isSome(instantOf("2026-01-01 00:00", zone))

export const readWhen = (said: string, zone: string, now: number): Read => {
  if (!isZone(zone))
    return wrong(`\`${zone.slice(0, 40)}\` is no time zone: use a name such as \`Europe/Berlin\` or \`UTC\`.`)
  const when = whenOf(said.trim().toLowerCase().replace(/\s+/g, " "))
  if (when === null || (when.type === "cron" && Option.isNone(cronOf(when.cron, zone))))
    return wrong(`\`${said.slice(0, 40)}\` is no time that I know. Say ${examples}.`)
  const first = nextAfter({ when, zone, after: now })
  if (first === null) return wrong(`\`${said.slice(0, 40)}\` never comes in ${zone}.`)
  return when.type !== "once" && isCrowded(when, zone, now)
    ? wrong("Leave at least 5 minutes between two runs.")
    : { when, problem: null }
}

const clock = "(\\d{1,2}):(\\d{2})"

const whenOf = (said: string): When | null => {
  const [, day = "", hour = "", minute = ""] =
    new RegExp(`^(?:every )?(daily|day|weekdays?|${days.join("|")})s?(?: at)? ${clock}$`).exec(said) ?? []
  if (day !== "") return { type: "cron", cron: `${Number(minute)} ${Number(hour)} * * ${weekdaysOf(day)}` }
  const [, count, unit] = /^every (?:(\d{1,4}) ?)?(m|min|minutes?|h|hours?|d|days?)$/.exec(said) ?? []
  if (unit !== undefined) {
    const ms = Number(count ?? 1) * units[unit[0] as keyof typeof units]
    return ms > 0 && ms <= furthest ? { type: "every", ms } : null
  }
  if (/^\d{4}-\d{2}-\d{2}[ t]\d{1,2}:\d{2}$/.test(said)) return { type: "once", at: said.replace("t", " ") }
  return { type: "cron", cron: said }
}

const weekdaysOf = (day: string): string => {
  if (day.startsWith("weekday")) return "1-5"
  return days.includes(day) ? String(days.indexOf(day)) : "*"
}

const isCrowded = (when: When, zone: string, now: number): boolean => {
  let before = now - closest
  for (let n = 0; n < looked; n++) {
    const next = nextAfter({ when, zone, after: n === 0 ? now : before })
    if (next === null) return false
    if (n > 0 && next - before < closest) return true
    before = next
  }
  return false
}
