/**
 * Templates and the constellations that there are: what a change would do (`PlanPage`), and doing it (`{ outcomes }`, each
 * `Applied`). `orrery constellation` asks here. A template is applied whether or not events may be sent from the page: it is what
 * the operator's configuration says, and only what was shown is applied.
 */
import { Effect, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import { apply, plan } from "../../actors/constellations/planning.ts"
import { Mail } from "../../actors/mail.ts"
import type { Address } from "../../machines/address.ts"
import type { Event } from "../../machines/events.ts"
import { Problem } from "./problem.ts"
import { PlanQuery } from "./queries.ts"

/** Constellations that are changed by one request. */
export const mostAtOnce = 200

/** Users, and the marks of what was shown of them. */
export const ApplyBody = Schema.Struct({
  changes: Schema.Array(Schema.Struct({ user: Schema.String, mark: Schema.String })).check(
    Schema.isMaxLength(mostAtOnce),
  ),
})

export const planned = Effect.gen(function* () {
  const {
    user = null,
    template = null,
    after = null,
  } = yield* HttpServerRequest.schemaSearchParams(PlanQuery)
  return yield* plan({ user, template }, after)
})

export const applied = Effect.fnUntraced(function* ({ changes }: typeof ApplyBody.Type) {
  const mail = yield* Mail
  const tell = (to: Address, cause: string, event: Event) =>
    mail.tell(to, { id: null, cause, event }).pipe(
      Effect.mapError(
        (error) =>
          new Problem({
            status: 503,
            message: `${to} refused it: ${"reason" in error ? error.reason : "its mailbox is full"}.`,
          }),
      ),
    )
  const outcomes = yield* Effect.forEach(changes, (change) => apply(change, tell), { concurrency: 16 })
  yield* Effect.logInfo(
    `audit: templates are applied to ${outcomes.filter((it) => it === "applied").length} constellations`,
  )
  return { outcomes }
})
