/** Feeds a recorded channel into the playground, as its people said it, and accounts for every message. */
import { Clock, Effect, Schedule } from "effect"
import { Host } from "../../actors/host.ts"
import { Observer } from "../../actors/watching/observer.ts"
import type { Store, StoreUnavailable } from "../../actors/store.ts"
import { address, type Address } from "../../machines/address.ts"
import { Playground } from "../playground/playground.ts"
import { accountOf, type Account } from "./account.ts"
import { answersIn } from "./answers.ts"
import { agentMessages } from "./channel.ts"
import type { Export, Recorded } from "./export.ts"
import { floorReport, type FloorReport } from "./floor.ts"
import { countTokens, spendingOf, type Prices, type Spending } from "./spending.ts"
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
  /** What models were asked for, of which nobody was paid where they are offline. */
  readonly models: Spending
}

export interface FeedOptions {
  /** How many times faster than it was; Infinity: as fast as Orrery keeps up. */
  readonly speed: number
  /** What a million tokens cost. */
  readonly prices: Prices
  readonly progress: (now: { readonly posted: number; readonly of: number; readonly settled: number }) => void
}

/** Messages that may be under way before the next is posted. */
const ahead = 8
const tick = Schedule.spaced("5 millis")
/** How long nothing must have changed before a message that has not ended counts as lost. */
const patience = 30_000

export const feed = (
  recorded: Export,
  { speed, prices, progress }: FeedOptions,
): Effect.Effect<
  { readonly outcome: Outcome; readonly floor: FloorReport },
  StoreUnavailable,
  Playground | Observer | Host | Store
> =>
  Effect.gen(function* () {
    const playground = yield* Playground
    const { guild, channel, messages } = recorded
    const conversation = address("conversation", channel.id)
    yield* playground.ensureGuild({
      id: guild.id,
      name: guild.name,
      channels: [channelOf(recorded)],
      members: membersOf(messages),
    })

    const stopwatch = yield* startStopwatch
    const taken = yield* countTokens
    const underWay = yield* countUnderWay(conversation)
    const until = (enough: () => boolean) => Effect.repeat(Effect.void, { until: enough, schedule: tick })
    const began = yield* Clock.currentTimeMillis
    const expected = new Set<string>()
    let previous: Recorded | undefined

    for (const [n, message] of messages.entries()) {
      yield* pause(previous, message, speed)
      yield* until(() => underWay() < ahead)
      yield* Effect.orDie(playground.post(postOf(message, channel.id)))
      if (message.author.isBot !== true) {
        expected.add(message.id)
        underWay.posted()
      }
      previous = message
      progress({ posted: n + 1, of: messages.length, settled: n + 1 - underWay() })
    }
    const account = yield* complete(conversation, expected)
    const seconds = Number((((yield* Clock.currentTimeMillis) - began) / 1000).toFixed(2))
    const standing = yield* agentMessages(playground, channel.id)
    const overheads = stopwatch.overheads(firstReplies(account, messages))
    const overhead_ms = { p50: percentile(overheads, 0.5), p99: percentile(overheads, 0.99) }
    const models = spendingOf(taken(), prices)
    const outcome = { ...tallied(account, messages, standing), overhead_ms, seconds, models }
    return { outcome, floor: floorReport(yield* answersIn(conversation)) }
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

/**
 * How many of the messages posted since now have not ended. What was heard before and is recognised is over at once; that
 * other duplicates count, too, may post a message early and nothing else.
 */
const countUnderWay = (conversation: string) =>
  Effect.gen(function* () {
    const { counts, watch } = yield* Observer
    const recognised = counts.duplicates
    let posted = 0
    let heardBefore: number | null = null
    let tally = { messages: 0, answered: 0, unrouted: 0 }
    const blind = watch(({ address, before, after }) => {
      if (address !== conversation) return
      heardBefore ??= before.context.tally.messages as number
      tally = after.context.tally
    })
    yield* Effect.addFinalizer(() => Effect.sync(blind))
    const underWay = () => {
      const unheard = posted - (tally.messages - (heardBefore ?? 0)) - (counts.duplicates - recognised)
      return Math.max(0, unheard) + tally.messages - tally.answered - tally.unrouted
    }
    return Object.assign(underWay, { posted: () => void posted++ })
  })

/** The account, once every message has ended and nothing is owed for any, or when nothing changes any more. */
const complete = (conversation: Address, messages: ReadonlySet<string>) =>
  Effect.gen(function* () {
    const host = yield* Host
    let last = ""
    let since = yield* Clock.currentTimeMillis
    for (;;) {
      const account = yield* accountOf(conversation)
      const left = [...messages].filter((id) => !account.heard.has(id) || account.open.has(id))
      const now = yield* Clock.currentTimeMillis
      const state = [host.owed(), ...left].join()
      if (state === "0" || now - since > patience) return account
      if (state !== last) [last, since] = [state, now]
      yield* Effect.sleep("100 millis")
    }
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
