/** How a pool shard is: read of its state, for people and tools. */
import { Effect, Schema } from "effect"
import { Tier } from "../machines/agent/brain.ts"
import { fresh, type Slot } from "../machines/pool/allocation.ts"
import { Purpose } from "../machines/pool/keep-alive.ts"
import type { Ticket } from "../machines/pool/tickets.ts"
import { Table } from "../machines/table.ts"
import type { Peeked } from "./mail.ts"
import { healthOf, PoolFigures, type Figures, type Health } from "./watching/pool-figures.ts"

/** An agent of the pool. Times in ms since 1970. */
export interface Member {
  readonly agent: string
  /** `gone`: it was taken out, and has left. */
  readonly state: Slot["state"] | "gone"
  /** It ends what it does, and goes. */
  readonly draining: boolean
  /** The server it is with; the channel, for a direct message. */
  readonly guild: string | null
  readonly purpose: string | null
  readonly tier: typeof Tier.Type
  readonly health: Health
  /** Since when it is as it is: when its last turn began or ended, or it was taken out; null: it never had one. */
  readonly since: number | null
  /** Servers that it is remembered to have served, ten at most. */
  readonly served: number
}

export interface Shard {
  readonly shard: string
  readonly figures: Figures
  readonly members: ReadonlyArray<Member>
  /** Turns that had to wait since the shard began, how long all of them together, in ms, and those that were given up. */
  readonly ever: { readonly waited: number; readonly waitedMs: number; readonly timedOut: number }
  /** Turns that wait, the longest first: since when, in ms since 1970, and for which server. */
  readonly queue: ReadonlyArray<{ readonly since: number; readonly guild: string; readonly purpose: string }>
}

/** What is read of a shard. */
const Kept = Schema.Struct({
  slots: Schema.Record(
    Schema.String,
    Schema.Struct({
      state: Schema.Literals(["free", "busy", "idle", "leaving", "resting", "lent"]),
      home: Schema.NullOr(Schema.String),
      served: Schema.Array(Schema.Tuple([Schema.String, Schema.Number])),
      lastUsed: Schema.Number,
      strikes: Schema.Number,
      tier: Schema.optionalKey(Tier),
      purpose: Schema.optionalKey(Purpose),
      draining: Schema.optionalKey(Schema.Literal(true)),
    }),
  ),
  queue: Schema.Record(
    Schema.String,
    Schema.Struct({
      since: Schema.Number,
      need: Schema.Struct({ purpose: Purpose }),
      turn: Schema.Struct({
        message: Schema.Struct({ guild: Schema.NullOr(Schema.String), channel: Schema.String }),
      }),
    }),
  ),
  drained: Schema.Record(Schema.String, Schema.Number),
  counts: Schema.Struct({ waited: Schema.Number, waitedMs: Schema.Number, timedOut: Schema.Number }),
})
type Kept = typeof Kept.Type
const decodeKept = Schema.decodeUnknownEffect(Kept)

/** A shard as it was peeked at; `agents` are those that the configuration gives it. */
export const readShard = (
  shard: string,
  { seq, value, context }: Peeked,
  agents: ReadonlyArray<string>,
): Effect.Effect<Shard, Schema.SchemaError> =>
  Effect.map(seq === 0 ? Effect.succeed(nothing) : decodeKept(context), (kept) =>
    shardOf(shard, seq > 0 && isAsked(value) ? kept : withAll(kept, agents)),
  )

const nothing: Kept = {
  slots: {},
  queue: {},
  drained: {},
  counts: { waited: 0, waitedMs: 0, timedOut: 0 },
}

/** Whether a shard in this state has found out which agents are its own. */
const isAsked = (value: unknown): boolean =>
  value !== "available" && !(typeof value === "object" && value !== null && "allocated" in value)

/** One that has not yet: all that it will have are free. */
const withAll = ({ slots, drained, ...kept }: Kept, agents: ReadonlyArray<string>): Kept => ({
  ...kept,
  slots: {
    ...Object.fromEntries(
      agents.filter((agent) => drained[agent] === undefined).map((agent) => [agent, { ...fresh }]),
    ),
    ...slots,
  },
  drained,
})

const shardOf = (shard: string, { slots, queue, drained, counts }: Kept): Shard => {
  const figures = new PoolFigures()
  figures.follow({
    slots: Table.of(slots as Readonly<Record<string, Slot>>),
    queue: Table.of(queue as Readonly<Record<string, Ticket>>),
    guilds: Table.of({}),
  })
  const here = Object.entries(slots).map(([agent, slot]): Member => ({
    agent,
    state: slot.state,
    draining: slot.draining === true,
    guild: slot.home,
    purpose: slot.home === null ? null : (slot.purpose ?? "other"),
    tier: slot.tier ?? "standard",
    health: healthOf(slot),
    since: slot.lastUsed === 0 ? null : slot.lastUsed,
    served: slot.served.length,
  }))
  const gone = Object.entries(drained)
    .filter(([agent]) => slots[agent] === undefined)
    .map(([agent, since]): Member => ({ ...absent, agent, since }))
  return {
    shard,
    figures: figures.now,
    ever: counts,
    members: [...here, ...gone].toSorted((a, b) => (a.agent < b.agent ? -1 : 1)),
    queue: Object.values(queue)
      .map(({ since, need, turn }) => ({
        since,
        guild: turn.message.guild ?? turn.message.channel,
        purpose: need.purpose,
      }))
      .toSorted((a, b) => a.since - b.since),
  }
}

const absent: Omit<Member, "agent" | "since"> = {
  state: "gone",
  draining: false,
  guild: null,
  purpose: null,
  tier: "standard",
  health: "healthy",
  served: 0,
}
