import { randomBytes } from "node:crypto"
import { shardOf } from "../snowflakes.ts"

/** What a session writes to: one WebSocket at a time. */
export interface Wire {
  send(frame: string): void
}

export interface SessionOptions {
  readonly intents: number
  /** `[shard, number of shards]` */
  readonly shard: readonly [number, number]
  /** How many of the newest dispatches are kept for a RESUME. */
  readonly bufferSize: number
}

/**
 * One IDENTIFY's worth of events: numbered, sent while a connection is attached, and kept for the next one to
 * resume. https://discord.com/developers/docs/events/gateway#resuming
 */
export class Session {
  readonly id = randomBytes(16).toString("hex")
  readonly intents: number
  readonly shard: readonly [number, number]
  /** When the last connection went, in milliseconds since 1970; undefined while one is attached. */
  detachedAt: number | undefined
  readonly #bufferSize: number
  #buffer: Array<{ readonly seq: number; readonly frame: string }> = []
  #seq = 0
  #wire: Wire | undefined

  constructor(options: SessionOptions) {
    this.intents = options.intents
    this.shard = options.shard
    this.#bufferSize = options.bufferSize
  }

  get wire(): Wire | undefined {
    return this.#wire
  }

  /** Whether a guild's events come to this shard. Direct conversations (undefined) come to shard 0. */
  holds(guildId: string | undefined): boolean {
    const [shard, count] = this.shard
    return shard === (guildId === undefined ? 0 : shardOf(guildId, count))
  }

  attach(wire: Wire): void {
    this.#wire = wire
    this.detachedAt = undefined
  }

  detach(at: number): void {
    this.#wire = undefined
    this.detachedAt = at
  }

  dispatch(t: string, d: unknown): void {
    const seq = ++this.#seq
    const frame = JSON.stringify({ op: 0, t, s: seq, d })
    this.#buffer.push({ seq, frame })
    // Trimmed in halves, so that a dispatch costs the same on average however large the buffer is.
    if (this.#buffer.length > 2 * this.#bufferSize) this.#buffer = this.#buffer.slice(-this.#bufferSize)
    this.#wire?.send(frame)
  }

  /** Whether everything after `seq` is still here. */
  canResumeFrom(seq: number): boolean {
    const oldest = Math.max(this.#buffer[0]?.seq ?? 1, this.#seq - this.#bufferSize + 1)
    return seq <= this.#seq && seq >= oldest - 1
  }

  /** Sends everything after `seq` again, then goes on. */
  resume(wire: Wire, seq: number): void {
    this.attach(wire)
    for (const entry of this.#buffer) if (entry.seq > seq) wire.send(entry.frame)
    this.dispatch("RESUMED", { _trace: [] })
  }
}
