/** What the operator says of the models that are asked, as it is now. */
import { Context } from "effect"

/** What a million tokens of a model cost, in the operator's currency. */
export interface Price {
  readonly model: string
  readonly input: number
  readonly output: number
}

/** What a provider lets us ask of a model in a minute, all runners together; null: as much as we like. */
export interface Limit {
  readonly requests: number | null
  /** Of questions and answers together. */
  readonly tokens: number | null
}

/** What has to do with a message; or all that there is, as a plain bot does it. */
export const contextChoices = ["chosen", "plain"] as const
export type ContextChoice = (typeof contextChoices)[number]

/** Always; or only where no rule is sure enough. */
export const managerAsked = ["always", "unsure"] as const
export type ManagerAsked = (typeof managerAsked)[number]

export interface Terms {
  /** Calls of one model that may be under way at once, in this process. */
  readonly atOnce: number
  readonly prices: ReadonlyArray<Price>
  /** Whether the manager's model is asked of every message that is not for somebody anyway; left out: `always`. */
  readonly manager?: ManagerAsked
  /** What of session and channel is sent; left out: `chosen`. */
  readonly context?: ContextChoice
  /** Of each model that has none of its own; left out: none. */
  readonly limit?: Limit
  readonly limits?: ReadonlyArray<Limit & { readonly model: string }>
}

export const limitOf = (
  { limit, limits = [] }: Pick<Terms, "limit" | "limits">,
  model: string,
): Limit | null => limits.find((its) => its.model === model) ?? limit ?? null

export const ModelTerms = Context.Reference<() => Terms>("orrery/actors/ModelTerms", {
  defaultValue: () => () => ({ atOnce: 20, prices: [] }),
})
