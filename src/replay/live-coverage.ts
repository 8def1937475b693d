/** The edges that running actors take, for as long as somebody wants to know: nobody pays for it otherwise. */
import type { EventObject } from "xstate"
import { decodeEntry } from "../actors/journal.ts"
import type { Observer } from "../actors/watching/observer.ts"
import { stepperOf } from "../actors/steppers.ts"
import type { Coverage } from "./coverage.ts"
import { traced } from "./trace.ts"

/** Adds to `coverage` until the returned function is called. */
export const covered = (observer: Pick<Observer["Service"], "watch">, coverage: Coverage): (() => void) =>
  observer.watch(({ address, entries, before, through }) => {
    const { machine } = stepperOf(address)
    for (const [n, { body }] of entries.entries()) {
      const { event, at } = decodeEntry(body)
      if (event === null) continue
      const from = n === 0 ? before : through[n - 1]!
      for (const { edge } of traced(machine, from, { ...event, at } as EventObject))
        coverage.add(machine, edge)
    }
  })
