/** The older part of a session, summed up for the agent whose session it is. */
import { Clock, Effect } from "effect"
import type { EffectOf } from "../../machines/effects.ts"
import { Model } from "./model.ts"
import { repeated } from "./outcome.ts"
import { Roster } from "./roster.ts"

export const digest = ({ brain: id, user, before, exchanges }: EffectOf<"Digest">, again: boolean) =>
  Effect.gen(function* () {
    const { agents, lead } = yield* Roster
    // Who has left the team may come back: the lead sums up for it.
    const brain = agents.find((one) => one.id === id) ?? lead
    const started = yield* Clock.currentTimeMillis
    const { text, model, usage } = yield* (yield* Model).digest({ brain, user, before, exchanges })
    const ms = (yield* Clock.currentTimeMillis) - started
    return { type: "DIGESTED", brain: id, text, model, usage, ms, ...repeated(again) } as const
  })
