/** What the guilds of a pool shard ask for, second by second: sessions, each of which takes one agent or several for a while. */
import { guildOf, scaleOf, useOf, type Guild, type Scenario } from "./guilds.ts"
import { day, dice, hour, logNormal, mixed, momentOf, normal, poisson, week, type Die } from "./week.ts"

/** One row for each agent that is asked for, in the order of time. */
export interface Arrivals {
  readonly count: number
  /** In s since the first week began. */
  readonly at: Uint32Array
  readonly guild: Uint32Array
  /** How long it is used, in s. */
  readonly holds: Uint32Array
  readonly purpose: Uint8Array
}

export interface Asked {
  readonly guilds: number
  /** This one of so many shards: guilds are spread over them in turn. */
  readonly shard: number
  readonly shards: number
  readonly seed: number
  readonly scenario: Scenario
  readonly weeks: number
}

/** Something that has many guilds ask at once: when, in s, which share of them, and within how long, in s. */
interface Crowd {
  readonly at: number
  readonly share: number
  readonly within: number
}

const crowdsAWeek = 4

const crowdsOf = ({ seed, weeks }: Asked): ReadonlyArray<Crowd> => {
  const die = dice(mixed(seed, 0xc0ffee))
  return Array.from({ length: crowdsAWeek * weeks }, (_, n) => ({
    at: Math.floor(n / crowdsAWeek) * week + die() * (week - hour),
    share: 0.001 + 0.009 * die() ** 2,
    within: (5 + 25 * die()) * 60,
  }))
}

const growing = (first: number) => {
  let [size, count] = [first, 0]
  let [at, guild, holds] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)]
  let purpose = new Uint8Array(size)
  const larger = <A extends Uint32Array | Uint8Array>(old: A, next: A): A => {
    next.set(old)
    return next
  }
  const add = (when: number, who: number, howLong: number, what: number): void => {
    if (count === size) {
      size *= 2
      at = larger(at, new Uint32Array(size))
      guild = larger(guild, new Uint32Array(size))
      holds = larger(holds, new Uint32Array(size))
      purpose = larger(purpose, new Uint8Array(size))
    }
    at[count] = when
    guild[count] = who
    holds[count] = howLong
    purpose[count++] = what
  }
  return { add, rows: (): Arrivals => ({ count, at, guild, holds, purpose }) }
}

/** By time: counted by the second, so that it takes no comparisons. */
const sorted = ({ count, at, guild, holds, purpose }: Arrivals, end: number): Arrivals => {
  const places = new Uint32Array(end + 1)
  for (let n = 0; n < count; n++) places[at[n]! + 1]!++
  for (let n = 0; n < end; n++) places[n + 1]! += places[n]!
  const by: Arrivals = {
    count,
    at: new Uint32Array(count),
    guild: new Uint32Array(count),
    holds: new Uint32Array(count),
    purpose: new Uint8Array(count),
  }
  for (let n = 0; n < count; n++) {
    const place = places[at[n]!]!++
    by.at[place] = at[n]!
    by.guild[place] = guild[n]!
    by.holds[place] = holds[n]!
    by.purpose[place] = purpose[n]!
  }
  return by
}

/** Each further agent half as likely as the one before, or as the average says. */
const agentsOf = (die: Die, mean: number): number => {
  const more = 1 - 1 / mean
  let count = 1
  while (count < 8 && die() < more) count++
  return count
}

export const arrivals = (asked: Asked): Arrivals => {
  const { guilds, shard, shards, seed, scenario, weeks } = asked
  const end = weeks * week
  const scale = scaleOf(scenario, seed)
  const crowds = crowdsOf(asked)
  const { add, rows } = growing(Math.ceil((guilds / shards) * scenario.active * weeks * 12))

  /** A session, and those that follow it soon. */
  const meet = (n: number, { die, purpose, again, pause }: Guild, first: number): void => {
    for (let at = first; at < end && at >= 0;) {
      const { median, sigma } = useOf(purpose)
      const holds = Math.max(15, logNormal(die, median, sigma))
      const count = agentsOf(die, scenario.agents)
      for (let agent = 0; agent < count; agent++) {
        const when = agent === 0 ? at : at + 60 * die()
        if (when < end) add(when, n, agent === 0 ? holds : holds * die(), purpose)
      }
      if (die() >= again) return
      at += holds + logNormal(die, pause, 1.3)
    }
  }

  for (let n = shard; n < guilds; n += shards) {
    const guild = guildOf(n, seed, scenario)
    const { die, rate, kind, zone, habits } = guild
    for (let at = 0; at < weeks; at++) {
      for (let session = poisson(die, scale * rate); session > 0; session--)
        meet(n, guild, at * week + momentOf(die, kind, zone))
    }
    for (const { moment, daily, kept, spread } of habits) {
      for (let at = moment; at < end; at += daily ? day : week)
        if (die() < kept) meet(n, guild, at + spread * normal(die))
    }
    for (const { at, share, within } of crowds) {
      if (die() < share) meet(n, guild, at - within * Math.log(1 - die()))
    }
  }
  return sorted(rows(), end)
}
