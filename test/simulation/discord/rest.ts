/**
 * `DiscordRest` as it is with discord.js over the simulated network: requests that fail before or after they were done, that
 * time out either way, and that have to wait for a rate limit; asked again as discord.js does.
 */
import { Effect, Schema } from "effect"
import { RestFailed } from "../../../src/adapters/discord/rest-errors.ts"
import type { Call, DiscordRest } from "../../../src/adapters/discord/rest.ts"
import type { Faults } from "../faults.ts"
import type { Machine } from "../machine.ts"
import type { Network } from "../network.ts"
import type { Timeline } from "../timeline.ts"
import { self, type Guilds } from "./guilds.ts"
import { routes, type Answer, type Request } from "./routes.ts"

/** As in `rest.ts` of the adapter. */
const patience = 15_000
const retries = 3

export interface Sent {
  readonly by: Machine
  readonly request: Request
  readonly answer: Answer
  /** When the process decided to send it, in ms since 1970. */
  readonly decided: number
}

/** What is told of every request that was carried out. */
export type OnDone = (sent: Sent) => void

const failed = (status: number | null, code: number | string | null, message: string) =>
  Effect.fail(new RestFailed({ status, code, message }))

export const makeRest = (
  by: Machine,
  timeline: Timeline,
  network: Network,
  faults: Faults,
  guilds: Guilds,
  onDone: OnDone,
): DiscordRest["Service"] => {
  const carryOut = (request: Request, decided: number): Effect.Effect<unknown, RestFailed> => {
    const answer = routes(guilds, request)
    onDone({ by, request, answer, decided })
    return "body" in answer ? Effect.succeed(answer.body) : failed(answer.status, answer.code, answer.message)
  }

  const attempt = (request: Request): Effect.Effect<unknown, RestFailed> =>
    Effect.suspend(() => send(request, timeline.now))

  const send = (request: Request, decided: number): Effect.Effect<unknown, RestFailed> =>
    network.ask<unknown, RestFailed>({
      from: by,
      to: "discord",
      patience,
      late: () => failed(null, "ETIMEDOUT", "no answer in time"),
      serve: (answer) => {
        if (faults.strikes("restRateLimit")) return answer(failed(429, null, "rate limited"))
        if (faults.strikes("restRefusesFirst")) return answer(failed(503, null, "HTTP 503"))
        if (faults.strikes("restTimesOut")) {
          if (faults.dice("restTimesOut").chance(0.5)) carryOut(request, decided)
          return
        }
        const outcome = carryOut(request, decided)
        answer(faults.strikes("restBreaksAfter") ? failed(502, null, "HTTP 502") : outcome)
      },
    })

  const patiently = (request: Request, left: number): Effect.Effect<unknown, RestFailed> =>
    Effect.catch(attempt(request), (error) => {
      const { status } = error
      if (status === 429)
        return Effect.andThen(
          Effect.sleep(faults.dice("restRateLimit").between(200, 5000)),
          Effect.suspend(() => patiently(request, left)),
        )
      return left > 0 && (status === null || status >= 500)
        ? patiently(request, left - 1)
        : Effect.fail(error)
    })

  const caller =
    (again: number): Call =>
    (shape, method, route, { body, query = {} } = {}) =>
      patiently({ method, route, body, query }, again).pipe(
        Effect.flatMap(Schema.decodeUnknownEffect(shape)),
        Effect.catchTag("SchemaError", () => failed(null, null, "an answer that is none of Discord's")),
      )

  return {
    self,
    api: caller(retries),
    hooks: caller(0),
    drawnAvatar: (index) => `https://cdn.discordapp.com/embed/avatars/${index % 6}.png`,
  }
}
