/** The answer of a model to a turn, while the channel sees that somebody thinks, and then what is written. */
import { Clock, Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { summonedIn } from "../../machines/conversation/routing.ts"
import { urgencyOf } from "../../machines/conversation/turns.ts"
import type { Recalled } from "../../machines/values.ts"
import { Drafting } from "./drafting.ts"
import { Model } from "./model.ts"
import { fail, howAsked, repeated, type Meanwhile } from "./outcome.ts"
import { recall, type Recollection } from "./recall.ts"
import { answerer, missing, named, Roster } from "./roster.ts"
import { Voice } from "./voice.ts"

export const think = (by: Address, { turn }: EffectOf<"Think">, again: boolean, meanwhile: Meanwhile) =>
  Effect.gen(function* () {
    if (again) yield* Effect.logInfo(`${by} asks the model again for ${turn.id}: its owner ended meanwhile`)
    const team = yield* Roster
    const brain = answerer(turn.brain, team)
    if (brain === undefined) return fail(missing(turn.brain, team), false)
    const model = yield* Model
    const shown = yield* Drafting
    const recalled = yield* recall(turn)
    const { message } = turn
    const urgency = urgencyOf(turn)
    const prompt = { brain, message, lent: named(turn.lent, team), ...recalled, urgency }
    const started = yield* Clock.currentTimeMillis
    const thought = turn.aside
      ? yield* model.think(prompt)
      : yield* Effect.raceFirst(
          shown({ turn, brain, again, meanwhile }, (heed) => model.think(prompt, heed)),
          (yield* Voice).typing(turn.message.channel).pipe(Effect.catchCause(() => Effect.never)),
        )
    const ms = (yield* Clock.currentTimeMillis) - started
    return {
      type: "THOUGHT",
      text: thought.text,
      model: thought.model,
      usage: thought.usage,
      ms,
      calls: [...summonedIn(thought.text, team.agents)],
      ...repeated(again),
      ...howAsked(thought),
      recalled: sizesOf(recalled),
      ...(thought.edits !== undefined && thought.edits.length > 0 && { edits: [...thought.edits] }),
    } as const
  }).pipe(Effect.catch(({ reason }) => Effect.succeed(fail(reason, false))))

/** How much of each there was; what of it found room in the prompt is the model's to say. */
const sizesOf = ({ session, digest, memory, knowledge }: Recollection): Recalled => {
  const written = memory.filter(({ value }) => value.trim() !== "")
  return {
    session: session.length,
    digest: digest?.of ?? 0,
    memory: written.length,
    characters: written.reduce((sum, { value }) => sum + value.length, 0),
    knowledge: knowledge.length,
  }
}
