/** The answer of a model to a turn, while the channel sees that somebody thinks, and then what is written. */
import { Clock, Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { summonedIn } from "../../machines/conversation/routing.ts"
import { urgencyOf } from "../../machines/conversation/turns.ts"
import type { Recalled } from "../../machines/values.ts"
import { Drafting } from "./drafting.ts"
import { Model, type Prompt } from "./model.ts"
import { fail, howAsked, repeated, type Meanwhile } from "./outcome.ts"
import { recall, type Recollection } from "./recall.ts"
import { answerer, missing, named, Roster } from "./roster.ts"
import { Voice } from "./voice.ts"
import { judged, offeredFor } from "./wishes.ts"

export const think = (
  by: Address,
  { turn, rounds = [], draft }: EffectOf<"Think">,
  again: boolean,
  meanwhile: Meanwhile,
) =>
  Effect.gen(function* () {
    if (again) yield* Effect.logInfo(`${by} asks the model again for ${turn.id}: its owner ended meanwhile`)
    const team = yield* Roster
    const brain = answerer(turn.brain, team)
    if (brain === undefined) return fail(missing(turn.brain, team), false)
    const model = yield* Model
    const { whileWriting } = yield* Drafting
    const tools = yield* offeredFor(turn, brain, rounds)
    const recalled = yield* recall(turn)
    const { message } = turn
    const urgency = urgencyOf(turn)
    const prompt: Prompt = {
      brain,
      message,
      lent: named(turn.lent, team),
      ...recalled,
      urgency,
      ...(tools.length > 0 && { tools }),
      ...(rounds.length > 0 && { rounds }),
    }
    const said = rounds.map(({ text }) => text)
    const started = yield* Clock.currentTimeMillis
    const thought = turn.aside
      ? yield* model.think(prompt)
      : yield* Effect.raceFirst(
          whileWriting({ turn, brain, again, meanwhile, draft }, (heed) =>
            model.think(prompt, heed && ((soFar) => heed(joined([...said, soFar])))),
          ),
          (yield* Voice).typing(turn.message.channel).pipe(Effect.catchCause(() => Effect.never)),
        )
    const ms = (yield* Clock.currentTimeMillis) - started
    const told = {
      model: thought.model,
      usage: thought.usage,
      ms,
      ...repeated(again),
      ...howAsked(thought),
      recalled: sizesOf(recalled),
      ...(thought.edits !== undefined && thought.edits.length > 0 && { edits: [...thought.edits] }),
    }
    const { uses: wishes = [] } = thought
    if (wishes.length > 0 && tools.length > 0) {
      const uses = yield* judged(turn, tools, rounds.length, wishes)
      return { type: "WANTS", text: thought.text, ...told, uses: [...uses], turn: turn.id } as const
    }
    const text = joined([...said, thought.text])
    return { type: "THOUGHT", text, ...told, calls: [...summonedIn(text, team.agents)] } as const
  }).pipe(Effect.catch(({ reason }) => Effect.succeed(fail(reason, false))))

/** What is said before tools are used and after it is one answer. */
const joined = (texts: ReadonlyArray<string>): string => texts.filter((text) => text !== "").join("\n\n")

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
