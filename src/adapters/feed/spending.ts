/** What models took in a feed: read from what agents, conversations and constellations commit. */
import { Effect, Schema, type Scope } from "effect"
import { decodeEntry } from "../../actors/journal.ts"
import type { Price } from "../../actors/performing/model-terms.ts"
import { Observer } from "../../actors/watching/observer.ts"
import { kindOf } from "../../machines/address.ts"
import { Usage } from "../../machines/values.ts"

/** Tokens that a model took, and how often it was asked. */
export interface Taken {
  readonly model: string
  readonly asked: number
  readonly input: number
  readonly output: number
}

/** Of all models. */
export interface Spending extends Omit<Taken, "model"> {
  /** Null: a model was asked that nobody knows the price of. */
  readonly cost: number | null
}

/** Events with which an actor hears what a model said. */
const Heard = Schema.Struct({
  type: Schema.Literals(["THOUGHT", "WANTS", "ROUTED", "DIGESTED"]),
  model: Schema.String,
  usage: Usage,
})
const decode = Schema.decodeUnknownOption(Heard)

const asks = new Set(["agent", "conversation", "constellation"])

/** Counts from now on; the result tells what was taken so far. */
export const countTokens: Effect.Effect<() => ReadonlyArray<Taken>, never, Observer | Scope.Scope> =
  Effect.gen(function* () {
    const { watch } = yield* Observer
    const byModel = new Map<string, Taken>()
    const blind = watch(({ address, entries }) => {
      if (!asks.has(kindOf(address))) return
      for (const { body } of entries) {
        if (!body.includes('"usage":')) continue
        const heard = decode(decodeEntry(body).event)
        if (heard._tag === "None") continue
        const { model, usage } = heard.value
        const before = byModel.get(model) ?? { model, asked: 0, input: 0, output: 0 }
        byModel.set(model, {
          model,
          asked: before.asked + 1,
          input: before.input + usage.input,
          output: before.output + usage.output,
        })
      }
    })
    yield* Effect.addFinalizer(() => Effect.sync(blind))
    return () => [...byModel.values()]
  })

/** What a million tokens cost. */
export interface Prices {
  readonly byModel: ReadonlyArray<Price>
  /** Of all other models; null: nobody knows. */
  readonly others: Omit<Price, "model"> | null
}

export const spendingOf = (taken: ReadonlyArray<Taken>, { byModel, others }: Prices): Spending => {
  const sum = (of: "asked" | "input" | "output") => taken.reduce((total, it) => total + it[of], 0)
  const costs = taken.map(({ model, input, output }) => {
    const price = byModel.find((its) => its.model === model) ?? others
    return price === null ? null : (input * price.input + output * price.output) / 1_000_000
  })
  const cost = costs.includes(null) ? null : costs.reduce<number>((total, it) => total + (it ?? 0), 0)
  return {
    asked: sum("asked"),
    input: sum("input"),
    output: sum("output"),
    cost: cost === null ? null : Number(cost.toFixed(6)),
  }
}
