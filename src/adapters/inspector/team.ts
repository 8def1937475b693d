/**
 * The team over HTTP, beside what the inspector answers.
 *
 * | path | answer |
 * |---|---|
 * | `GET /api/team` | `{ rows }`: all of the team, as `orrery agents list --json` |
 * | `POST /api/team/enable`, `/disable`, `/deprecate`, `{ agent, successor?, request }` | `{ agent, state, message }`; 403 unless events may be sent |
 */
import { Effect, Schema } from "effect"
import type { Mail } from "../../actors/mail.ts"
import { bodyOf, get, post } from "./answer.ts"
import { Problem } from "./problem.ts"
import { rowOf } from "../brains/inventory.ts"
import { Lineup } from "../brains/lineup.ts"
import { stand, standsNow, type Change } from "../brains/standing.ts"

const Body = Schema.Struct({
  agent: Schema.String.check(Schema.isMaxLength(100)),
  successor: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
  request: Schema.String.check(Schema.isPattern(/^[0-9a-zA-Z-]{8,64}$/)),
})

export const whats = ["enable", "disable", "deprecate"] as const

/** `sends`: whether what an Orrery does may be changed here. */
export const teamRoutes = Effect.fnUntraced(function* (sends: boolean) {
  const lineup = yield* Lineup
  const around = yield* Effect.context<Lineup | Mail>()

  const change = (what: Change["what"]) =>
    Effect.gen(function* () {
      if (!sends)
        return yield* new Problem({
          status: 403,
          message:
            "The team is not changed from here: an operator switches it on with send = true in [inspector].",
        })
      const { agent, successor = null, request } = yield* bodyOf(Body)
      const now = yield* stand({ what, agent, successor, by: null, request }).pipe(
        Effect.mapError(
          ({ message, remedy }) => new Problem({ status: remedy === "fix" ? 409 : 503, message }),
        ),
      )
      return { agent: now.brain.id, state: now.standing, message: standsNow(now, now.successor) }
    }).pipe(Effect.provide(around))

  return [
    get(
      "/api/team",
      Effect.sync(() => ({ rows: lineup.all().map(rowOf) })),
    ),
    ...whats.map((what) => post(`/api/team/${what}`, change(what))),
  ]
})
