/**
 * The shared and the lasting layer of the caches in Redis 7 or newer, standalone or Redis Cluster, for all runners of it. `keys.ts`
 * says how it looks inside. What one runner drops all others hear of, and drop from their memories.
 */
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { Cluster, type Redis } from "ioredis"
import { Effect, Latch, Layer, Option, Schema, Stream, type Scope } from "effect"
import {
  CacheStore,
  CacheUnavailable,
  everything,
  type CacheStoreService,
  type Found,
  type Holding,
  type Kept,
  type Put,
} from "../../actors/caching/cache-store.ts"
import { storedLayers, type StoredLayer } from "../../actors/caching/terms.ts"
import { connect as connectRedis, type Client } from "../redis/connection.ts"
import { scrubAll } from "../redis/search.ts"
import { parseRedisUrl } from "../redis/url.ts"
import { dropsChannel, partCount, partOf, partPrefix } from "./keys.ts"

/** Of a part's room: what is larger would drive out too much else. */
const largestShare = 0.5
/** What an entry takes in Redis besides its body, with its places in the indexes, about. */
const overhead = 700
/** Entries that are read at once. */
const page = 200

const lua = (name: string): string => readFileSync(new URL(`./${name}.lua`, import.meta.url), "utf8")
const scripts = {
  orreryCacheGet: lua("get"),
  orreryCachePut: lua("forgetting") + lua("put"),
  orreryCacheForget: lua("forgetting") + lua("forget"),
  orreryCacheDrop: lua("forgetting") + lua("drop"),
}

type Args = ReadonlyArray<string | number | Uint8Array>
/** As `get.lua` reads them. */
const fieldNames = ["scope", "kind", "fresh", "until", "packed", "body"]
type Fields = readonly [
  scope: Buffer,
  kind: Buffer,
  fresh: Buffer,
  until: Buffer,
  packed: Buffer,
  body: Buffer,
]

interface Commands {
  readonly orreryCacheGetBuffer: (prefix: string, ...args: Args) => Promise<Fields | null>
  readonly orreryCachePut: (prefix: string, ...args: Args) => Promise<null>
  readonly orreryCacheForget: (prefix: string, ...args: Args) => Promise<null>
  readonly orreryCacheDrop: (prefix: string, ...args: Args) => Promise<null>
}

const commandsOf = (client: Client) => client as unknown as Commands

/** A time, or nothing for good. */
const timeOf = (text: Buffer): number | null => (text.length === 0 ? null : Number(text.toString()))
const written = (time: number | null): string => (time === null ? "" : String(Math.round(time)))

const keptIn = ([scope, kind, fresh, until, packed, body]: Fields): Kept => ({
  scope: scope.toString(),
  kind: kind.toString(),
  freshUntil: timeOf(fresh),
  until: timeOf(until),
  packed: packed.toString() === "1",
  body,
})

const parts = storedLayers.flatMap((layer) =>
  Array.from({ length: partCount }, (_, part) => ({ layer, prefix: partPrefix(layer, part) })),
)

const prefixOf = (layer: StoredLayer, id: string): string => partPrefix(layer, partOf(id))

const putOne = async (client: Client, layer: StoredLayer, put: Put, now: number): Promise<void> => {
  const { id, scope, kind, freshUntil, until, heldUntil, packed, body, labels } = put
  const bytes = body.byteLength + overhead
  const room = Math.floor(put.room / partCount)
  const prefix = prefixOf(layer, id)
  if (bytes > room * largestShare) return void (await commandsOf(client).orreryCacheForget(prefix, id))
  const where = [id, now, written(heldUntil), bytes, room, JSON.stringify(labels)]
  const what = [scope, kind, written(freshUntil), written(until), packed ? 1 : 0, Buffer.from(body)]
  await commandsOf(client).orreryCachePut(prefix, ...where, ...what)
}

async function* allOf(client: Client): AsyncGenerator<ReadonlyArray<Found>> {
  for (const { layer, prefix } of parts) {
    for (let cursor = "0"; ;) {
      const [next, pairs] = await client.hscan(`${prefix}bytes`, cursor, "COUNT", page)
      const ids = pairs.filter((_, n) => n % 2 === 0)
      const read = ids.map(async (id): Promise<ReadonlyArray<Found>> => {
        const fields = await client.hmgetBuffer(`${prefix}e:${id}`, ...fieldNames)
        return fields[0] === null ? [] : [{ layer, id, kept: keptIn(fields as unknown as Fields) }]
      })
      yield (await Promise.all(read)).flat()
      if (next === "0") break
      cursor = next
    }
  }
}

