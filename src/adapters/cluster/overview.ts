/** What Redis knows of a cluster, for `orrery status`. */
import { Effect, Option, Schema, type Redacted } from "effect"
import type { StoreUnavailable } from "../../actors/store.ts"
import { fleetKey, gatewayKey, leasesKey, locksKey, vitalsKey } from "./keys.ts"
import { connectCluster } from "./redis.ts"
import type { KnownRunner } from "./runner-storage.ts"
import { Vitals } from "./vitals.ts"

export interface RunnerOverview {
  readonly address: string
  readonly machine: number
  /** `healthy`; `unreachable`: it lives, but does not answer the other runners; `dead`: no sign of life for a lease. */
  readonly state: "healthy" | "unreachable" | "dead"
  /** Shards whose locks it holds. */
  readonly shards: number
  /** Gateway shards that it listens on. */
  readonly gateway: ReadonlyArray<number>
  /** How it says it is; null: it has not said, or is dead. */
  readonly vitals: Vitals | null
}

export interface Overview {
  readonly runners: ReadonlyArray<RunnerOverview>
  /** Shards that somebody holds. */
  readonly shardsHeld: number
  /** What the runners agreed on; null: nothing yet. */
  readonly poolShards: number | null
  readonly gatewayShards: number | null
}

const Runner = Schema.fromJsonString(
  Schema.Struct({ address: Schema.Struct({ host: Schema.String, port: Schema.Int }) }),
)
const decodeRunner = Schema.decodeUnknownSync(Runner)

const decodeVitals = Schema.decodeUnknownOption(Schema.fromJsonString(Vitals))

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

export const overview = (url: Redacted.Redacted): Effect.Effect<Overview, StoreUnavailable> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { call, run } = yield* connectCluster(url, 5000)
      const known = yield* call<ReadonlyArray<KnownRunner>>("runners")
      const [locks, held, gateway, fleet, vitals] = yield* run(async (client) => {
        const [seconds, micros] = await client.time()
        const now = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000)
        return Promise.all([
          client.hgetall(locksKey),
          client.zrange(leasesKey, `(${now}`, "+inf", "BYSCORE"),
          client.hgetall(gatewayKey),
          client.hgetall(fleetKey),
          client.hgetall(vitalsKey),
        ])
      })
      const runners = known.map(([json, healthy, msLeft, machine]): RunnerOverview => {
        const { host, port } = decodeRunner(json).address
        const address = `${host}:${port}`
        return {
          address,
          machine,
          state: msLeft <= 0 ? "dead" : healthy === 1 ? "healthy" : "unreachable",
          vitals: msLeft <= 0 ? null : Option.getOrNull(decodeVitals(vitals[address])),
          shards: held.filter((shard) => locks[shard] === address).length,
          gateway:
            msLeft <= 0
              ? []
              : Object.keys(gateway)
                  .filter((shard) => gateway[shard] === address)
                  .map(Number)
                  .toSorted((a, b) => a - b),
        }
      })
      return {
        runners: runners.toSorted((a, b) => a.machine - b.machine),
        shardsHeld: held.length,
        poolShards: number(fleet["poolShards"]),
        gatewayShards: number(fleet["gatewayShards"]),
      }
    }),
  )
