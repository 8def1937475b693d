import type { DatabaseSync, StatementSync } from "node:sqlite"
import { snowflakeAt } from "../snowflakes.ts"
import type { MessageRecord } from "./records.ts"

/** For how long a nonce is remembered: "a few minutes", says Discord. Milliseconds. */
const NONCE_WINDOW = 300_000

/** A page of history: at most one of the three ids. */
export interface HistoryRange {
  readonly limit: number
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly around?: string | undefined
}

/** Messages live in the store only: a recorded year of a channel need not fit into memory. */
export class Messages {
  readonly #statements: Record<
    "insert" | "update" | "remove" | "get" | "before" | "after" | "nonce" | "last" | "count" | "newest",
    StatementSync
  >

  constructor(store: DatabaseSync) {
    this.#statements = {
      insert: store.prepare("INSERT INTO message (id, channel, nonce, body) VALUES (?, ?, ?, ?)"),
      update: store.prepare("UPDATE message SET body = ? WHERE id = ?"),
      remove: store.prepare("DELETE FROM message WHERE id = ?"),
      get: store.prepare("SELECT body FROM message WHERE id = ?"),
      before: store.prepare("SELECT body FROM message WHERE channel = ? AND id < ? ORDER BY id DESC LIMIT ?"),
      after: store.prepare("SELECT body FROM message WHERE channel = ? AND id > ? ORDER BY id LIMIT ?"),
      nonce: store.prepare("SELECT body FROM message WHERE nonce = ? AND id > ? ORDER BY id DESC LIMIT 1"),
      last: store.prepare("SELECT CAST(max(id) AS TEXT) AS id FROM message WHERE channel = ?"),
      count: store.prepare("SELECT count(*) AS count FROM message WHERE channel = ?"),
      newest: store.prepare("SELECT CAST(max(id) AS TEXT) AS id FROM message WHERE id < ?"),
    }
  }

  /** Any text may be asked for: what is no id is no message's. */
  get(id: string): MessageRecord | undefined {
    return isId(id) ? parse(this.#statements.get.get(BigInt(id))) : undefined
  }

  /** `nonce` is remembered only when a later message with it must be recognised. */
  insert(message: MessageRecord, nonce?: string): MessageRecord {
    const key = nonce === undefined ? null : nonceKey(message.channel_id, message.author.id, nonce)
    this.#statements.insert.run(BigInt(message.id), BigInt(message.channel_id), key, JSON.stringify(message))
    return message
  }

  update(message: MessageRecord): MessageRecord {
    this.#statements.update.run(JSON.stringify(message), BigInt(message.id))
    return message
  }

  remove(id: string): void {
    this.#statements.remove.run(BigInt(id))
  }

  /** Newest first. */
  history(channelId: string, range: HistoryRange): ReadonlyArray<MessageRecord> {
    if (range.around !== undefined) {
      const half = Math.floor(range.limit / 2)
      const older = this.#page("before", channelId, placeOf(range.around) + 1n, half + 1)
      const newer = this.#page("after", channelId, placeOf(range.around), range.limit - older.length)
      return [...newer.toReversed(), ...older]
    }
    if (range.after !== undefined) {
      return this.#page("after", channelId, placeOf(range.after), range.limit).toReversed()
    }
    return this.#page("before", channelId, placeOf(range.before ?? String(last)), range.limit)
  }

  /** The message that the same author sent with the same nonce a moment ago. */
  withNonce(channelId: string, authorId: string, nonce: string, now: number): MessageRecord | undefined {
    return parse(
      this.#statements.nonce.get(nonceKey(channelId, authorId, nonce), snowflakeAt(now - NONCE_WINDOW)),
    )
  }

  lastIn(channelId: string): string | null {
    return idOf(this.#statements.last.get(BigInt(channelId)))
  }

  countIn(channelId: string): number {
    return Number(this.#statements.count.get(BigInt(channelId))?.["count"] ?? 0)
  }

  newestBefore(limit: bigint): bigint {
    return BigInt(idOf(this.#statements.newest.get(limit)) ?? 0)
  }

  #page(side: "before" | "after", channelId: string, id: bigint, limit: number): Array<MessageRecord> {
    return this.#statements[side].all(BigInt(channelId), id, limit).map((row) => parse(row)!)
  }
}

/** The store's integers have 64 bits; one is left for what comes after the last. */
const last = 2n ** 63n - 2n

const isId = (id: string): boolean => /^\d{1,19}$/.test(id) && BigInt(id) <= last

/** Where an id stands, or would. */
const placeOf = (id: string): bigint => (BigInt(id) < last ? BigInt(id) : last)

const nonceKey = (channelId: string, authorId: string, nonce: string): string =>
  `${channelId} ${authorId} ${nonce}`

const parse = (row: Record<string, unknown> | undefined): MessageRecord | undefined =>
  row === undefined ? undefined : (JSON.parse(String(row["body"])) as MessageRecord)

const idOf = (row: Record<string, unknown> | undefined): string | null =>
  (row?.["id"] as string | null) ?? null
