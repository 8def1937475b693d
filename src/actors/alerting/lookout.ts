/**
 * Looks whether agents are scarce, and tells `pool/0`, which tells the operator. It looks at the figures that are counted at each
 * commit, of the shards of its own process, every few seconds, and not in the chart: how often one is told is the operator's to
 * change at any time, and what is said is about all shards together, which no single one knows. What must be durable, that it was
 * told, is in the journal of `pool/0`.
 */
import { Clock, Effect, Layer, Schedule } from "effect"
import { address } from "../../machines/address.ts"
import { classOf, shareOf, plentyBelow, type Load } from "../../machines/pool/load.ts"
import type { PoolEvent } from "../../machines/events.ts"
import { Mail } from "../mail.ts"
import { Pools } from "../pools.ts"
import { total } from "../watching/pool-figures.ts"
import { PoolWatch } from "../watching/pool-watch.ts"
import { Alerting } from "./terms.ts"

const every = "5 seconds"
/** Where it is told again while agents are scarce, so that whichever process asks is heard when it is time, in ms. */
const retold = 60_000
/** The shard that keeps for all when it was told. */
const keeper = address("pool", "0")

type Alarm = Extract<PoolEvent, { type: "ALARM" }>

export const LookoutLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { shards, takePeak } = yield* PoolWatch
    const pools = yield* Pools
    const mail = yield* Mail
    /** When this process told the keeper last, and since when few are used, in ms since 1970. */
    const toldAt = { scarce: Number.NEGATIVE_INFINITY, plenty: Number.NEGATIVE_INFINITY }
    let quietSince: number | null = null
    let most = 0

    const tell = (now: number, alarm: Omit<Alarm, "type">) =>
      mail.tell(keeper, { id: null, cause: "alarm", event: { type: "ALARM", ...alarm } }).pipe(
        Effect.andThen(Effect.sync(() => void (toldAt[alarm.load] = now))),
        // The next look tells it.
        Effect.ignore,
      )

    const scarce = (now: number, cooldown: number) =>
      Effect.gen(function* () {
        const { shards: all } = yield* pools.standing
        const { agents, used, waiting } = total(all.map(({ figures }) => figures))
        const since = Math.min(now, ...all.flatMap(({ queue }) => queue.map((one) => one.since)))
        yield* tell(now, { load: "scarce", agents, used, waiting, longest: now - since, over: 0, cooldown })
      })

    /** Of the shards of this process, since it started or was told last. */
    const plenty = (now: number, here: Load, quiet: number) =>
      Effect.gen(function* () {
        most = Math.max(most, takePeak())
        if (here.agents === 0 || shareOf({ ...here, used: most }) >= plentyBelow) {
          quietSince = null
          most = 0
          return
        }
        quietSince ??= now
        if (now - quietSince < quiet) return
        const over = now - quietSince
        quietSince = null
        const { agents, used } = { agents: here.agents, used: most }
        most = 0
        yield* tell(now, { load: "plenty", agents, used, waiting: 0, longest: 0, over, cooldown: quiet })
      })

    const look = Effect.gen(function* () {
      const { cooldown, quiet } = (yield* Alerting)()
      const now = yield* Clock.currentTimeMillis
      const here = [...shards().values()]
      const needy = here.some((shard) => classOf(shard) === "scarce")
      if (needy && now - toldAt.scarce >= Math.min(cooldown, retold)) yield* scarce(now, cooldown)
      yield* plenty(now, total(here), quiet)
    })
    yield* Effect.forkScoped(
      Effect.repeat(
        Effect.catchDefect(look, (defect) => Effect.logError("looking how scarce agents are broke", defect)),
        Schedule.spaced(every),
      ),
    )
  }),
)
