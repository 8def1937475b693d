/**
 * How long an agent stays with a guild that asks no more, and when one is to be there before the guild asks: a policy decides it
 * from what it has learned. What it learns of a guild is one short line of text, since there are a million guilds; what it learns
 * of all of them is a list of numbers. Both are the pool's to keep.
 */
import { Schema } from "effect"
import type { Purpose } from "../keep-alive.ts"

/** Policies by name; see the file of each. */
export const PolicyName = Schema.Literals(["fixed", "hourly", "histogram", "odds"])
export type PolicyName = typeof PolicyName.Type

/** What is known of a guild and of all guilds. `habit`: "" for one that is new. */
export interface Known {
  readonly habit: string
  readonly lore: ReadonlyArray<number>
}

/** From when to when an agent is to be with a guild, in ms since 1970. */
export interface Visit {
  readonly from: number
  readonly until: number
}

export interface Asking {
  /** In ms since 1970. */
  readonly at: number
  readonly purpose: Purpose
  /** How long an agent stays when nothing is known, in ms. */
  readonly usual: number
  /** How long it had no turn under way, in ms; null: it has one, or it never had. */
  readonly idle: number | null
  /** How long an agent has been there that came before it was asked for, in ms. */
  readonly held: number
}

/** A guild has no turn under way: since this moment; or an agent was there for nobody until this moment. */
export interface Alone {
  readonly at: number
  readonly missed: boolean
}

export interface Policy {
  readonly name: PolicyName
  /** What is known of all guilds at first. */
  readonly lore: ReadonlyArray<number>
  /** A guild asks for an agent. */
  readonly asked: (known: Known, asking: Asking) => Known
  /** How long an agent is to stay that a guild has asked for, in ms. Few different times keep the pool's index small. */
  readonly stay: (habit: string, usual: number) => number
  /** When an agent is to be with the guild next although nobody has asked, after it was left alone; null: not that is known of. */
  readonly next: (known: Known, alone: Alone) => Visit | null
  /** An agent was there for nobody, for so long. */
  readonly missed: (known: Known, ms: number) => Known
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
export const week = 7 * day

/** A whole number from 0 to 35 as one character, and back. */
export const digit = (n: number): string => Math.min(35, n).toString(36)
export const value = (character: string): number => Number.parseInt(character, 36)

/** How sure it must be that a guild asks, for an agent to be there before. */
export const sureEnough = 0.7
