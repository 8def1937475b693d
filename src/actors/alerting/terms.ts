/** Who is told when agents are scarce, and how often, as the operator has it. */
import { Context, Duration, type Redacted } from "effect"

export interface AlertTerms {
  /** Between two alerts, in ms. */
  readonly cooldown: number
  /** How long few agents must have been used before fewer are hinted at, in ms. */
  readonly quiet: number
  /** Where it is posted; null: nowhere. It is a secret: who has it can write there. */
  readonly webhook: Redacted.Redacted | null
  /** Discord ids of those who operate this Orrery: they hear of it in a direct message, and they alone change the pool. */
  readonly operators: ReadonlyArray<string>
}

export const usualTerms: AlertTerms = {
  cooldown: Duration.toMillis("1 hour"),
  quiet: Duration.toMillis("1 day"),
  webhook: null,
  operators: [],
}

export class Alerting extends Context.Reference<() => AlertTerms>("orrery/actors/Alerting", {
  defaultValue: () => () => usualTerms,
}) {}
