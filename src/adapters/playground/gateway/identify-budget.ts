/** How many sessions a bot may start: https://discord.com/developers/docs/events/gateway#session-start-limit-object */

const DAY = 86_400_000
/** Time in which each concurrency key may IDENTIFY once. Milliseconds. */
const WINDOW = 5_000

export interface IdentifyLimits {
  /** IDENTIFYs a day. */
  readonly perDay: number
  /** IDENTIFYs in five seconds. */
  readonly maxConcurrency: number
}

export class IdentifyBudget {
  readonly #limits: IdentifyLimits
  readonly #now: () => number
  readonly #lastByKey = new Map<number, number>()
  #day = { startedAt: 0, used: 0 }

  constructor(limits: IdentifyLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  /** Counts one; false when none are left, or the shard's turn has not come. */
  admit(shardId: number): boolean {
    const now = this.#now()
    const key = shardId % this.#limits.maxConcurrency
    const tooSoon = now - (this.#lastByKey.get(key) ?? -WINDOW) < WINDOW
    if (this.remaining === 0 || tooSoon) return false
    this.#day.used++
    this.#lastByKey.set(key, now)
    return true
  }

  get remaining(): number {
    const now = this.#now()
    if (now - this.#day.startedAt >= DAY) this.#day = { startedAt: now, used: 0 }
    return this.#limits.perDay - this.#day.used
  }

  /** As `GET /gateway/bot` tells it. */
  get sessionStartLimit() {
    const { perDay, maxConcurrency } = this.#limits
    const remaining = this.remaining
    return {
      total: perDay,
      remaining,
      reset_after: Math.max(0, this.#day.startedAt + DAY - this.#now()),
      max_concurrency: maxConcurrency,
    }
  }
}
