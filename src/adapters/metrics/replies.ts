/** How answers end and how long they take, counted as conversations commit it. */
import { Effect, Layer, Metric } from "effect"
import { decodeEntry } from "../../actors/journal.ts"
import { Observer, type Observation } from "../../actors/watching/observer.ts"
import { kindOf } from "../../machines/address.ts"
import { saidAt, type Turn } from "../../machines/values.ts"
import * as instruments from "./instruments.ts"

/** Messages that were older than this when they were answered had been missed, or are fed from a file: nobody waited, in ms. */
const longest = 3_600_000

const isEnd = (type: string): type is "ANSWERED" | "UNANSWERED" =>
  type === "ANSWERED" || type === "UNANSWERED"

/** Turns that ended in what was committed: whether they were answered, and when the message and its end were, in ms since 1970. */
const endsIn = ({ address, entries, before }: Observation) =>
  kindOf(address) !== "conversation"
    ? []
    : entries.flatMap(({ body }) => {
        // Most entries are no end: they need not be read.
        if (!body.includes('ANSWERED"')) return []
        const { at, event } = decodeEntry(body)
        const { type, turn: id } = (event ?? {}) as { readonly type?: string; readonly turn?: string }
        if (type === undefined || id === undefined || !isEnd(type)) return []
        const { underWay } = before.context as { readonly underWay: Readonly<Record<string, Turn>> }
        const turn = underWay[id]
        return turn === undefined ? [] : [{ said: type === "ANSWERED", at, began: saidAt(turn.message.id) }]
      })

const count = (ends: ReturnType<typeof endsIn>) =>
  Effect.gen(function* () {
    for (const { said, at, began } of ends) {
      yield* Metric.update(instruments.answers(said ? "said" : "failed"), 1)
      if (said && at - began < longest)
        yield* Metric.update(instruments.reply, Math.max(0, at - began) / 1000)
    }
  })

export const ReplyMetricsLayer: Layer.Layer<never, never, Observer> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { watch } = yield* Observer
    // From the first failure on, a share of failures can be told.
    for (const outcome of ["said", "failed"]) yield* Metric.update(instruments.answers(outcome), 0)
    const run = Effect.runSyncWith(yield* Effect.context<never>())
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        watch((observation) => {
          const ends = endsIn(observation)
          if (ends.length > 0) run(count(ends))
        }),
      ),
      (stop) => Effect.sync(stop),
    )
  }),
)
