/** What the folder of each contender has: `start.ts`, which brings its servers up, and `client.*`, which speaks to them. */
import type { AgentEvent } from "../../src/machines/events.ts"

/** Redis answers when what it wrote is on disk, as Restate and workerd do. */
export const redisSettings = {
  appendonly: "yes",
  appendfsync: "always",
  "maxmemory-policy": "noeviction",
} as const

/** A connection from the client process, as `connect` of each `client.*` opens it. */
export interface Connection {
  /** Resolves when the event is durable; rejects when it is not. `nth` is counted from 0 for each actor. */
  readonly tell: (actor: string, event: AgentEvent, nth: number) => Promise<unknown>
  /** What is kept of an actor: its life, and how many events it was told, at least. */
  readonly look: (actor: string) => Promise<{ readonly life: string; readonly told: number }>
}

/** `where` is what `start` answered. */
export type Connect = (where: string) => Promise<Connection>

/** What the client process is asked: a round, or whether every actor is where its events have led it. */
export type Question = { readonly lanes: number; readonly ms: number } | "check"
export type Answer = { readonly perSecond: number } | { readonly failed: string } | "yes"
