/** What a channel shows of its turns that wait for an agent: one message of the bot's, changed, and taken away in the end. */
import { Effect, Schedule } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { placedWhy } from "../../machines/pool/reasons.ts"
import { nameOf, Roster } from "./roster.ts"
import { Voice } from "./voice.ts"

const patience = Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("30 seconds")])

/**
 * `key`: the same for every attempt at this line, which Discord knows for some minutes. As long as Discord is away it is tried
 * again.
 */
export const showQueue = (by: Address, key: string, { channel, message, waits }: EffectOf<"Queue">) =>
  Effect.gen(function* () {
    const voice = yield* Voice
    const team = yield* Roster
    if (waits.length === 0) {
      if (message !== null) yield* voice.unshow(channel, message)
      return { type: "QUEUE_SHOWN", message: null } as const
    }
    const text = waits.map(({ brain, ...place }) => `${nameOf(brain, team)}: ${placedWhy(place)}`).join("\n")
    const shown = yield* voice.show({ by, key, channel, message, text, buttons: [], again: false })
    return { type: "QUEUE_SHOWN", message: shown } as const
  }).pipe(
    Effect.retry({ schedule: patience, while: ({ remedy }) => remedy === "retry" }),
    Effect.catch(({ reason }) =>
      Effect.as(Effect.logWarning(`${by} could not show who waits: ${reason}`), {
        type: "QUEUE_SHOWN",
        message: waits.length === 0 ? null : message,
      } as const),
    ),
  )
