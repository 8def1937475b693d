/** Every path of the API and its answer; `api.ts` is the contract. */
import { Effect, Schema } from "effect"
import { HttpRouter, HttpServerRequest } from "effect/http"
import { Address, address, kinds } from "../../machines/address.ts"
import { Host } from "../../actors/host.ts"
import { Observer } from "../../actors/watching/observer.ts"
import { Mail } from "../../actors/mail.ts"
import { Roster } from "../../actors/performing/roster.ts"
import { Placement } from "../../actors/placement.ts"
import { Status } from "../../actors/watching/status.ts"
import { Store } from "../../actors/store.ts"
import { bodyOf, get, post } from "./answer.ts"
import {
  ActorQuery,
  ActorsQuery,
  AwakeQuery,
  ChangesQuery,
  FormQuery,
  JournalQuery,
  MomentQuery,
  SeekQuery,
  WayQuery,
} from "./queries.ts"
import { awake } from "./awake.ts"
import { makeLiveCoverage } from "./coverage.ts"
import { findMessage } from "./find-message.ts"
import { fleet, type Rates } from "./fleet.ts"
import { history } from "./history.ts"
import { listing } from "./listing.ts"
import { lookAt, neverCommitted } from "./look.ts"
import { momentOf, pathHistory } from "./moment.ts"
import { Past } from "./past.ts"
import { dryRun, formOf, send, SendBody } from "./send.ts"
import { seek } from "./seek.ts"
import { applied, ApplyBody, planned } from "./templates.ts"
import { peopleRoutes } from "./people.ts"
import { poolRoutes } from "./pool.ts"
import { Problem } from "./problem.ts"
import { wayOf, type Roads } from "./way.ts"
import { Snowflake, type Turn } from "../../machines/values.ts"

/** How long a store may take to answer before we say that it does not. */
const patience = "3 seconds"

const FleetPath = Schema.Struct({ kind: Schema.Literals(kinds) })

const DryBody = Schema.Struct({ event: Schema.Json })

/** The address in a path, or 404: what is none was never committed. */
const addressed = Effect.gen(function* () {
  const { params } = yield* HttpRouter.RouteContext
  const text = `${params["kind"]}/${params["id"]}`
  return Schema.is(Address)(text) ? text : yield* neverCommitted(text as Address)
})

