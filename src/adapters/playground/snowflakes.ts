/**
 * Ids as Discord makes them: milliseconds since 2015 in the upper 42 bits, so that ids sort by time.
 * https://discord.com/developers/docs/reference#snowflakes
 */
const DISCORD_EPOCH = 1_420_070_400_000n

/** The smallest id of a moment (milliseconds since 1970). */
export const snowflakeAt = (at: number): bigint => (BigInt(Math.floor(at)) - DISCORD_EPOCH) << 22n

/** The moment in an id, in milliseconds since 1970. */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + DISCORD_EPOCH)

/** Discord's sharding formula: which of `count` shards gets the events of a guild. */
export const shardOf = (guildId: string, count: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(count))

/** Makes ids that are new, and grow even while the clock stands still. */
export class Snowflakes {
  readonly #now: () => number
  #last: bigint

  /** `last`: the newest id already in use, so that a restarted world does not give it again. */
  constructor(now: () => number, last = 0n) {
    this.#now = now
    this.#last = last
  }

  next(): string {
    const fresh = snowflakeAt(this.#now())
    this.#last = fresh > this.#last ? fresh : this.#last + 1n
    return this.#last.toString()
  }
}
