/** `orrery status`: the runners of a cluster, as Redis knows them, and what the store owes. */
import { Clock, Console, Effect, Option, Redacted } from "effect"
import { Command, Flag } from "effect/cli"
import { address, type Address } from "../../machines/address.ts"
import { ledgerOf } from "../../actors/steppers.ts"
import { Store, type Claim } from "../../actors/store.ts"
import type { Holding } from "../../actors/caching/cache-store.ts"
import { storedLayers, type StoredLayer } from "../../actors/caching/terms.ts"
import { connect as connectCaches } from "../cache/redis.ts"
import { overview, type Overview } from "../cluster/layer.ts"
import { sharding } from "../cluster/cluster.ts"
import * as RedisStore from "../redis/store.ts"
import { aligned } from "./aligned.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** Actors that wait to be woken: counted up to this many. */
const most = 1000

interface PoolShard {
  readonly address: Address
  /** How often it was taken over. */
  readonly epoch: number
  readonly seq: number
}

interface Status extends Overview {
  readonly store: string
  /** Of how many shards `shardsHeld` is. */
  readonly shards: number
  readonly pool: ReadonlyArray<PoolShard>
  /** Budgets that have counted something, at most 1,000 of them, and how many of these are spent. */
  readonly budgets: { readonly counted: number; readonly spent: number }
  /** What the caches of all runners hold in Redis; null: it cannot be told. */
  readonly caches: Readonly<Record<StoredLayer, Holding>> | null
  /** Actors that should be awake and that nobody has looked after; at most 1,000 are counted. */
  readonly overdue: number
}

/** One that does not read says so itself when it is woken. */
const isSpent = (of: Address) => (kept: Claim | null) =>
  kept !== null &&
  Option.match(Option.liftThrowable(ledgerOf)(of, kept), {
    onNone: () => false,
    onSome: ({ books }) => books.snapshot.matches("spent" as never),
  })

const statusOf = (url: Redacted.Redacted) =>
  Effect.gen(function* () {
    const found = yield* overview(url)
    const { addresses, due, label, peek } = yield* Store
    const late = yield* due(yield* Clock.currentTimeMillis, most)
    const pools = Array.from({ length: found.poolShards ?? 1 }, (_, n) => address("pool", String(n)))
    const pool = yield* Effect.forEach(pools, (of) =>
      Effect.map(peek(of), (kept): ReadonlyArray<PoolShard> =>
        kept === null ? [] : [{ address: of, epoch: kept.epoch, seq: kept.seq }],
      ),
    )
    const counted = yield* addresses("budget", null, most)
    const spent = yield* Effect.forEach(counted, (of) => Effect.map(peek(of), isSpent(of)), {
      concurrency: 16,
    })
    const caches = yield* connectCaches(Redacted.value(url)).pipe(
      Effect.flatMap(({ holding }) => holding),
      Effect.scoped,
      Effect.orElseSucceed(() => null),
    )
    const status: Status = {
      store: label,
      caches,
      ...found,
      shards: sharding.shardsPerGroup,
      pool: pool.flat(),
      budgets: { counted: counted.length, spent: spent.filter((it) => it).length },
      overdue: late.length,
    }
    return status
  }).pipe(Effect.provide(RedisStore.layer({ url: Redacted.value(url) })))

/** What runners leave alone, a line each. */
const openOf = ({ runners }: Status): ReadonlyArray<string> =>
  runners.flatMap(({ address, vitals }) =>
    (vitals?.open ?? []).map(
      ({ what, name, since, why }) =>
        `open     ${what} ${name} at ${address}, since ${new Date(since).toISOString()}: ${why}`,
    ),
  )

/** What runners keep warm, a line each: models and servers of tools. */
const warmOf = ({ runners }: Status): ReadonlyArray<string> =>
  runners.flatMap(({ address, vitals }) => {
    const all = vitals?.warm ?? []
    if (all.length === 0) return []
    const cold = all.filter(({ warm }) => !warm)
    const why = cold.map(({ name, why }) => `${name}${why === null ? "" : ` (${why})`}`).join(", ")
    return [
      `warm     ${all.length - cold.length} of ${all.length} at ${address}${why === "" ? "" : `; cold: ${why}`}`,
    ]
  })

/** What each runner finds in its caches, and its connections. */
const foundOf = ({ runners }: Status): ReadonlyArray<string> =>
  runners.flatMap(({ address, vitals }) => {
    if (vitals?.found === undefined) return []
    const { lookups, hits } = vitals.found
    const share =
      lookups === 0 ? "nothing looked for" : `${Math.round((100 * hits) / lookups)} % of ${lookups} found`
    return [`         ${share}, ${vitals.connections ?? 0} connections open at ${address}`]
  })

const cachesOf = ({ caches }: Status): string =>
  caches === null
    ? "not known"
    : storedLayers
        .map(
          (layer) =>
            `${layer} ${(caches[layer].bytes / 1e6).toFixed(1)} MB in ${caches[layer].entries} values`,
        )
        .join(", ")

const text = (status: Status): string => {
  const { runners, shards, shardsHeld, gatewayShards, pool, budgets, overdue, store } = status
  const rows = runners.map(({ address, state, shards: held, gateway, machine, vitals }) => [
    address,
    state,
    String(held),
    gateway.join(",") || "-",
    String(machine),
    vitals === null ? "-" : `${vitals.lag} ms`,
    vitals === null ? "-" : String(vitals.live),
    vitals === null ? "-" : String(vitals.owed),
  ])
  const epochs = pool.map(({ address, epoch, seq }) => `${address} epoch ${epoch} seq ${seq}`)
  return [
    ...(runners.length === 0
      ? ["No runner of a cluster is known here. One that is alone says how it is at its inspector."]
      : aligned([["RUNNER", "STATE", "SHARDS", "GATEWAY", "MACHINE", "LAG", "LIVE", "OWED"], ...rows])),
    "",
    `store    ${store}`,
    `shards   ${shardsHeld} of ${shards} held, ${gatewayShards ?? 0} gateway shards`,
    `pool     ${epochs.join("; ") || "nothing yet"}`,
    `budgets  ${budgets.counted === most ? `${most} or more` : budgets.counted} counted, ${budgets.spent} spent`,
    ...openOf(status),
    ...warmOf(status),
    `caches   ${cachesOf(status)}`,
    ...foundOf(status),
    `overdue  ${overdue === most ? `${most} or more` : overdue} actors wait to be woken`,
  ].join("\n")
}

export const statusCommand = Command.make(
  "status",
  {
    config: flags.config,
    store: flags.store,
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("One line of JSON instead of a table"),
    ),
  },
  Effect.fnUntraced(function* ({ json, ...chosen }) {
    const { redis } = (yield* configured(chosen)).settings
    if (redis === null)
      return yield* new InputError({
        message:
          "status reads from Redis, where the runners of a cluster meet: set REDIS_URL. A runner that is alone tells how it is at its inspector, under /status.",
      })
    const status = yield* statusOf(redis)
    yield* Console.log(json ? JSON.stringify(status) : text(status))
  }),
).pipe(Command.withDescription("Shows the runners of a cluster: who lives, and who holds what"))
