/** Takes away what was shown of an answer that will not come: no half message stands in a channel as if it were one. */
import { Effect, Schedule } from "effect"
import type { EffectOf } from "../../machines/effects.ts"
import { answerer, Roster } from "./roster.ts"
import { Voice } from "./voice.ts"

const patience = Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("30 seconds")])

/** As long as Discord is away it is tried again. */
export const retract = ({ turn, draft }: EffectOf<"Retract">) =>
  Effect.gen(function* () {
    const { id: answers, channel, guild } = turn.message
    const brain = answerer(turn.brain, yield* Roster)
    if (brain === undefined) return null
    yield* (yield* Voice)
      .retract({ turn: turn.id, channel, guild, answers, brain, message: draft.message })
      .pipe(Effect.retry({ schedule: patience, while: ({ remedy }) => remedy === "retry" }))
    return null
  }).pipe(
    Effect.catch(({ reason }) =>
      Effect.as(Effect.logWarning(`The draft of ${turn.id} stays in its channel: ${reason}`), null),
    ),
  )
