/** Whether a person may still write where something speaks for them. Where nobody knows, they may. */
import { Context, Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import type { Event } from "../../machines/events.ts"

export interface Standing {
  readonly person: string
  readonly guild: string
  /** Null: it is enough to be a member. */
  readonly channel: string | null
}

/** Why somebody may not, in the words that follow their name; null: they may. */
export class Membership extends Context.Reference<(standing: Standing) => Effect.Effect<string | null>>(
  "orrery/actors/Membership",
  { defaultValue: () => () => Effect.succeed(null) },
) {}

export const check = (actor: Address, { by, guild, channel }: EffectOf<"Check">): Effect.Effect<Event> =>
  Effect.gen(function* () {
    const barred = yield* (yield* Membership)({ person: by.id, guild, channel })
    if (barred !== null)
      yield* Effect.logWarning(`${actor} is skipped and paused: ${by.name} (${by.id}) ${barred}`)
    return { type: "CHECKED", barred: barred === null ? null : `${by.name} ${barred}` } as const
  })
