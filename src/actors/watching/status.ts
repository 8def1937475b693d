/** What Orrery says of itself: to `/status` in Discord, to the inspector, to an operator. Counts only, no scan. */
import { Clock, Context, Effect, Layer } from "effect"
import type { Kind } from "../../machines/address.ts"
import { Caches } from "../caching/caches.ts"
import type { CachesReport } from "../caching/figures.ts"
import { Committer } from "../committer.ts"
import { Host, type Quarantined } from "../host.ts"
import { Model, type Calls, type Limited, type Warm } from "../performing/model.ts"
import { Tools, type ToolServer } from "../performing/tools.ts"
import { Breakers, type OpenBreaker } from "../resilience/breakers.ts"
import { Connections, type ConnectionsTo } from "./connections.ts"
import { measuredIn, type Measured } from "./figures.ts"
import { Observer, type Counts } from "./observer.ts"
import { Store } from "../store.ts"

export interface Report {
  /** Seconds since the start. */
  readonly uptime: number
  readonly store: string
  readonly model: string
  readonly offline: boolean
  /** Calls of models now, in this process. */
  readonly calls: ReadonlyArray<Calls>
  /** Calls that wait for what their provider lets us ask in a minute. */
  readonly limited: ReadonlyArray<Limited>
  /** What is left alone now because it fails, at most 100: models, tools, servers' webhooks, the store. */
  readonly open: ReadonlyArray<OpenBreaker>
  /** Live actors of this process by kind and state of their lifecycle. */
  readonly live: Readonly<Record<Kind, Readonly<Record<string, number>>>>
  /** What became of events since the start. */
  readonly events: Readonly<Counts>
  /** Effects that are owed at this moment. */
  readonly owed: number
  /** Actors that cannot be woken, at most 100; all others go on. */
  readonly quarantined: ReadonlyArray<Quarantined>
  readonly caches: CachesReport
  /** By host; those with most that are open first. */
  readonly connections: ReadonlyArray<ConnectionsTo>
  /** Servers of tools and what is built in, in this process. */
  readonly tools: ReadonlyArray<ToolServer>
  /** Where models are, and whether they would answer at once. */
  readonly warm: ReadonlyArray<Warm>
  /** What was measured since the start. */
  readonly measured: Measured
  /** What an operator should mend for anything to go on, one line each; empty when all is well. */
  readonly warnings: ReadonlyArray<string>
}

export class Status extends Context.Service<Status, { readonly report: Effect.Effect<Report> }>()(
  "orrery/actors/Status",
) {
  static readonly layer: Layer.Layer<Status, never, Committer | Host | Model | Observer | Store> =
    Layer.effect(
      Status,
      Effect.gen(function* () {
        const committer = yield* Committer
        const host = yield* Host
        const tools = yield* Tools
        const {
          label: model,
          offline,
          calls = () => [],
          limited = () => [],
          warmth = () => [],
        } = yield* Model
        const breakers = yield* Breakers
        const observer = yield* Observer
        const caches = yield* Caches
        const connections = yield* Connections
        const { label: store } = yield* Store
        const context = yield* Effect.context<never>()
        const started = yield* Clock.currentTimeMillis
        return {
          report: Effect.map(Clock.currentTimeMillis, (now) => {
            const since = committer.awaySince()
            const away =
              since === null ? [] : [`the store has not answered for ${Math.round((now - since) / 1000)} s`]
            return {
              uptime: Math.round((now - started) / 1000),
              store,
              model,
              offline,
              calls: calls(),
              limited: limited(),
              open: breakers.open(now).slice(0, 100),
              live: observer.live,
              events: { ...observer.counts },
              owed: host.owed(),
              quarantined: host.quarantined().slice(0, 100),
              caches: caches.report(),
              connections: connections(),
              tools: tools.servers(),
              warm: warmth(now),
              measured: measuredIn(context, observer.census),
              warnings: away,
            }
          }),
        }
      }),
    )
}
