/**
 * A breaker for the webhooks of each server: where they fail again and again, they are not asked for a while, and speaking fails at
 * once instead of in minutes. Servers next to it go on.
 */
import { Effect } from "effect"
import type { Breakers } from "../../actors/resilience/breakers.ts"
import { isUncertain, leftAlone, type RestFailed } from "./rest-errors.ts"
import { hookIsGone, type Speaker } from "./speakers.ts"

/** What a webhook is left alone for: no answer, or one that is always gone when it is to speak. */
const blames = (failed: RestFailed) =>
  isUncertain(failed) || hookIsGone(failed) ? { why: failed.message } : null

export const throughBreaker = ({ guard }: Breakers, guild: string, speaker: Speaker): Speaker => {
  const guarded = <A>(asked: Effect.Effect<A, RestFailed>) =>
    guard({ what: "webhook", name: guild }, asked, { blames, refused: leftAlone })
  return {
    ...speaker,
    send: (piece, index) => guarded(speaker.send(piece, index)),
    change: (message, piece) => guarded(speaker.change(message, piece)),
  }
}
