/**
 * How long an agent stays with its guild after its last turn: by what it was wanted for, less when agents are scarce, more when
 * the guild is known to come back.
 */
import { Schema } from "effect"

/** What an agent is wanted for. */
export const Purpose = Schema.Literals(["music", "moderation", "ai_companion", "utility", "other"])
export type Purpose = typeof Purpose.Type

const minute = 60_000

/** What is usual, in ms. */
const usual: Readonly<Record<Purpose, number>> = {
  music: 30 * minute,
  moderation: 10 * minute,
  ai_companion: 60 * minute,
  utility: 5 * minute,
  other: 15 * minute,
}

/** What has been learned of a guild at this time. */
export interface Pattern {
  /** Within so many ms after its last turn it mostly asks again. */
  readonly backWithin: number
  /** How sure that is: 0 to 1. */
  readonly confidence: number
}

/** Below it a pattern counts for nothing. */
export const sureEnough = 0.7
/** A pattern keeps an agent for so long at most, and in whole steps: few different times keep the pool's index small. In ms. */
const [longest, step] = [120 * minute, 15 * minute]

/** What of its time an agent is left by how much of the pool is in use, 0 to 1. */
const left = (pressure: number): number => (pressure < 0.7 ? 1 : pressure < 0.9 ? 0.5 : 0.25)

export interface KeepAlive {
  readonly purpose: Purpose
  /** How much of the pool is in use: 0 to 1. */
  readonly pressure: number
  /** Left out: nothing is known. */
  readonly pattern?: Pattern | undefined
}

/** In ms. */
export const idleFor = ({ purpose, pressure, pattern }: KeepAlive): number => {
  const learned =
    pattern === undefined || pattern.confidence < sureEnough
      ? 0
      : Math.min(longest, Math.ceil(pattern.backWithin / step) * step)
  return Math.max(usual[purpose], learned) * left(pressure)
}
