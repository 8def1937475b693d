/**
 * Rings actors that are in memory when their next timer is due. One fiber sleeps for all of them, on Effect's clock.
 * Actors that are not in memory are found by the store's `due` (see `sleepers.ts`).
 */
import { Clock, Context, Effect, Layer } from "effect"

export class Alarms extends Context.Service<
  Alarms,
  {
    /** Rings at `due` (ms since 1970) instead of whenever was set before under this key; null: not at all. */
    readonly set: (key: string, due: number | null, ring: () => void) => void
    readonly now: () => number
  }
>()("orrery/actors/Alarms") {
  static readonly layer: Layer.Layer<Alarms> = Layer.effect(
    Alarms,
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const armed = new Map<string, { readonly due: number; readonly ring: () => void }>()
      const heap: Array<Alarm> = []
      const now = () => clock.currentTimeMillisUnsafe()
      let wake: () => void = () => {}
      let nextAt = Number.POSITIVE_INFINITY

      const ringDue = () => {
        while (heap.length > 0 && heap[0]!.due <= now()) {
          const { key, due } = pop(heap)
          const alarm = armed.get(key)
          if (alarm?.due !== due) continue
          armed.delete(key)
          alarm.ring()
        }
      }

      const sleep = Effect.callback<void>((resume) => {
        wake = () => resume(Effect.void)
      })

      yield* Effect.forkScoped(
        Effect.forever(
          Effect.suspend(() => {
            ringDue()
            nextAt = heap[0]?.due ?? Number.POSITIVE_INFINITY
            return heap.length === 0 ? sleep : Effect.race(sleep, Effect.sleep(Math.max(0, nextAt - now())))
          }),
        ),
      )

      return {
        now,
        set: (key, due, ring) => {
          if (due === null) return void armed.delete(key)
          if (armed.get(key)?.due === due) return void armed.set(key, { due, ring })
          armed.set(key, { due, ring })
          push(heap, { key, due })
          if (due < nextAt) wake()
        },
      }
    }),
  )
}

interface Alarm {
  readonly key: string
  readonly due: number
}

/** A binary heap, earliest first (Williams, "Algorithm 232: Heapsort", 1964). What was set anew stays in it until it comes up. */
const push = (heap: Array<Alarm>, alarm: Alarm): void => {
  let at = heap.push(alarm) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]!.due <= alarm.due) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = alarm
}

const pop = (heap: Array<Alarm>): Alarm => {
  const first = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return first
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]!.due < heap[child]!.due) child++
    if (heap[child]!.due >= last.due) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return first
}
