/**
 * The store on Redis 7 or newer, standalone or Redis Cluster. `keys.ts` says how it looks inside.
 *
 *     import * as RedisStore from "./adapters/redis/store.ts"
 *     program.pipe(Effect.provide(RedisStore.layer({ url: "redis://127.0.0.1:6379" })))
 *
 * An event's id is refused for at least the next 65,536 entries of its actor; after twice as many it is forgotten.
 */
import { Effect, Layer } from "effect"
import { Store, type StoreUnavailable } from "../../actors/store.ts"
import { adviceOf } from "./advice.ts"
import { commitBatch } from "./commit.ts"
import { connect, type Connection } from "./connection.ts"
import { actorPrefix, stateKey } from "./keys.ts"
import { readAddresses, readDue, readJournal, readState } from "./read.ts"
import { eraseOne, rewriteOne } from "./rewrite.ts"
import { scrubAll, searchAll } from "./search.ts"
import { parseRedisUrl } from "./url.ts"

export interface RedisStoreOptions {
  /** `redis://`, `rediss://`, `redis+cluster://a:6379,b:6379` or `?cluster=true`. It may hold a password. */
  readonly url: string
  /** How long anything waits for a connection, and then for its answer, in ms; 5,000 unless told. */
  readonly patience?: number
}

const open = ({ url, patience = 5_000 }: RedisStoreOptions) =>
  Effect.try({ try: () => parseRedisUrl(url), catch: (error) => error as StoreUnavailable }).pipe(
    Effect.flatMap((parsed) => connect(parsed, patience)),
  )

const storeOn = ({ label, run }: Connection) =>
  Store.of({
    label,
    // Redis works on one batch while the next is made: its core and ours.
    groupSize: 256,
    sideBySide: 8,
    claim: (address) =>
      run(async (client) => {
        const [epoch, seq, hash, record, recordSeq] = await client.orreryClaim(1, actorPrefix(address))
        const tail = await readJournal(client, address, recordSeq + 1, seq, Infinity)
        return { epoch, seq, hash, record, tail }
      }),
    commit: (batch) => run((client) => commitBatch(client, batch)),
    journal: (address, from, limit) => run((client) => readJournal(client, address, from, Infinity, limit)),
    peek: (address) => run((client) => readState(client, address)),
    trim: (address, through, base) =>
      run(async (client) => (await client.orreryTrim(1, actorPrefix(address), through, base)) === 1),
    rewrite: (rewrite) => run((client) => rewriteOne(client, rewrite)),
    erase: (address, epoch) => run((client) => eraseOne(client, address, epoch)),
    search: (holds) => run((client) => searchAll(client, holds)),
    scrub: run(scrubAll),
    base: (address) => run((client) => client.hget(stateKey(address), "base")),
    due: (now, limit) => run((client) => readDue(client, now, limit)),
    addresses: (kind, after, limit) => run((client) => readAddresses(client, kind, after, limit)),
  })

/**
 * The store on a private connection, closed with the scope. Fails with `StoreUnavailable` when there is no Redis
 * in time; once it stands it reconnects for ever. What the server's settings put at risk is logged as warnings.
 */
export const layer = (options: RedisStoreOptions): Layer.Layer<Store, StoreUnavailable> =>
  Layer.effect(
    Store,
    Effect.gen(function* () {
      const connection = yield* open(options)
      const warnings = yield* connection.run(adviceOf)
      yield* Effect.forEach(warnings, (warning) => Effect.logWarning(`${connection.label}: ${warning}`))
      return storeOn(connection)
    }),
  )

/** What an operator should change in this Redis so that nothing acknowledged is lost; empty when all is well. */
export const advice = (options: RedisStoreOptions): Effect.Effect<ReadonlyArray<string>, StoreUnavailable> =>
  Effect.scoped(Effect.flatMap(open(options), (connection) => connection.run(adviceOf)))
