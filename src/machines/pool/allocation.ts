/**
 * Which agent gets a turn: what the pool keeps of each agent, what makes one better than another, and when one that is idle may be
 * called back. `agents-index.ts` finds the best without looking at all of them.
 */
import { Schema } from "effect"
import { Tier } from "../agent/brain.ts"
import { Purpose } from "./keep-alive.ts"
import type { Turn } from "../values.ts"

/** What a turn needs of its agent, and how urgent it is. */
export const Need = Schema.Struct({
  purpose: Purpose,
  /** Tools that the agent must have. */
  tools: Schema.Array(Schema.String),
  /** The higher the sooner; 0: only if nobody else waits. */
  priority: Schema.Int,
})
export type Need = typeof Need.Type

export const usualNeed: Need = { purpose: "other", tools: [], priority: 1 }

/** What an agent is by nature. One without `tools` has them all; one without `guilds` is a persona of the main bot, and serves any. */
export const Profile = Schema.Struct({
  tier: Schema.optionalKey(Tier),
  tools: Schema.optionalKey(Schema.Array(Schema.String)),
  /** Of an agent with a bot token of its own: the guilds that its bot is a member of. */
  guilds: Schema.optionalKey(Schema.Array(Schema.String)),
})
export type Profile = typeof Profile.Type

const minute = 60_000
const day = 24 * 60 * minute

/** Agents that a guild remembers, the newest first. */
export const remembered = 5
/** Guilds that an agent is remembered to have served: nothing depends on more than the tenth. */
const servedBound = 10
/** Failures in a row after which an agent is quarantined. */
export const strikesAllowed = 3
/** Turns that may wait for an agent; beyond it the pool refuses. */
export const queueBound = 10_000
/** Discord lets 50 integrations into a guild, of which the main bot is one. https://support.discord.com/hc/en-us/articles/360045093012 */
export const mostInGuild = 49

/** The turn an agent has, and who waits for it. */
export type Held = Pick<Turn, "id" | "conversation">

/** What the pool knows of one agent. `resting`: broken, and not to be used until its backoff is over; `lent`: another shard's (`lending.ts`). */
export interface Slot extends Profile {
  readonly state: "free" | "busy" | "idle" | "leaving" | "resting" | "lent"
  /** The guild it is with (the channel, for a DM); null when free. */
  readonly home: string | null
  readonly turn: Held | null
  /** Homes it served lately and when it last did, newest first. */
  readonly served: ReadonlyArray<readonly [home: string, at: number]>
  /** When its last turn began or ended, in ms since 1970. */
  readonly lastUsed: number
  /** Failures since its last success. */
  readonly strikes: number
  /** How long it stays with its guild when it is idle and agents are not scarce, in ms. */
  readonly stays: number
  /** From which guild it was called back last, and after how long. */
  readonly recalled?: string
  /** What it was wanted for last. */
  readonly purpose?: Purpose
  /** It came before the guild asked, at this time, in ms since 1970: see `visits.ts`. */
  readonly held?: number
  /** Since when it has not answered whether it is there, in ms since 1970. */
  readonly pinged?: number
  /** The shard that it belongs to, when it is borrowed. */
  readonly lender?: { readonly shard: string; readonly loan: string }
  /** The shard that has borrowed it, and whether that has said so. */
  readonly lent?: { readonly to: string; readonly loan: string; readonly taken: boolean }
  /** It ends what it does, gets nothing more, and goes: see `fleet.ts`. */
  readonly draining?: true
}

/** How a turn found its agent: one with its guild, one held for it, one that served it lately, or the best free one. */
export type How = "here" | "held" | "lately" | "best"

export const fresh: Slot = {
  state: "free",
  home: null,
  turn: null,
  served: [],
  lastUsed: 0,
  strikes: 0,
  stays: 0,
}

export const homeOf = (turn: Turn): string => turn.message.guild ?? turn.message.channel

export const meets = ({ tools, guilds }: Slot, need: Need, home: string): boolean =>
  (guilds === undefined || guilds.includes(home)) &&
  (tools === undefined || need.tools.every((tool) => tools.includes(tool)))

/** 0: healthy, 1: degraded, 2: neither. */
export const healthClass = ({ strikes }: Slot): number =>
  strikes === 0 ? 0 : strikes < strikesAllowed ? 1 : 2
const healthPoints = [40, 20, 0]

const tiers: Readonly<Record<typeof Tier.Type, number>> = { premium: 0, standard: 1, lite: 2 }
export const tierClass = ({ tier = "standard" }: Slot): number => tiers[tier]
const tierPoints = [30, 20, 10]

/** Guilds served in 24 h: 0: under 5, 1: under 10, 2: more. */
export const loadClass = ({ served }: Slot, at: number): number =>
  isWithinDay(served[4], at) ? (isWithinDay(served[9], at) ? 2 : 1) : 0
const loadPoints = [10, 5, 0]

const isWithinDay = (service: Slot["served"][number] | undefined, at: number): boolean =>
  service !== undefined && service[1] > at - day

/** When its load will have fallen by a class, if it is not used; null: it cannot fall. */
export const loadFalls = ({ served }: Slot, at: number): number | null => {
  const service = isWithinDay(served[9], at) ? served[9] : served[4]
  return isWithinDay(service, at) ? service![1] + day : null
}

/** Points for what changes with use alone. */
export const standing = (health: number, tier: number, load: number): number =>
  100 + healthPoints[health]! + tierPoints[tier]! + loadPoints[load]!

/** Points for time since its last use. */
export const rest = (lastUsed: number, at: number): number => {
  const unused = at - lastUsed
  return unused > 60 * minute ? 20 : unused > 30 * minute ? 15 : unused > 10 * minute ? 10 : 5
}
export const mostRest = 20

export const score = (slot: Slot, at: number): number =>
  standing(healthClass(slot), tierClass(slot), loadClass(slot, at)) + rest(slot.lastUsed, at)

/** What of its time an idle agent may stay, by how much of the pool is in use: none when all of it is, and somebody waits. */
export const patience = (used: number, all: number): number => {
  const share = used / Math.max(1, all)
  return share < 0.7 ? 1 : share < 0.9 ? 0.5 : share < 1 ? 0.25 : 0
}

export const assigned = (
  { recalled: _, held: __, pinged: ___, ...slot }: Slot,
  turn: Turn,
  stay: number,
  at: number,
): Slot => {
  const home = homeOf(turn)
  const others = slot.served.filter(([other]) => other !== home)
  const { id, conversation } = turn
  return {
    ...slot,
    state: "busy",
    home,
    turn: { id, conversation },
    served: [[home, at] as const, ...others].slice(0, servedBound),
    lastUsed: at,
    stays: stay,
  }
}
