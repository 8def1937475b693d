/**
 * Who plans and applies templates for the command line: an Orrery that runs on the same store, asked at its inspector; where none
 * answers, the store itself.
 */
import { Effect, Layer, Redacted, Schema } from "effect"
import { tellDirectly } from "../../actors/constellations/directly.ts"
import { apply, plan, PlanPage, type Applied, type Scope } from "../../actors/constellations/planning.ts"
import { Roster } from "../../actors/performing/roster.ts"
import type { Store } from "../../actors/store.ts"
import type { Address } from "../../machines/address.ts"
import * as Brains from "../brains/brains.ts"
import { Configuration } from "../config/configuration.ts"
import type { Loaded } from "../config/load.ts"
import { PoliciesLayer } from "../config/policies.ts"
import type { Settings } from "../config/settings.ts"
import * as RedisStore from "../redis/store.ts"
import { parseRedisUrl } from "../redis/url.ts"
import * as SqliteStore from "../sqlite/store.ts"

/** It cannot be planned or applied now; `message` says why, and what to do. */
export class PlannerFailed extends Schema.TaggedError<PlannerFailed>()("PlannerFailed", {
  message: Schema.String,
}) {}

export interface Marked {
  readonly user: string
  readonly mark: string
}

export interface Planner {
  /** For people. */
  readonly where: string
  readonly plan: (scope: Scope, after: Address | null) => Effect.Effect<PlanPage, PlannerFailed>
  /** At most 200 at once. */
  readonly apply: (changes: ReadonlyArray<Marked>) => Effect.Effect<ReadonlyArray<Applied>, PlannerFailed>
}

/** How long an Orrery may take to say that it runs, and to answer a question, in ms. */
const patience = { there: 2000, answer: 120_000 }

const labelOf = ({ redis, database }: Settings): string =>
  redis === null ? database : parseRedisUrl(Redacted.value(redis)).label

const originOf = ({ inspectorHost, inspectorPort }: Settings): string => {
  const host = ["0.0.0.0", "::"].includes(inspectorHost) ? "127.0.0.1" : inspectorHost
  return `http://${host.includes(":") ? `[${host}]` : host}:${inspectorPort}`
}

const failed = (error: unknown) =>
  new PlannerFailed({ message: error instanceof Error ? error.message : String(error) })

const asking =
  (settings: Settings) =>
  async (path: string, body?: object, within = patience.answer): Promise<unknown> => {
    const { inspectorToken: token } = settings
    const answer = await fetch(`${originOf(settings)}${path}`, {
      signal: AbortSignal.timeout(within),
      headers: {
        ...(token !== null && { authorization: `Bearer ${Redacted.value(token)}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    })
    if (answer.status === 401)
      throw new Error("The Orrery that runs asks for its token: ORRERY_INSPECTOR_TOKEN, or inspector.token.")
    const said: unknown = await answer.json()
    if (!answer.ok)
      throw new Error((said as { readonly message?: string }).message ?? `HTTP ${answer.status}`)
    return said
  }

const Running = Schema.Struct({ store: Schema.String })
const Outcomes = Schema.Struct({ outcomes: Schema.Array(Schema.Literals(["applied", "same", "moved"])) })

/** Null: none runs there, or one with another store. */
const running = (settings: Settings): Effect.Effect<Planner | null> => {
  const ask = asking(settings)
  const asked = <A>(shape: Schema.Decoder<A>, path: string, body?: object) =>
    Effect.tryPromise({ try: () => ask(path, body), catch: failed }).pipe(
      Effect.flatMap((said) => Effect.mapError(Schema.decodeUnknownEffect(shape)(said), failed)),
    )
  const planner: Planner = {
    where: `the Orrery at ${originOf(settings)}`,
    plan: ({ user, template }, after) => {
      const query = Object.entries({ user, template, after }).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      )
      return asked(PlanPage, `/api/constellations/plan?${new URLSearchParams(query)}`)
    },
    apply: (changes) =>
      Effect.map(asked(Outcomes, "/api/constellations/apply", { changes }), ({ outcomes }) => outcomes),
  }
  if (settings.inspectorPort === 0) return Effect.succeed(null)
  return Effect.promise(() => ask("/status", undefined, patience.there).catch(() => null)).pipe(
    Effect.map((said) => (Schema.is(Running)(said) && said.store === labelOf(settings) ? planner : null)),
  )
}

/** On the store itself. To look does not need it alone. */
const alone = (loaded: Loaded, writes: boolean) =>
  Effect.gen(function* () {
    const { settings, live } = loaded
    const { redis, database: path } = settings
    const { team } = yield* Brains.load(settings.brains)
    const store: Layer.Layer<Store, { readonly message: string }> =
      redis === null
        ? SqliteStore.layer({ path, shared: !writes })
        : RedisStore.layer({ url: Redacted.value(redis) })
    const context = yield* Layer.build(
      PoliciesLayer.pipe(
        Layer.provideMerge(Layer.merge(Layer.succeed(Roster, team), Configuration.fixed(live))),
        Layer.provideMerge(store),
      ),
    )
    const planner: Planner = {
      where: labelOf(settings),
      plan: (scope, after) => plan(scope, after).pipe(Effect.provide(context), Effect.mapError(failed)),
      apply: (changes) =>
        Effect.forEach(changes, (change) => apply(change, tellDirectly), { concurrency: 16 }).pipe(
          Effect.provide(context),
          Effect.mapError(failed),
        ),
    }
    return planner
  })

export const plannerFor = (loaded: Loaded, writes: boolean) =>
  Effect.flatMap(running(loaded.settings), (planner) =>
    planner === null ? alone(loaded, writes) : Effect.succeed(planner),
  )
