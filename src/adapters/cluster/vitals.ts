/** How a runner is, for `orrery status`: written to Redis while it lives. */
import { monitorEventLoopDelay } from "node:perf_hooks"
import { Effect, Layer, Schedule, Schema } from "effect"
import { isBuiltIn } from "../../actors/performing/tools.ts"
import { targets } from "../../actors/resilience/target.ts"
import { Status } from "../../actors/watching/status.ts"
import { Cluster } from "./cluster.ts"
import { vitalsKey } from "./keys.ts"

/** Of what a runner leaves alone, so many are told. */
const openAtMost = 20
/** Of what it keeps warm, so much is told. */
const warmAtMost = 40

export const Vitals = Schema.Struct({
  /** How late its event loop is, 99th percentile of the last two seconds, in ms. */
  lag: Schema.Number,
  /** Actors in its memory. */
  live: Schema.Int,
  /** Effects that they owe. */
  owed: Schema.Int,
  /** Lookups in its caches, and those of them that found something; left out as `open` is. */
  found: Schema.optionalKey(Schema.Struct({ lookups: Schema.Int, hits: Schema.Int })),
  /** Connections that it has open to others; left out as `open` is. */
  connections: Schema.optionalKey(Schema.Int),
  /** What it leaves alone, since it fails, the longest first; left out: it is of a version that does not say. Times in ms since 1970. */
  open: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        what: Schema.Literals(targets),
        name: Schema.String,
        since: Schema.Number,
        until: Schema.Number,
        why: Schema.String,
      }),
    ),
  ),
  /** Models and servers of tools, and whether they would answer at once; left out as `open` is. */
  warm: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({ name: Schema.String, warm: Schema.Boolean, why: Schema.NullOr(Schema.String) }),
    ),
  ),
})
export type Vitals = typeof Vitals.Type

const every = "2 seconds"
/** How often the event loop is looked at, in ms. */
const resolution = 10

const sum = (counts: ReadonlyArray<number>) => counts.reduce((a, b) => a + b, 0)

export const VitalsLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { run, self } = yield* Cluster
    const { report } = yield* Status
    const delay = monitorEventLoopDelay({ resolution })
    delay.enable()
    const kept = Effect.map(report, ({ caches, connections }) => {
      const kinds = Object.values(caches.kinds)
      const found = {
        lookups: sum(kinds.map((its) => its.lookups)),
        hits: sum(kinds.map((its) => its.hits)),
      }
      return { found, connections: sum(connections.map((its) => its.open)) }
    })
    const write = Effect.gen(function* () {
      const { live, owed, open, tools, warm } = yield* report
      const late = delay.percentile(99) / 1e6 - resolution
      delay.reset()
      const vitals: Vitals = {
        lag: Number.isFinite(late) ? Math.max(0, Math.round(late * 10) / 10) : 0,
        live: sum(Object.values(live).flatMap((states) => Object.values(states))),
        owed,
        ...(yield* kept),
        open: open.slice(0, openAtMost),
        warm: [
          ...warm.map(({ name, state, why }) => ({ name, warm: state === "warm", why })),
          ...tools.flatMap(({ name, state, why }) =>
            isBuiltIn(name) ? [] : [{ name, warm: state === "ready", why }],
          ),
        ].slice(0, warmAtMost),
      }
      yield* run((client) => client.hset(vitalsKey, self, JSON.stringify(vitals)))
    }).pipe(Effect.ignore)
    yield* Effect.acquireRelease(write, () =>
      run((client) => client.hdel(vitalsKey, self)).pipe(
        Effect.ignore,
        Effect.tap(() => Effect.sync(() => delay.disable())),
      ),
    )
    yield* Effect.forkScoped(Effect.repeat(write, Schedule.spaced(every)))
  }),
)
