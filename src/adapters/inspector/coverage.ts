/** Which edges of the charts this process's own traffic has taken: the census counts them at each commit. */
import { Clock, Effect } from "effect"
import type { AnyStateMachine } from "xstate"
import { edgeIdOf } from "../../machines/edges.ts"
import { kinds, type Kind } from "../../machines/address.ts"
import { charts } from "../../machines/index.ts"
import type { Observer } from "../../actors/watching/observer.ts"
import { edgesIn } from "../../replay/coverage.ts"

export interface CoverageView {
  /** When this process began to count, in ms since 1970. */
  readonly since: number
  readonly charts: ReadonlyArray<{
    readonly kind: Kind
    /** Of each edge, in the order of the chart, how often it was taken. */
    readonly edges: ReadonlyArray<{ readonly edge: string; readonly taken: number }>
  }>
}

export const makeLiveCoverage = ({ census }: Observer["Service"]) =>
  Effect.map(Clock.currentTimeMillis, (since) => {
    const edgesOf = new Map(kinds.map((kind) => [kind, edgesIn(charts[kind] as AnyStateMachine)]))
    return Effect.sync((): CoverageView => ({
      since,
      charts: kinds.map((kind) => {
        const taken = new Map([...census.chartOf(kind).taken()].map(([of, times]) => [edgeIdOf(of), times]))
        return {
          kind,
          edges: edgesOf.get(kind)!.map((edge) => ({ edge, taken: taken.get(edge) ?? 0 })),
        }
      }),
    }))
  })
