/**
 * Says a text in as many messages as it takes, each of them once, even when nobody knows whether Discord took one: after
 * a crash, and when an answer is lost, the channel itself tells what has been said.
 */
import { Routes } from "discord.js"
import { Clock, Effect, Schedule } from "effect"
import type { Guarded } from "../../actors/resilience/breakers.ts"
import type { Retries } from "../../actors/resilience/retries.ts"
import { isUncertain, RestFailed } from "./rest-errors.ts"
import type { DiscordRest } from "./rest.ts"
import { Messages, type Message } from "./shapes.ts"
import type { Speaker } from "./speakers.ts"

/** How many pages of a hundred messages are searched: more than is said while an answer is under way. */
const pages = 5

/** Four more attempts in about fifteen seconds. */
const patience = Schedule.exponential("1 second").pipe(Schedule.jittered, Schedule.upTo({ times: 3 }))

/**
 * For how long a process may think itself the only one who says something, in ms: less than the lease after which another
 * one owns its agents. Who was frozen meanwhile looks whether it was said: a webhook knows no nonce.
 */
const alone = 2000
/** How often it is looked when looking itself takes that long. */
const mostLooks = 3
/** Whoever needed longer for it, in ms, may have been the second to say it: nobody else does before the lease is over. */
const second = 3000

/** Makes a draft the first message, if there is one; the message. */
export type Finish = (piece: string) => Effect.Effect<string | undefined, RestFailed>

/**
 * The ids of the messages, in order. `look`: some may have been sent before, after the message `since`. `asked`: when this
 * was asked for, in ms since 1970.
 */
export const deliver = Effect.fnUntraced(function* (
  rest: DiscordRest["Service"],
  channel: string,
  speaker: Speaker,
  pieces: ReadonlyArray<string>,
  since: string,
  look: boolean,
  asked: number,
  { finish, budget }: { readonly finish: Finish | null; readonly budget: Budget },
) {
  const again = whileAllowed(budget)
  const isAlone = (from: number) => Effect.map(Clock.currentTimeMillis, (now) => now - from < alone)
  const taken = new Set<string>()
  const find = (piece: string): Effect.Effect<string | undefined, RestFailed> =>
    messagesAfter(rest, channel, since).pipe(
      Effect.map(
        (messages) =>
          messages.find((message) => !taken.has(message.id) && isSaid(speaker, message, piece))?.id,
      ),
    )
  /** What was said first stays; so whoever was frozen on its way to Discord takes back what it said when it went on. */
  const settled = (id: string, piece: string) =>
    Effect.gen(function* () {
      const first = (yield* find(piece)) ?? id
      if (first !== id) yield* again(speaker.change(id, null))
      return first
    })
  const finishOnce = (piece: string, finish: Finish) =>
    Effect.flatMap(look ? find(piece) : Effect.succeed(undefined), (found) =>
      found === undefined ? finish(piece) : Effect.succeed(found),
    )
  const ids: Array<string> = []
  for (const [index, piece] of pieces.entries()) {
    const send = (from: number) =>
      Effect.gen(function* () {
        const id = yield* speaker.send(piece, index)
        const took = (yield* Clock.currentTimeMillis) - from
        return took < second ? id : yield* settled(id, piece)
      })
    const lookThenSend = Effect.gen(function* () {
      for (let looks = 1; ; looks++) {
        const from = yield* Clock.currentTimeMillis
        const found = yield* find(piece)
        if (found !== undefined) return found
        if (looks === mostLooks || (yield* isAlone(from))) return yield* send(from)
      }
    })
    const known = !look && finish === null && (yield* isAlone(asked))
    const sent = Effect.andThen(budget.called, known ? send(asked) : lookThenSend).pipe(
      Effect.catchIf(isUncertain, (failed) =>
        Effect.flatMap(budget.allows, (may) =>
          may ? again(Effect.andThen(Effect.sleep("1 second"), lookThenSend)) : Effect.fail(notAgain(failed)),
        ),
      ),
    )
    const finished = index > 0 || finish === null ? undefined : yield* again(finishOnce(piece, finish))
    const id = finished ?? (yield* sent)
    taken.add(id)
    ids.push(id)
  }
  return ids
})

/** How often what a server's webhooks did not do may be tried again. */
export interface Budget {
  readonly called: Effect.Effect<void>
  readonly allows: Effect.Effect<boolean>
}

export const budgetOf = (retries: Retries, of: Guarded): Budget => ({
  called: retries.called(of),
  allows: retries.allows(of),
})

const notAgain = ({ status, code, message }: RestFailed) =>
  new RestFailed({
    status,
    code,
    message: `${message}; not tried again, as too much was tried again lately`,
  })

/** What may be done twice is done until it is known to be done, or until too much was done twice. */
const whileAllowed =
  ({ allows }: Budget) =>
  <A>(change: Effect.Effect<A, RestFailed>): Effect.Effect<A, RestFailed> =>
    Effect.retry(change, { schedule: Schedule.while(patience, () => allows), while: isUncertain })

/** Discord trims what it is given. */
const isSaid = (speaker: Speaker, message: Message, piece: string): boolean =>
  speaker.said(message) && message.content.trim() === speaker.content(piece).trim()

/** What was said in a channel since a message, oldest first. */
export const messagesAfter = Effect.fnUntraced(function* (
  { api }: DiscordRest["Service"],
  channel: string,
  since: string,
) {
  const messages: Array<Message> = []
  for (let page = 0, after = since; page < pages; page++) {
    const found = yield* api(Messages, "GET", Routes.channelMessages(channel), {
      query: { after, limit: "100" },
    })
    messages.push(...found.toReversed())
    if (found.length < 100) break
    after = found[0]?.id ?? after
  }
  return messages
})
