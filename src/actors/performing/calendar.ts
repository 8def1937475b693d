/**
 * When a timetable is due: Effect's Cron and time zones. What a day that is an hour shorter leaves out comes right after the
 * gap; what a day that is an hour longer has twice is taken once, unless the hour is any hour.
 */
import { Cron, DateTime, Option, Result } from "effect"
import type { When } from "../../machines/team/timetable.ts"

/** A cron expression of five fields in a time zone; none when either cannot be read. */
export const cronOf = (expression: string, zone: string): Option.Option<Cron.Cron> => {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 5) return Option.none()
  const everyHour = fields[1]!.startsWith("*")
  return Result.getSuccess(
    Cron.parse(fields.join(" "), zone, { onDstOverlap: everyHour ? "both" : "earlier" }),
  )
}

/** `2026-12-24 18:00` in a time zone, in ms since 1970; none when it is no such time. */
export const instantOf = (local: string, zone: string): Option.Option<number> => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})$/.exec(local)?.slice(1).map(Number)
  if (parts === undefined) return Option.none()
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute))
  const isReal = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && hour < 24 && minute < 60
  return isReal
    ? Option.map(
        DateTime.makeZoned(wall, { timeZone: zone, adjustForTimeZone: true }),
        DateTime.toEpochMillis,
      )
    : Option.none()
}

/** When it is due next after a time, all in ms since 1970; null: never again. */
export const nextAfter = ({
  when,
  zone,
  after,
}: {
  readonly when: When
  readonly zone: string
  readonly after: number
}): number | null => {
  switch (when.type) {
    case "cron":
      return Option.getOrNull(
        Option.flatMap(cronOf(when.cron, zone), (cron) =>
          // A day that never comes, such as a 30 February, is looked for in vain.
          Option.liftThrowable(() => Cron.next(cron, after).getTime())(),
        ),
      )
    case "every":
      return after + when.ms
    case "once":
      return Option.getOrNull(Option.filter(instantOf(when.at, zone), (at) => at > after))
  }
}