export const apiRoutes = Effect.fnUntraced(function* (rates: Rates, sends: boolean) {
  const store = yield* Store
  const coverage = yield* makeLiveCoverage(yield* Observer)
  const status = yield* Status
  const { census } = yield* Observer
  const host = yield* Host
  const mail = yield* Mail
  const { poolFor } = yield* Placement
  const pool = (turn: Turn) => address("pool", poolFor(turn))
  const past = yield* Past.make

  const ready = store.due(0, 1).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () => new Problem({ status: 503, message: `The store has not answered for ${patience}.` }),
    }),
    Effect.andThen(status.report),
    // A store may read and not write: a full disk, a replica.
    Effect.flatMap(({ warnings }) =>
      warnings.length === 0
        ? Effect.succeed({ ready: true })
        : Effect.fail(new Problem({ status: 503, message: warnings.join("; ") })),
    ),
  )

  const actors = Effect.gen(function* () {
    const { kind, ...where } = yield* HttpServerRequest.schemaSearchParams(ActorsQuery)
    return yield* listing(store, kind, where)
  })

  const actor = Effect.gen(function* () {
    const { words = "hidden" } = yield* HttpServerRequest.schemaSearchParams(ActorQuery)
    const address = yield* addressed
    return yield* lookAt({ store, past, seen: host.awake.get(address) }, address, words)
  })

  const journal = Effect.gen(function* () {
    const query = yield* HttpServerRequest.schemaSearchParams(JournalQuery)
    const address = yield* addressed
    if ((yield* store.peek(address)) === null) return yield* neverCommitted(address)
    return yield* history(past, address, query.from ?? 1, query.limit ?? 50, query.words ?? "hidden")
  })

  const moment = Effect.gen(function* () {
    const {
      seq,
      against = Math.max(0, seq - 1),
      words = "hidden",
    } = yield* HttpServerRequest.schemaSearchParams(MomentQuery)
    return yield* momentOf(past, yield* addressed, seq, against, words)
  })

  const sought = Effect.gen(function* () {
    const { event, from, backwards } = yield* HttpServerRequest.schemaSearchParams(SeekQuery)
    return yield* seek(past, yield* addressed, event, from, backwards !== undefined)
  })

  const roads: Roads = {
    past,
    lastOf: (address) => Effect.map(store.peek(address), (claim) => claim?.seq ?? 0),
    toldBy: ({ effect }) =>
      effect.type === "Tell"
        ? [effect.to]
        : effect.type === "Allocate"
          ? [pool(effect.turn)]
          : effect.type === "Release"
            ? effect.turns.map(pool)
            : [],
  }

  const current = (of: Address) => ({ store, seen: host.awake.get(of) })

  const form = Effect.gen(function* () {
    const { event } = yield* HttpServerRequest.schemaSearchParams(FormQuery)
    const of = yield* addressed
    return yield* formOf(current(of), of, event, sends)
  })

  const dry = Effect.gen(function* () {
    const { words = "hidden" } = yield* HttpServerRequest.schemaSearchParams(ActorQuery)
    const { event } = yield* bodyOf(DryBody)
    const of = yield* addressed
    return yield* dryRun(current(of), of, event, words)
  })

  const sent = Effect.gen(function* () {
    if (!sends)
      return yield* new Problem({
        status: 403,
        message: "Events are not sent from here: an operator switches it on with send = true in [inspector].",
      })
    const body = yield* bodyOf(SendBody)
    const of = yield* addressed
    return yield* send(current(of), of, body)
  }).pipe(Effect.provideService(Mail, mail))

  const team = yield* Effect.context<Mail | Roster | Store>()
  const plan = Effect.provide(planned, team)
  const apply = Effect.flatMap(bodyOf(ApplyBody), (body) => Effect.provide(applied(body), team))

  const way = Effect.gen(function* () {
    const { params } = yield* HttpRouter.RouteContext
    const { from, channel, words = "hidden" } = yield* HttpServerRequest.schemaSearchParams(WayQuery)
    const cause = params["cause"] ?? ""
    if (from !== undefined) return yield* wayOf(roads, cause, from, words)
    const id = yield* Schema.decodeUnknownEffect(Snowflake)(cause)
    const sources = { past, store, awake: host.awake.keys(), lastOf: roads.lastOf }
    const found = yield* findMessage(sources, id, channel)
    return yield* wayOf(roads, found.cause, found.from, words)
  })

  const changes = Effect.gen(function* () {
    const { path, before, words = "hidden" } = yield* HttpServerRequest.schemaSearchParams(ChangesQuery)
    const address = yield* addressed
    const now = yield* store.peek(address)
    if (now === null) return yield* neverCommitted(address)
    return yield* pathHistory(past, address, path, before ?? now.seq + 1, words)
  })

  const awakeOnes = Effect.gen(function* () {
    return yield* awake(host, yield* HttpServerRequest.schemaSearchParams(AwakeQuery))
  })

  const fleetOf = Effect.gen(function* () {
    const { params } = yield* HttpRouter.RouteContext
    const { kind } = yield* Schema.decodeUnknownEffect(FleetPath)(params)
    return yield* fleet(census, rates, kind)
  })

  return [
    get("/health", Effect.succeed({ alive: true })),
    get("/ready", ready),
    get("/status", status.report),
    get("/api/fleet/:kind", fleetOf),
    get("/api/coverage", coverage),
    get("/api/awake", awakeOnes),
    get("/api/actors", actors),
    get("/api/actors/:kind/:id", actor),
    get("/api/actors/:kind/:id/journal", journal),
    get("/api/actors/:kind/:id/at", moment),
    get("/api/actors/:kind/:id/changes", changes),
    get("/api/actors/:kind/:id/seek", sought),
    get("/api/messages/:cause", way),
    get("/api/actors/:kind/:id/form", form),
    post("/api/actors/:kind/:id/dry-run", dry),
    post("/api/actors/:kind/:id/send", sent),
    ...(yield* poolRoutes(sends)),
    ...(yield* peopleRoutes(sends)),
    get("/api/constellations/plan", plan),
    post("/api/constellations/apply", apply),
  ]
})
