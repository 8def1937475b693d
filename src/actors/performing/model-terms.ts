/** What the operator says of the models that are asked, as it is now. */
import { Context } from "effect"

/** What a million tokens of a model cost, in the operator's currency. */
export interface Price {
  readonly model: string
  readonly input: number
  readonly output: number
}

export interface Terms {
  /** Calls of one model that may be under way at once, in this process. */
  readonly atOnce: number
  readonly prices: ReadonlyArray<Price>
}

export const ModelTerms = Context.Reference<() => Terms>("orrery/actors/ModelTerms", {
  defaultValue: () => () => ({ atOnce: 20, prices: [] }),
})
