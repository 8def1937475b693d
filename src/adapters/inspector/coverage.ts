/**
 * Which edges of the charts this process's own traffic takes: counted at each commit, as long as somebody looks and a little longer.
 * A commit is traced for it a second time, which who does not look need not pay.
 */
import { Clock, Effect, Schedule } from "effect"
import type { AnyStateMachine } from "xstate"
import { kinds, type Kind } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import type { Observer } from "../../actors/watching/observer.ts"
import { Coverage, edgesIn, nameOf } from "../../replay/coverage.ts"
import { covered } from "../../replay/live-coverage.ts"

export interface CoverageView {
  /** When it was begun to count, in ms since 1970, and for how long it was counted since, in ms. */
  readonly since: number
  readonly counted: number
  readonly charts: ReadonlyArray<{
    readonly kind: Kind
    /** Of each edge, in the order of the chart, how often it was taken. */
    readonly edges: ReadonlyArray<{ readonly edge: string; readonly taken: number }>
  }>
}

/** How long it is counted on after the last look, in ms. */
const patience = 60_000
const every = "5 seconds"

export const makeLiveCoverage = Effect.fnUntraced(function* (observer: Observer["Service"]) {
  const coverage = new Coverage()
  let stop: (() => void) | null = null
  let [since, began, counted, looked] = [0, 0, 0, 0]

  const end = (now: number): void => {
    if (stop === null) return
    stop()
    stop = null
    counted += now - began
  }
  const begin = (now: number): void => {
    if (stop !== null) return
    stop = covered(observer, coverage)
    began = now
    if (since === 0) since = now
  }
  yield* Effect.addFinalizer(() => Effect.map(Clock.currentTimeMillis, end))
  yield* Effect.forkScoped(
    Clock.currentTimeMillis.pipe(
      Effect.map((now) => now - looked > patience && end(now)),
      Effect.repeat(Schedule.spaced(every)),
    ),
  )

  const edgesOf = new Map(kinds.map((kind) => [kind, edgesIn(charts[kind] as AnyStateMachine)]))
  return Effect.map(Clock.currentTimeMillis, (now): CoverageView => {
    looked = now
    begin(now)
    return {
      since,
      counted: counted + (now - began),
      charts: kinds.map((kind) => {
        const taken = coverage.of(nameOf(charts[kind] as AnyStateMachine))
        return {
          kind,
          edges: edgesOf.get(kind)!.map((edge) => ({ edge, taken: taken.get(edge) ?? 0 })),
        }
      }),
    }
  })
})
