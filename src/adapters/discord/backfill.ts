/**
 * What was said while nobody listened: a new gateway session begins with now, so what was said before it is read by REST, in
 * each channel from its last known message on, within bounds. What arrives twice is the same event.
 */
import { Effect, Schedule, Schema } from "effect"
import { saidAt, Snowflake, type Missed } from "../../machines/values.ts"
import { newestAfter } from "./history.ts"
import type { CatchUpPolicy } from "./policy.ts"
import { isUncertain } from "./rest-errors.ts"
import type { DiscordRest } from "./rest.ts"
import type { Message } from "./shapes.ts"
import { snowflakeAt, type Unheard } from "./unheard.ts"

/** The newest message of a channel that is known; `guild` is null for direct messages. */
export interface HeardUntil {
  readonly channel: string
  readonly guild: string | null
  readonly message: string
  /** What was missed before has been heard in part: whoever heard it died before it could say that this was all. */
  readonly catchingUp?: boolean
}

export interface Surroundings {
  readonly rest: DiscordRest["Service"]
  /** Asked for each channel: it may have changed. */
  readonly policy: CatchUpPolicy
  readonly now: () => number
  /** What was heard before this process. */
  readonly since: ReadonlyArray<HeardUntil>
  /** Since when nobody listened before this process, in ms since 1970; undefined: not known. */
  readonly silentFrom: number | undefined
  /** What Discord calls a channel's newest message, when it does: where that was heard, nothing is asked for. */
  readonly newestIn: (channel: string) => string | null | undefined
  /** Channels of a shard that are not `known`, and in which something was said after a message of that id. */
  readonly unheardIn: (shard: number, known: ReadonlySet<string>, after: string) => ReadonlyArray<Unheard>
  /** Gets a message, oldest first in each channel; whether a person spoke. Without `missed` it was said after all began. */
  readonly hear: (message: Message, missed: Missed | undefined) => boolean
  /** All that was missed in a channel was heard; `newest` is the newest message of it. */
  readonly heardAll: (channel: string, newest: string, more: boolean) => void
  /** Waits until what is heard next finds a place. */
  readonly room: Effect.Effect<void>
}

/** How many channels are remembered: those in which something was said last. */
const most = 10_000
/** How many messages may wait until what was said before them is read. */
const mostHeld = 1000
/** What may have been on its way when nobody listened any more, in ms. */
const margin = 10_000
/** Discord may be away when the gateway comes back. */
const patience = Schedule.exponential("1 second").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

/** A session of a shard as it began. */
interface Session {
  readonly at: number
  /** How many shards there are. */
  readonly of: number
  /** Since when nobody had listened. */
  readonly silentFrom: number
  /** Whether that is known; else it is the last sign of a process before this one. */
  readonly exact: boolean
  readonly heard: ReadonlyArray<HeardUntil>
}

