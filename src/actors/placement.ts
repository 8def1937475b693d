/** Who runs where: pool shards by guild, agents by the shard that their id names, everything else by its own id. */
import { hash } from "node:crypto"
import { Context, Layer } from "effect"
import { idOf, kindOf, type Address } from "../machines/address.ts"
import { homeOf, type Profile } from "../machines/pool/allocation.ts"
import type { PolicyName } from "../machines/pool/policies/policy.ts"
import type { Turn } from "../machines/values.ts"

/** So many agents of the fleet that are alike, and unlike the others. */
export interface Kit {
  readonly agents: number
  readonly profile: Profile
}

export interface Fleet {
  readonly agents: number
  readonly shards: number
  readonly kits?: ReadonlyArray<Kit>
  /** What decides how long agents stay with guilds, and where they are expected; left out: nothing is learned. */
  readonly policy?: PolicyName
}

export class Placement extends Context.Service<
  Placement,
  {
    /** The pool shard that serves a turn: always the same for one guild. */
    readonly poolFor: (turn: Turn) => string
    /** Ids of the agents that a pool shard holds. */
    readonly agentsOf: (pool: string) => ReadonlyArray<string>
    /** What those of them are by nature that are unlike the others. */
    readonly profilesOf: (pool: string) => Readonly<Record<string, Profile>>
    readonly pools: ReadonlyArray<string>
    readonly policy: PolicyName
  }
>()("orrery/actors/Placement") {
  /** `agents` over `shards` pool shards, as evenly as it goes, and so those of each kit. */
  static readonly layer = (fleet: Fleet): Layer.Layer<Placement> =>
    Layer.sync(Placement, () => {
      const { agents, shards, kits = [], policy = "fixed" } = fleet
      const profiles = kits
        .flatMap(({ agents: many, profile }) => Array.from({ length: many }, () => profile))
        .slice(0, agents)
      const pools = Array.from({ length: shards }, (_, shard) => String(shard))
      const share = (shard: number) => Math.floor(agents / shards) + (shard < agents % shards ? 1 : 0)
      return {
        pools,
        policy,
        poolFor: (turn) => pools[spread(homeOf(turn), shards)]!,
        agentsOf: (pool) => Array.from({ length: share(Number(pool)) }, (_, n) => nameIn(pool, n)),
        profilesOf: (pool) =>
          Object.fromEntries(
            profiles
              .filter((_, n) => n % shards === Number(pool))
              .map((profile, n) => [nameIn(pool, n), profile]),
          ),
      }
    })
}

const nameIn = (pool: string, n: number): string => `${pool}-${String(n + 1).padStart(4, "0")}`

/** Of the agent `agent/7-0042` it is `7`; of anything else its own id. */
export const poolOf = (address: Address): string =>
  kindOf(address) === "agent" ? idOf(address).slice(0, idOf(address).indexOf("-")) : idOf(address)

const spread = (key: string, over: number): number =>
  Number.parseInt(hash("sha256", key, "hex").slice(0, 8), 16) % over
