import { InteractionType } from "discord-api-types/v10"
import { Deferred, Effect } from "effect"
import { attempt } from "../attempt.ts"
import type { InteractionStarted, StartInteraction } from "../page-api.ts"
import type { WorldEvent } from "../world/events.ts"
import { startInteraction } from "../world/interactions.ts"
import type { World } from "../world/world.ts"
import { personOf } from "./acts.ts"

/**
 * A person acts. An autocomplete waits for the bot's choices (none, when it does not answer in time); everything
 * else goes on by itself, and what comes of it is told live. Fails with a Refusal.
 */
export const interact = Effect.fnUntraced(function* (world: World, act: StartInteraction) {
  const { id } = yield* attempt(() =>
    world.atomically(() => startInteraction(world, { ...act, as: personOf(world, act.as).id })),
  )
  if (act.type !== InteractionType.ApplicationCommandAutocomplete) return { id } as InteractionStarted
  const answered = yield* Deferred.make<InteractionStarted>()
  yield* Effect.acquireRelease(
    Effect.sync(() =>
      world.listen((event) => {
        const choices = choicesFor(id, event)
        if (choices !== undefined) Deferred.doneUnsafe(answered, Effect.succeed({ choices }))
      }),
    ),
    (stop) => Effect.sync(stop),
  )
  return yield* Deferred.await(answered)
}, Effect.scoped)

/** What an event says of an autocomplete: its choices, none after its time; undefined if it is about another thing. */
function choicesFor(id: string, event: WorldEvent) {
  const outcome = event.d as Partial<{ id: string; choices: [] }> | undefined
  if (event.t !== "AUTOCOMPLETE" && event.t !== "INTERACTION_FAILED") return undefined
  return outcome?.id === id ? (outcome.choices ?? []) : undefined
}
