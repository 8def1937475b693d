/** Feeds a recorded channel into the playground, as its people said it, and accounts for every message. */
import { Clock, Effect, Schedule } from "effect"
import { Host } from "../../actors/host.ts"
import { Observer } from "../../actors/observer.ts"
import type { Store, StoreUnavailable } from "../../actors/store.ts"
import { address } from "../../machines/address.ts"
import { Playground } from "../playground/playground.ts"
import { accountOf, type Account } from "./account.ts"
import { agentMessages } from "./channel.ts"
import type { Export, Recorded } from "./export.ts"
import { percentile, startStopwatch } from "./stopwatch.ts"

/** The last line of `orrery feed`. Every message is answered or unrouted; times in ms. */
export interface Outcome {
  readonly messages: number
  readonly answered: number
  readonly unrouted: number
  /** Messages that were not heard, or have not ended. */
  readonly lost: number
  /** Messages heard twice, turns answered twice, replies in the channel that no turn accounts for. */
  readonly duplicates: number
  readonly replies: number
  readonly overhead_ms: { readonly p50: number; readonly p99: number }
  readonly seconds: number
}

export interface FeedOptions {
  /** How many times faster than it was; Infinity: as fast as Orrery keeps up. */
  readonly speed: number
  readonly progress: (now: { readonly posted: number; readonly of: number; readonly settled: number }) => void
}

/** Messages that may be under way before the next is posted. */
const ahead = 32
const tick = Schedule.spaced("5 millis")

export const feed = (
  recorded: Export,
  { speed, progress }: FeedOptions,
): Effect.Effect<Outcome, StoreUnavailable, Playground | Observer | Host | Store> =>
  Effect.gen(function* () {
    const playground = yield* Playground
    const host = yield* Host
    const { guild, channel, messages } = recorded
    const conversation = address("conversation", channel.id)
    yield* playground.ensureGuild({
      id: guild.id,
      name: guild.name,
      channels: [channelOf(recorded)],
      members: membersOf(messages),
    })

    const stopwatch = yield* startStopwatch
    const settled = yield* countSettled(conversation)
    const until = (enough: () => boolean) => Effect.repeat(Effect.void, { until: enough, schedule: tick })
    const began = yield* Clock.currentTimeMillis
    let expected = 0
    let previous: Recorded | undefined

    for (const [n, message] of messages.entries()) {
      yield* pause(previous, message, speed)
      yield* until(() => expected - settled() < ahead)
      yield* Effect.orDie(playground.post(postOf(message, channel.id)))
      if (message.author.isBot !== true) expected++
      previous = message
      progress({ posted: n + 1, of: messages.length, settled: settled() })
    }
    yield* until(() => settled() >= expected && host.owed() === 0)
    progress({ posted: messages.length, of: messages.length, settled: settled() })

    const account = yield* accountOf(conversation)
    const seconds = Number((((yield* Clock.currentTimeMillis) - began) / 1000).toFixed(2))
    const standing = yield* agentMessages(playground, channel.id)
    const overheads = stopwatch.overheads(firstReplies(account, messages))
    return {
      ...tallied(account, messages, standing),
      overhead_ms: { p50: percentile(overheads, 0.5), p99: percentile(overheads, 0.99) },
      seconds,
    }
  }).pipe(Effect.scoped)

const channelOf = ({ channel: { id, name, topic } }: Export) => ({ id, name, ...(topic ? { topic } : {}) })

const membersOf = (messages: ReadonlyArray<Recorded>) => {
  const people = new Map(messages.map(({ author }) => [author.id, author]))
  return [...people.values()].map(({ id, name }) => ({ id, username: name }))
}

const postOf = ({ id, author, content, timestamp, reference }: Recorded, channelId: string) => ({
  id,
  channelId,
  authorId: author.id,
  content,
  timestamp: Date.parse(timestamp),
  ...(reference?.messageId ? { replyTo: reference.messageId } : {}),
})

const pause = (previous: Recorded | undefined, next: Recorded, speed: number) =>
  previous === undefined || speed === Number.POSITIVE_INFINITY
    ? Effect.void
    : Effect.sleep(Math.max(0, Date.parse(next.timestamp) - Date.parse(previous.timestamp)) / speed)

/** How many messages of a conversation have ended, or were recognised as heard before, since now. */
const countSettled = (conversation: string) =>
  Effect.gen(function* () {
    const observer = yield* Observer
    const duplicates = observer.counts.duplicates
    let first: number | null = null
    let latest = 0
    const ended = ({ tally }: { tally: { answered: number; unrouted: number } }) =>
      tally.answered + tally.unrouted
    const blind = observer.watch(({ address, before, after }) => {
      if (address !== conversation) return
      first ??= ended(before.context)
      latest = ended(after.context)
    })
    yield* Effect.addFinalizer(() => Effect.sync(blind))
    return () => latest - (first ?? 0) + observer.counts.duplicates - duplicates
  })

const tallied = (account: Account, messages: ReadonlyArray<Recorded>, standing: ReadonlySet<string>) => {
  const people = messages.filter(({ author }) => author.isBot !== true)
  const isOver = ({ id }: Recorded) => account.heard.has(id) && !account.open.has(id)
  const answersOf = ({ id }: Recorded) => account.answers.get(id) ?? []
  const answered = people.filter((message) => answersOf(message).length > 0).length
  const over = people.filter(isOver).length
  const accounted = new Set([...account.answers.values()].flat().flatMap(({ messages }) => messages))
  const turns = [...account.answers.values()].flat().map(({ turn }) => turn)
  const twiceHeard = [...account.heard.values()].filter((times) => times > 1).length
  const unaccounted = [...standing].filter((id) => !accounted.has(id)).length
  return {
    messages: messages.length,
    answered,
    unrouted: messages.length - people.length + over - answered,
    lost: people.length - over,
    duplicates: twiceHeard + (turns.length - new Set(turns).size) + unaccounted,
    replies: people.reduce((sum, message) => sum + answersOf(message).length, 0),
  }
}

const firstReplies = ({ answers }: Account, messages: ReadonlyArray<Recorded>) =>
  new Map(
    messages.map(({ id }) => [
      id,
      (answers.get(id) ?? []).flatMap(({ turn, messages: [message] }) =>
        message === undefined ? [] : [{ turn, message }],
      ),
    ]),
  )