export const makeBackfill = (around: Surroundings) => {
  const { rest, now, since, hear, heardAll } = around
  const last = new Map(since.map((it) => [it.channel, it]))
  const lost = new Map<number, number>()
  const begun = new Map<number, Session>()
  const listened = new Set<number>()
  /** What came by the gateway before it was known which channels are to be read, and in channels that are. */
  const early: Array<Message> = []
  const held = new Map<string, Array<Message>>()
  let heldCount = 0
  const lastSign = since.reduce((sign, { message }) => Math.max(sign, saidAt(message)), 0)
  let reading = 0

  const heardUntil = (channel: string, guild: string | null, message: string): void => {
    const before = last.get(channel)
    last.delete(channel)
    const newest = before !== undefined && isNewer(before.message, message) ? before.message : message
    last.set(channel, { channel, guild, message: newest })
    if (last.size > most) last.delete(last.keys().next().value ?? "")
  }

  /** Where a message waits for what was said before it; undefined: nowhere. */
  const queueOf = ({ channel_id, guild_id }: Message): Array<Message> | undefined => {
    if (heldCount >= mostHeld) return undefined
    const isEarly = [...begun].some(([shard, { of }]) => shardOf(guild_id ?? null, of) === shard)
    return isEarly ? early : held.get(channel_id)
  }

  const came = (message: Message): void => {
    const queue = queueOf(message)
    if (queue === undefined) {
      heardUntil(message.channel_id, message.guild_id ?? null, message.id)
      hear(message, undefined)
    } else {
      heldCount++
      queue.push(message)
    }
  }

  const release = (queue: Array<Message>): void => {
    const messages = queue.splice(0)
    heldCount -= messages.length
    messages.forEach(came)
  }

  const isRead = (channel: string) =>
    Effect.sync(() => {
      const queue = held.get(channel) ?? []
      held.delete(channel)
      release(queue)
    })

  /** Channels that were heard before, and others: each with the message after which it is read. */
  const gapsOf = (shard: number, { silentFrom, exact, heard }: Session): ReadonlyArray<HeardUntil> => {
    const known = heard.filter(({ channel, message, catchingUp }) => {
      const newest = around.newestIn(channel)
      return catchingUp === true || !isSnowflake(newest) || isNewer(newest, message)
    })
    if (!exact) return known
    const message = snowflakeAt(silentFrom - margin)
    const unheard = around.unheardIn(shard, new Set(last.keys()), message)
    return [...known, ...unheard.map((it) => ({ ...it, message }))]
  }

  const readGap = Effect.fnUntraced(function* (gap: HeardUntil, { at, silentFrom }: Session) {
    const { channel, guild, message, catchingUp = false } = gap
    const { policy } = around
    const oldest = snowflakeAt(now() - policy.maxAge)
    const after = isNewer(oldest, message) ? oldest : message
    const found = yield* newestAfter(rest, channel, after, policy.maxMessages).pipe(
      Effect.retry({ schedule: patience, while: isUncertain }),
    )
    const missed = { since: silentFrom, answerWithin: policy.answerWithin }
    let newest: string | undefined
    let count = 0
    for (const it of found.messages) {
      yield* around.room
      const said = guild === null ? it : { ...it, guild_id: guild }
      const isMissed = saidAt(it.id) <= at
      if (!hear(said, isMissed ? missed : undefined)) continue
      heardUntil(channel, guild, it.id)
      count++
      if (isMissed) newest = it.id
    }
    if (newest !== undefined || catchingUp)
      heardAll(channel, newest ?? message, found.more || saidAt(oldest) > silentFrom)
    return count
  })

  const read = (shard: number, session: Session) => {
    const gaps = gapsOf(shard, session)
    for (const { channel } of gaps) held.set(channel, held.get(channel) ?? [])
    release(early)
    return Effect.forEach(
      gaps,
      (gap) =>
        readGap(gap, session).pipe(
          Effect.ensuring(isRead(gap.channel)),
          Effect.catch(({ message }) =>
            Effect.as(
              Effect.logWarning(`What was missed in channel ${gap.channel} could not be read: ${message}`),
              0,
            ),
          ),
        ),
      { concurrency: 2 },
    ).pipe(
      Effect.map((counts) => counts.reduce((sum, count) => sum + count, 0)),
      Effect.flatMap((count) =>
        count === 0
          ? Effect.void
          : Effect.logInfo(`Read ${count} messages that were said while nobody listened`),
      ),
    )
  }

  return {
    /**
     * A message came by the gateway: it is heard after what was missed in its channel. For whoever listens next reads on from
     * the newest message that was taken, and what was said before it must have been taken, too.
     */
    came,
    /** The connection of a shard is lost: from now on nobody listens. */
    connectionLost: (shard: number): void => {
      if (!lost.has(shard)) lost.set(shard, now())
    },
    /** The session goes on: what came meanwhile is told by the gateway. */
    resumed: (shard: number): void => void lost.delete(shard),
    /** A session begins with this READY: what comes from now on was not missed. */
    sessionBegins: (data: unknown): void => {
      const [shard, of] = isReady(data) ? data.shard : [0, 1]
      const heard = [...last.values()].filter(({ guild }) => shardOf(guild, of) === shard)
      const at = now()
      const known = listened.has(shard) ? lost.get(shard) : around.silentFrom
      const guess = listened.has(shard) || lastSign === 0 ? at : lastSign
      begun.set(shard, {
        at,
        of,
        silentFrom: Math.min(at, known ?? guess),
        exact: known !== undefined,
        heard,
      })
      listened.add(shard)
      lost.delete(shard)
    },
    /** Reads what was missed before the session of a shard began. Never fails: what cannot be read stays missed. */
    readMissed: (shard: number): Effect.Effect<void> =>
      Effect.suspend(() => {
        const session = begun.get(shard)
        begun.delete(shard)
        if (session === undefined) return Effect.void
        reading++
        return Effect.ensuring(
          read(shard, session),
          Effect.sync(() => void reading--),
        )
      }),
    /** Whether nothing that was missed is still to be read. */
    isDone: (): boolean => reading === 0 && begun.size === 0,
  }
}

const isSnowflake = Schema.is(Snowflake)
const isNewer = (id: string, than: string): boolean => BigInt(id) > BigInt(than)
const count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const isReady = Schema.is(Schema.Struct({ shard: Schema.Tuple([Schema.Int, count]) }))

/** https://discord.com/developers/docs/events/gateway#sharding; direct messages are on the first. */
const shardOf = (guild: string | null, of: number): number =>
  guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(of))
