/** Whether this machine's clock is right: messages are judged old or new by it. */
import { Clock, Effect } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import { about, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("clock")

/** Discord tells the time to the second, and the answer takes a while, in ms. */
const [noise, wrong] = [3000, 60_000]

/** Compares it with Discord's. `base`: as for the bot. */
export const clockFindings = (base: string | undefined): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const { headers } = yield* HttpClient.get(`${base ?? "https://discord.com/api"}/v10/gateway`)
    const theirs = Date.parse(headers["date"] ?? "")
    if (Number.isNaN(theirs)) return []
    const apart = (yield* Clock.currentTimeMillis) - theirs
    if (Math.abs(apart) <= noise) return [fine("it agrees with Discord's")]
    const said = `it is ${Math.round(Math.abs(apart) / 1000)} s ${apart > 0 ? "ahead of" : "behind"} Discord's: let it follow NTP`
    return [Math.abs(apart) > wrong ? trouble(said) : advice(said)]
  }).pipe(
    Effect.timeout("5 seconds"),
    Effect.catch(() => Effect.succeed([])),
    Effect.provide(FetchHttpClient.layer),
  )
