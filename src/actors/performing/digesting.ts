/** The older part of a session, summed up for the agent whose session it is; where that costs something, budgets are asked first. */
import { Clock, Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { EffectOf } from "../../machines/effects.ts"
import { priceOf } from "./budgets.ts"
import { Model } from "./model.ts"
import { repeated } from "./outcome.ts"
import { Roster } from "./roster.ts"

/** `key` is the effect's in the outbox of `by`. */
export const digest = (
  by: Address,
  key: string,
  { brain: id, user, before, exchanges, paid }: EffectOf<"Digest">,
  again: boolean,
) =>
  Effect.gen(function* () {
    const { agents, lead } = yield* Roster
    const model = yield* Model
    // Who has left the team may come back: the lead sums up for it.
    const brain = agents.find((one) => one.id === id) ?? lead
    if (paid === undefined && !model.offline) {
      const texts = [before ?? "", ...exchanges.flatMap(({ asked, answered }) => [asked, answered])]
      const price = yield* priceOf({ turn: `${by}#${key}`, guild: null, user, brain, texts })
      if (price !== null) return price
    }
    const started = yield* Clock.currentTimeMillis
    const material = { brain, user, before, exchanges, ...(paid === false && { byRule: true }) }
    const { text, model: name, usage } = yield* model.digest(material)
    const ms = (yield* Clock.currentTimeMillis) - started
    return { type: "DIGESTED", brain: id, text, model: name, usage, ms, ...repeated(again) } as const
  })
