/** Flags of the command line that stand above the environment, shared by the commands. */
import { resolve } from "node:path"
import { Effect, Option, Redacted } from "effect"
import { Flag } from "effect/cli"
import { explained, settings, type Settings } from "../config/settings.ts"
import { isLoopback } from "../http/loopback.ts"
import { InputError } from "./input-error.ts"

export const flags = {
  store: Flag.String("store").pipe(
    Flag.withDescription("redis://HOST:PORT or sqlite:PATH (default: REDIS_URL, else a file in ORRERY_HOME)"),
    Flag.optional,
  ),
  brains: Flag.String("brains").pipe(
    Flag.withDescription(
      "The team: a directory with one Markdown file an agent (default: ORRERY_BRAINS, else brains)",
    ),
    Flag.optional,
  ),
}

export interface Chosen {
  readonly store: Option.Option<string>
  readonly brains?: Option.Option<string>
}

/** A cluster's runners meet in Redis, and whoever reaches their ports is trusted. */
const checked = (found: Settings): Effect.Effect<Settings, InputError> => {
  const { cluster, redis } = found
  if (cluster === null) return Effect.succeed(found)
  if (redis === null)
    return new InputError({
      message: "CLUSTER needs Redis, where the runners meet: set REDIS_URL, or leave CLUSTER out.",
    })
  if (cluster.listen === null && !isLoopback(cluster.address.host))
    return new InputError({
      message: `CLUSTER is not an address of this machine alone: say where to listen, as in CLUSTER_LISTEN=${cluster.address.host}:${cluster.address.port}. Whoever reaches that port is trusted: keep it in a private network.`,
    })
  return Effect.succeed(found)
}

/** The settings of the environment under what the command line chose. */
export const settingsWith = ({
  store,
  brains = Option.none(),
}: Chosen): Effect.Effect<Settings, InputError> =>
  Effect.gen(function* () {
    const found = yield* settings.pipe(
      Effect.mapError((error) => new InputError({ message: explained(error) })),
    )
    const team = Option.match(brains, { onNone: () => found.brains, onSome: (path) => resolve(path) })
    const changed = { ...found, brains: team }
    if (Option.isNone(store)) return yield* checked(changed)
    const [scheme] = store.value.split(":", 1)
    if (scheme === "sqlite")
      return yield* checked({
        ...changed,
        redis: null,
        database: resolve(store.value.slice("sqlite:".length)),
      })
    if (scheme?.startsWith("redis"))
      return yield* checked({ ...changed, redis: Redacted.make(store.value, { label: "--store" }) })
    const message = "--store cannot be read: write redis://127.0.0.1:6379 or sqlite:path/to/orrery.db"
    return yield* new InputError({ message })
  })
