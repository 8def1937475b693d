/**
 * How long an agent stays with its guild after its last turn: by what it was wanted for or by what is known of the guild
 * (`policies/`), and less when agents are scarce.
 */
import { Schema } from "effect"

/** What an agent is wanted for. */
export const Purpose = Schema.Literals(["music", "moderation", "ai_companion", "utility", "other"])
export type Purpose = typeof Purpose.Type

const minute = 60_000

/** What is usual, in ms. */
export const usual: Readonly<Record<Purpose, number>> = {
  music: 30 * minute,
  moderation: 10 * minute,
  ai_companion: 60 * minute,
  utility: 5 * minute,
  other: 15 * minute,
}

/** What of its time an agent is left by how much of the pool is in use, 0 to 1. */
const left = (pressure: number): number => (pressure < 0.7 ? 1 : pressure < 0.9 ? 0.5 : 0.25)

export interface KeepAlive {
  readonly purpose: Purpose
  /** How much of the pool is in use: 0 to 1. */
  readonly pressure: number
  /** How long the policy has it stay, in ms; left out: as is usual. */
  readonly learned?: number
}

/** In ms. */
export const idleFor = ({ purpose, pressure, learned = usual[purpose] }: KeepAlive): number =>
  learned * left(pressure)
