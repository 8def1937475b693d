/**
 * A made-up guild: how often it asks, when, what for, and its habits. Written down before any policy was tried on it, and not
 * changed for one.
 *
 * What is known of such use, and taken over: a few ask most (heavy tails: Shahrad et al., "Serverless in the Wild", ATC 2020, 3.3);
 * who has just asked asks again soon (bursts with heavy-tailed pauses: Barabási, "The origin of bursts and heavy tails in human
 * dynamics", Nature 2005); day and week cycles by time zone; appointments; flash crowds.
 */
import { day, dice, hour, mixed, type Die } from "./week.ts"

/** What is wanted at once of a million guilds, by the scenarios of the description. */
export interface Scenario {
  readonly name: string
  /** The share of guilds that ask on an average day. */
  readonly active: number
  /** Agents that a session takes, on average. */
  readonly agents: number
}

export const scenarios: ReadonlyArray<Scenario> = [
  { name: "5 % active, 1 agent", active: 0.05, agents: 1 },
  { name: "10 % active, 1.5 agents", active: 0.1, agents: 1.5 },
  { name: "20 % active, 2 agents", active: 0.2, agents: 2 },
]

export const purposes = ["music", "moderation", "ai_companion", "utility", "other"] as const

/** How many guilds are for what, and how long a session of it keeps its agent: the median in s, and its spread. */
const uses = [
  { share: 0.2, median: 45 * 60, sigma: 0.8 },
  { share: 0.2, median: 6 * 60, sigma: 0.8 },
  { share: 0.35, median: 20 * 60, sigma: 0.9 },
  { share: 0.15, median: 3 * 60, sigma: 0.8 },
  { share: 0.1, median: 10 * 60, sigma: 1 },
] as const

export const useOf = (purpose: number): (typeof uses)[number] => uses[purpose]!

/** Something that is done at the same time each week, or each day. */
export interface Habit {
  /** In s since the beginning of the week (of the day, when it is daily), UTC. */
  readonly moment: number
  readonly daily: boolean
  /** How often it is kept. */
  readonly kept: number
  /** How much too early or late, in s. */
  readonly spread: number
}

export interface Guild {
  /** Sessions a week that nobody had to remember, before the scenario's scale. */
  readonly rate: number
  readonly kind: number
  readonly zone: number
  readonly purpose: number
  /** How often a session is followed by another one soon. */
  readonly again: number
  /** The median of that pause, in s. */
  readonly pause: number
  readonly habits: ReadonlyArray<Habit>
  readonly die: Die
}

const [tail, most] = [1.4, 120]

const pick = (shares: ReadonlyArray<number>, die: Die): number => {
  let left = die()
  for (const [n, share] of shares.entries()) if ((left -= share) < 0) return n
  return shares.length - 1
}

const useShares = uses.map(({ share }) => share)

const habitOf = (die: Die, zone: number): Habit => {
  const daily = die() < 0.3
  const local = (8 + 15 * die()) * hour
  const at = daily ? local : Math.floor(7 * die()) * day + local
  const whole = daily ? day : 7 * day
  return {
    moment: (at - zone * hour + whole) % whole,
    daily,
    kept: 0.5 + 0.47 * die(),
    spread: (2 + 28 * die()) * 60,
  }
}

/** The guild of this number. */
export const guildOf = (n: number, seed: number, { active }: Scenario): Guild => {
  const die = dice(mixed(seed, n))
  const rate = Math.min(most, (1 - die()) ** (-1 / tail))
  const kind = pick([0.65, 0.2, 0.15], die)
  const continent = pick([0.45, 0.35, 0.2], die)
  const zone = [-8, 0, 5][continent]! + Math.floor(4 * die())
  const purpose = pick(useShares, die)
  const again = 0.1 + 0.5 * die()
  const pause = (4 + 16 * die()) * 60
  const habits =
    die() < active / 2 ? Array.from({ length: 1 + Math.floor(2 * die()) }, () => habitOf(die, zone)) : []
  return { rate, kind, zone, purpose, again, pause, habits, die }
}

/** How often it asks on an average day, by habit: the chance that it does at all. */
const chance = ({ rate, habits }: Guild, scale: number): number =>
  1 -
  habits.reduce(
    (none, { daily, kept }) => none * (1 - (daily ? kept : kept / 7)),
    Math.exp((-scale * rate) / 7),
  )

const sample = 50_000

/** By what the rates are to be multiplied so that the scenario's share of guilds asks on an average day. */
export const scaleOf = (scenario: Scenario, seed: number): number => {
  const guilds = Array.from({ length: sample }, (_, n) => guildOf(n, seed, scenario))
  let [low, high] = [0, 10]
  for (let step = 0; step < 30; step++) {
    const scale = (low + high) / 2
    const share = guilds.reduce((sum, guild) => sum + chance(guild, scale), 0) / sample
    if (share < scenario.active) low = scale
    else high = scale
  }
  return (low + high) / 2
}
