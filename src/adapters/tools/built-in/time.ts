/** What time it is. */
import { Clock, Effect, Schema } from "effect"
import { isZone } from "../../schedules/when.ts"
import { builtIn, fix } from "./built-in.ts"

const said = (at: number, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "longOffset",
  }).format(at)

export const time = builtIn({
  name: "time",
  description: "Tells the date and the time of day now, in UTC or in a time zone.",
  input: Schema.Struct({
    zone: Schema.optionalKey(
      Schema.String.check(Schema.isMaxLength(64)).annotate({
        description: "An IANA time zone such as Europe/Berlin; left out: UTC",
      }),
    ),
  }),
  harmless: true,
  repeatable: true,
  doing: "looking at the clock…",
  run: ({ zone = "UTC" }) =>
    isZone(zone)
      ? Effect.map(
          Clock.currentTimeMillis,
          (now) => `${said(now, zone)} (${zone}); ${new Date(now).toISOString().slice(0, 16)}Z`,
        )
      : Effect.fail(fix(`there is no time zone ${zone}: it is named as in Europe/Berlin`)),
})
