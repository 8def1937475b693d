/** Models that are asked one after the other: the next when the one before gave nothing. */
import { Effect } from "effect"
import type { Call } from "./call.ts"
import { modelFailed } from "./failure.ts"

/** Where others stand behind a model, it is asked twice at most: nobody waits for a third failure. */
export const retriesBefore = 1

/** Fails with what each of them failed with. */
export const inTurn =
  (first: Call, ...others: ReadonlyArray<Call>): Call =>
  (ask, read) =>
    others.reduce(
      (tried, another) =>
        tried.pipe(
          Effect.catch((before) =>
            another(ask, read).pipe(
              Effect.mapError(({ reason, remedy }) =>
                modelFailed(
                  `${before.reason}; ${reason}`,
                  before.remedy === "fix" && remedy === "fix" ? "fix" : "retry",
                ),
              ),
            ),
          ),
        ),
      first(ask, read),
    )
