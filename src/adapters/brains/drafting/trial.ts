/** A new agent is tried on messages before it is added: who would answer each without it and with it, and what it would say. */
import { Effect } from "effect"
import type { Laid } from "../../../actors/performing/house.ts"
import { Model } from "../../../actors/performing/model.ts"
import type { Brain, Team } from "../../../machines/agent/brain.ts"
import { decideAll } from "../../model/offline/decide.ts"
import { assemble } from "../team.ts"
import type { Parsed } from "../parse.ts"
import { promptOf } from "./filled.ts"

export interface Tried {
  readonly text: string
  /** Names. */
  readonly before: ReadonlyArray<string>
  readonly after: ReadonlyArray<string>
  readonly reason: string
}

const namesIn = (ids: ReadonlyArray<string>, { agents }: Team): ReadonlyArray<string> =>
  ids.map((id) => agents.find((brain) => brain.id === id)?.name ?? id)

/** Decided without a model, as `orrery route` does. */
export const tried = (
  samples: ReadonlyArray<string>,
  team: ReadonlyArray<Parsed>,
  added: Parsed,
  laid: Laid,
): ReadonlyArray<Tried> => {
  const without = assemble(team)
  const others = team.filter(({ brain }) => brain.id !== added.brain.id)
  const whole = assemble([...others, { ...added, lead: false }])
  if (whole === null) return []
  const now = decideAll(samples, whole, laid)
  const then = without === null ? [] : decideAll(samples, without, laid)
  return samples.map((text, n) => ({
    text,
    before: without === null ? [] : namesIn(then[n]!.responders, without),
    after: namesIn(now[n]!.responders, whole),
    reason: now[n]!.reason,
  }))
}

/** Of these, at least one calls it. */
export const isCalled = (all: ReadonlyArray<Tried>, { name }: Brain): boolean =>
  all.length === 0 || all.some(({ after }) => after.includes(name))

/** What it would say to that; why not, in words, where the model gives no answer. */
export const answerOf = (brain: Brain, said: string): Effect.Effect<string, never, Model> =>
  Effect.gen(function* () {
    const { text } = yield* (yield* Model).think(promptOf(brain, said))
    return text
  }).pipe(Effect.catch(({ reason }) => Effect.succeed(`(no answer: ${reason})`)))
