/**
 * Places for calls of models: so many calls of one model are under way at once, the others wait, the most urgent first, of
 * those the oldest. Who is interrupted leaves the queue, or gives its place to the next.
 */
import { Clock, Deferred, Effect } from "effect"
import type { Calls } from "../../actors/performing/model.ts"

export interface Places {
  /** Makes the call in a place, once there is one. The lowest `rank` is the most urgent. `waited` hears how long, in ms. */
  readonly within: <A, E, R>(
    model: string,
    rank: number,
    call: Effect.Effect<A, E, R>,
    waited: (ms: number) => void,
  ) => Effect.Effect<A, E, R>
  /** Models that are called now. */
  readonly calls: () => ReadonlyArray<Calls>
}

interface Waiting {
  readonly rank: number
  readonly place: Deferred.Deferred<void>
}

interface Queue {
  underWay: number
  readonly waiting: Array<Waiting>
}

export const makePlaces = (atOnce: () => number): Places => {
  const queues = new Map<string, Queue>()

  const queueOf = (model: string): Queue => {
    const queue = queues.get(model) ?? { underWay: 0, waiting: [] }
    queues.set(model, queue)
    return queue
  }

  /** Gives free places away. */
  const serve = (model: string, queue: Queue): void => {
    while (queue.waiting.length > 0 && queue.underWay < atOnce()) {
      queue.underWay++
      Deferred.doneUnsafe(queue.waiting.shift()!.place, Effect.void)
    }
    if (queue.underWay === 0) queues.delete(model)
  }

  const leave = (model: string, queue: Queue) =>
    Effect.sync(() => {
      queue.underWay--
      serve(model, queue)
    })

  return {
    within: (model, rank, call, waited) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const queue = queueOf(model)
          const mine: Waiting = { rank, place: Deferred.makeUnsafe() }
          const behind = queue.waiting.findIndex((other) => other.rank > rank)
          queue.waiting.splice(behind === -1 ? queue.waiting.length : behind, 0, mine)
          serve(model, queue)
          const asked = yield* Clock.currentTimeMillis
          yield* restore(Deferred.await(mine.place)).pipe(
            Effect.onInterrupt(() => {
              const at = queue.waiting.indexOf(mine)
              return at === -1 ? leave(model, queue) : Effect.sync(() => void queue.waiting.splice(at, 1))
            }),
          )
          waited((yield* Clock.currentTimeMillis) - asked)
          return yield* Effect.ensuring(restore(call), leave(model, queue))
        }),
      ),
    calls: () =>
      [...queues].map(([model, { underWay, waiting }]) => ({ model, underWay, waiting: waiting.length })),
  }
}
