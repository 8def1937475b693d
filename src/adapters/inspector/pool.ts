/**
 * What the inspector answers about the pool, and how an operator adds agents to it and takes them out.
 *
 * | path | answer |
 * |---|---|
 * | `GET /api/pool` | `PoolView`, of the shards of this process, as counted at commits |
 * | `GET /api/agents?find=&state=&tier=&health=&page=&limit=` | `AgentsPage`, of all shards, wherever they are |
 * | `POST /api/agents/add`, `{ count, request }` | `{ added }`, by shard; 403 unless events may be sent |
 * | `POST /api/agents/drain`, `{ agent, request }` | `{ agent, was }`; 404 for one that there is not |
 * | `POST /api/agents/restore`, `{ agent, request }` | `{ agent, was }` |
 *
 * `request` tells one wish from another: the same is heard once.
 */
import { Clock, Effect, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import { Tier } from "../../machines/agent/brain.ts"
import { classOf, type LoadClass } from "../../machines/pool/load.ts"
import type { Refused } from "../../actors/mail.ts"
import { Placement } from "../../actors/placement.ts"
import { Pools, type Member, type NoSuchAgent, type Shard } from "../../actors/pools.ts"
import { total, type Figures } from "../../actors/watching/pool-figures.ts"
import { PoolWatch, type Allocations } from "../../actors/watching/pool-watch.ts"
import { bodyOf, get, post } from "./answer.ts"
import { Problem } from "./problem.ts"

export interface PoolView {
  readonly now: number
  /** Shards of this process, of all `pools`. */
  readonly shards: ReadonlyArray<{ readonly shard: string; readonly figures: Figures }>
  readonly pools: number
  readonly total: Figures
  readonly load: LoadClass
  /** Since the start. */
  readonly allocations: Allocations
  /** How long those turns waited that had to, since the start, in ms; null while none has. */
  readonly waits: { readonly count: number; readonly p50: number | null; readonly p99: number | null }
  /** Whether agents may be added and taken out here: `send = true` in `[inspector]`. */
  readonly enabled: boolean
}

export interface AgentsPage {
  readonly now: number
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly rows: ReadonlyArray<Member>
  /** Turns that wait, the longest first: 20 at most. */
  readonly queue: Shard["queue"]
  /** Shards that did not say how they are. */
  readonly silent: ReadonlyArray<string>
}

const upTo = (maximum: number) =>
  Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum }))

/** `find` is a part of the name or of the server. */
export const AgentsQuery = Schema.Struct({
  find: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
  state: Schema.optionalKey(
    Schema.Literals(["free", "busy", "idle", "leaving", "resting", "lent", "draining", "gone"]),
  ),
  tier: Schema.optionalKey(Tier),
  health: Schema.optionalKey(Schema.Literals(["healthy", "degraded", "quarantined"])),
  page: Schema.optionalKey(upTo(10_000)),
  limit: Schema.optionalKey(upTo(1000)),
})

const Request = Schema.String.check(Schema.isPattern(/^[0-9a-zA-Z-]{8,64}$/))
const AddBody = Schema.Struct({
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
  request: Request,
})
const AgentBody = Schema.Struct({
  agent: Schema.String.check(Schema.isPattern(/^[0-9A-Za-z_-]{1,64}$/)),
  request: Request,
})

const isLike =
  ({ find = "", state, tier, health }: typeof AgentsQuery.Type) =>
  (member: Member) =>
    (member.agent.includes(find) || (member.guild ?? "").includes(find)) &&
    (state === undefined ? true : state === "draining" ? member.draining : member.state === state) &&
    (tier === undefined || member.tier === tier) &&
    (health === undefined || member.health === health)

const refused = (error: Refused | NoSuchAgent): Problem =>
  error._tag === "NoSuchAgent"
    ? new Problem({ status: 404, message: error.reason })
    : new Problem({ status: 503, message: "The pool does not take that at the moment. Try again." })

export const poolRoutes = Effect.fnUntraced(function* (sends: boolean) {
  const pools = yield* Pools
  const watch = yield* PoolWatch
  const placement = yield* Placement

  const view = Effect.map(Clock.currentTimeMillis, (now): PoolView => {
    const shards = [...watch.shards()]
      .map(([shard, figures]) => ({ shard, figures }))
      .toSorted((a, b) => Number(a.shard) - Number(b.shard))
    const all = total(shards.map(({ figures }) => figures))
    const { waits } = watch
    return {
      now,
      shards,
      pools: placement.pools.length,
      total: all,
      load: classOf(all),
      allocations: watch.allocations(),
      waits: { count: waits.total, p50: waits.quantile(0.5), p99: waits.quantile(0.99) },
      enabled: sends,
    }
  })

  const agents = Effect.gen(function* () {
    const query = yield* HttpServerRequest.schemaSearchParams(AgentsQuery)
    const { shards, silent } = yield* pools.standing
    const found = shards.flatMap(({ members }) => members).filter(isLike(query))
    const limit = query.limit ?? 50
    const pageCount = Math.max(1, Math.ceil(found.length / limit))
    const page = Math.min(query.page ?? 1, pageCount)
    const queue = shards.flatMap((shard) => shard.queue).toSorted((a, b) => a.since - b.since)
    return {
      now: yield* Clock.currentTimeMillis,
      total: found.length,
      page,
      pages: pageCount,
      rows: found.slice((page - 1) * limit, page * limit),
      queue: queue.slice(0, 20),
      silent,
    } satisfies AgentsPage
  })

  const allowed = sends
    ? Effect.void
    : Effect.fail(
        new Problem({
          status: 403,
          message:
            "Agents are not added or taken out from here: an operator switches it on with send = true in [inspector], or ORRERY_INSPECTOR_SEND=true.",
        }),
      )

  const added = Effect.gen(function* () {
    yield* allowed
    const { count, request } = yield* bodyOf(AddBody)
    const shares = yield* Effect.mapError(pools.add(count, request), refused)
    yield* Effect.logInfo(`An operator added ${count} agents to the pool`)
    return { added: Object.fromEntries(shares) }
  })

  const changed = (change: "drain" | "restore", words: string) =>
    Effect.gen(function* () {
      yield* allowed
      const { agent, request } = yield* bodyOf(AgentBody)
      const was = yield* Effect.mapError(pools[change](agent, request), refused)
      yield* Effect.logInfo(`An operator ${words} agent/${agent}`)
      return { agent, was: was.state }
    })

  return [
    get("/api/pool", view),
    get("/api/agents", agents),
    post("/api/agents/add", added),
    post("/api/agents/drain", changed("drain", "took out")),
    post("/api/agents/restore", changed("restore", "let in again")),
  ]
})