const holdingIn = async (client: Client): Promise<Readonly<Record<StoredLayer, Holding>>> => {
  const sums = { shared: { bytes: 0, entries: 0 }, lasting: { bytes: 0, entries: 0 } }
  await Promise.all(
    parts.map(async ({ layer, prefix }) => {
      const [total, entries] = await Promise.all([
        client.get(`${prefix}total`),
        client.hlen(`${prefix}bytes`),
      ])
      sums[layer].bytes += Number(total ?? 0)
      sums[layer].entries += entries
    }),
  )
  return sums
}

/** What is said on the channel. */
const Dropped = Schema.fromJsonString(
  Schema.Struct({ by: Schema.String, labels: Schema.NullOr(Schema.Array(Schema.String)) }),
)
const decodeDropped = Schema.decodeUnknownOption(Dropped)

/**
 * Hears on a connection of its own, from when it returns, or from `patience` (in ms) on where Redis is slow. Whatever was said
 * while it did not hear was missed.
 */
const listenOn = (
  client: Client,
  self: string,
  heed: (labels: ReadonlyArray<string> | null) => void,
  patience: number,
) =>
  Effect.gen(function* () {
    const hears = Latch.makeUnsafe(false)
    yield* Effect.acquireRelease(
      Effect.sync(() => {
        const ear: Redis | Cluster =
          client instanceof Cluster
            ? client.duplicate()
            : (client as Redis).duplicate({ autoResubscribe: false })
        let first = true
        const subscribe = async (): Promise<void> => {
          await ear.subscribe(dropsChannel)
          if (!first) heed(null)
          first = false
          hears.openUnsafe()
        }
        // Where it breaks meanwhile, it is ready again some time.
        ear.on("ready", () => void subscribe().catch(() => {}))
        ear.on("close", () => (first = false))
        ear.on("error", () => {})
        ear.on("message", (_: string, text: string) => {
          const dropped = Option.getOrElse(decodeDropped(text), () => ({ by: "", labels: null }))
          if (dropped.by !== self) heed(dropped.labels)
        })
        return ear
      }),
      (ear) => Effect.sync(() => ear.disconnect()),
    )
    yield* Effect.ignore(Effect.timeout(hears.await, patience))
  })

/** Opens a connection of its own, that no journal waits behind; it closes with the scope. `patience` in ms. */
export const connect = (
  url: string,
  patience = 2000,
): Effect.Effect<CacheStoreService, CacheUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const address = yield* Effect.try({
      try: () => parseRedisUrl(url),
      catch: (error) => error as { message: string },
    })
    const { label, run: ask } = yield* connectRedis(address, patience, { coalesce: true })
    const run = <A>(commands: (client: Client) => Promise<A>) =>
      Effect.mapError(ask(commands), ({ message }) => new CacheUnavailable({ message }))
    const client = yield* run(async (its) => {
      for (const [name, script] of Object.entries(scripts))
        its.defineCommand(name, { lua: script, numberOfKeys: 1 })
      return its
    })
    const self = randomUUID()
    const tell = (its: Client, labels: ReadonlyArray<string> | null) =>
      its.publish(dropsChannel, JSON.stringify({ by: self, labels }))

    return {
      label,
      get: (layer, id, now) =>
        run(async (its) => {
          const fields = await commandsOf(its).orreryCacheGetBuffer(prefixOf(layer, id), id, now)
          return fields === null ? null : keptIn(fields)
        }),
      put: (layer, put, now) => run((its) => putOne(its, layer, put, now)),
      drop: (labels) =>
        run(async (its) => {
          const all = labels.includes(everything)
          await Promise.all(
            parts.map(({ prefix }) => commandsOf(its).orreryCacheDrop(prefix, ...(all ? [] : labels))),
          )
          await tell(its, labels)
        }),
      remove: (layer, ids) =>
        run(async (its) => {
          const byPart = Map.groupBy(ids, (id) => prefixOf(layer, id))
          await Promise.all(
            [...byPart].map(([prefix, some]) => commandsOf(its).orreryCacheForget(prefix, ...some)),
          )
          await tell(its, null)
        }),
      all: Stream.fromAsyncIterable(
        { [Symbol.asyncIterator]: () => allOf(client) },
        (error) => new CacheUnavailable({ message: `${label}: ${String(error)}` }),
      ).pipe(Stream.flatMap((found) => Stream.fromIterable(found))),
      holding: run(holdingIn),
      scrub: run(scrubAll),
      listen: (heed) => listenOn(client, self, heed, patience),
    } satisfies CacheStoreService
  }).pipe(Effect.mapError((error) => new CacheUnavailable({ message: error.message })))

/** The layers in Redis. One that does not answer at the start is told of, and gone on without. */
export const layer = (url: string): Layer.Layer<never> =>
  Layer.effect(
    CacheStore,
    connect(url).pipe(
      Effect.catch(({ message }) =>
        Effect.as(Effect.logWarning(`Caches are in memory alone: ${message}`), null),
      ),
    ),
  )
