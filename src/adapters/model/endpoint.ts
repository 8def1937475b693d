/** A provider as the calls see it: how to reach its models, and how to talk about it. One file each implements this. */
import type { LanguageModel } from "ai"
import { Duration, type Redacted } from "effect"
import type { Brain } from "../../machines/agent/brain.ts"

export type Tier = Brain["tier"]

/** The model's name for each tier. */
export type Models = Readonly<Record<Tier, string>>

export interface Endpoint {
  /** For people, without credentials: `api.openai.com`. */
  readonly host: string
  readonly models: Models
  readonly model: (name: string) => LanguageModel
  /** Has the connection made, and these models loaded where they are on this machine. Costs no tokens. */
  readonly warm: (models: ReadonlyArray<string>, signal: AbortSignal) => Promise<void>
  /** Spends tokens on thinking before it answers, so that an answer needs more room than it fills. */
  readonly thinks: (name: string) => boolean
  readonly key: Redacted.Redacted | null
  /** The settings to name when something is wrong. */
  readonly keyName: string
  readonly modelName: string
}

/** How long and how often an answer is asked for. */
export interface Patience {
  /** For one call. An answer that takes longer is not asked for again: a person has waited already. */
  readonly timeout: Duration.Duration
  /** Calls after the first that failed in a way that passes. */
  readonly retries: number
  /** The first pause; each next one is twice as long, give or take a fifth. */
  readonly backoff: Duration.Duration
  /** The longest pause. A provider that asks for more is not asked again. */
  readonly longest: Duration.Duration
}

export const patience: Patience = {
  timeout: Duration.seconds(60),
  retries: 3,
  backoff: Duration.millis(500),
  longest: Duration.seconds(20),
}
