/** Flags of the command line that stand above the environment and the file, shared by the commands. */
import { resolve } from "node:path"
import { Effect, Option, Redacted } from "effect"
import { Flag } from "effect/cli"
import { load, type Flags, type Loaded } from "../config/load.ts"
import type { ConfigInvalid } from "../config/problem.ts"
import type { Settings } from "../config/settings.ts"
import { isLoopback } from "../http/loopback.ts"
import { InputError } from "./input-error.ts"

export const flags = {
  config: Flag.String("config").pipe(
    Flag.withDescription("The configuration (default: ORRERY_CONFIG, else orrery.toml where there is one)"),
    Flag.optional,
  ),
  store: Flag.String("store").pipe(
    Flag.withDescription(
      "redis://HOST:PORT or sqlite:PATH (default: REDIS_URL, else store.redis of the configuration, else a file in ORRERY_HOME)",
    ),
    Flag.optional,
  ),
  brains: Flag.String("brains").pipe(
    Flag.withDescription(
      "The team: a directory with one Markdown file an agent (default: ORRERY_BRAINS, else team.brains of the configuration, else brains)",
    ),
    Flag.optional,
  ),
}

export interface Chosen {
  readonly config?: Option.Option<string>
  readonly store?: Option.Option<string>
  readonly brains?: Option.Option<string>
}

/** A cluster's runners meet in Redis, and nobody listens beyond this machine without being told to. */
const whatIsMissing = ({ cluster, redis }: Settings): string | null => {
  if (cluster === null) return null
  if (redis === null)
    return "CLUSTER needs Redis, where the runners meet: set REDIS_URL, or leave CLUSTER out."
  if (cluster.listen === null && !isLoopback(cluster.address.host))
    return `CLUSTER is not an address of this machine alone: say where to listen, as in CLUSTER_LISTEN=${cluster.address.host}:${cluster.address.port}.`
  return null
}

const storeOf = (store: string): Effect.Effect<Flags["store"], InputError> => {
  const [scheme] = store.split(":", 1)
  if (scheme === "sqlite") return Effect.succeed({ database: resolve(store.slice("sqlite:".length)) })
  if (scheme?.startsWith("redis"))
    return Effect.succeed({ redis: Redacted.make(store, { label: "--store" }) })
  const message = "--store cannot be read: write redis://127.0.0.1:6379 or sqlite:path/to/orrery.db"
  return new InputError({ message })
}

/** What the command line chose, as the configuration takes it. */
export const chosenFlags = ({
  config = Option.none(),
  store = Option.none(),
  brains = Option.none(),
}: Chosen): Effect.Effect<Flags, InputError> =>
  Effect.map(
    Option.match(store, { onNone: () => Effect.succeed(null), onSome: storeOf }),
    (store): Flags => ({
      file: Option.getOrNull(config),
      store,
      brains: Option.getOrNull(Option.map(brains, (path) => resolve(path))),
    }),
  )

/** The configuration with what the command line chose above it. */
export const configured = (chosen: Chosen): Effect.Effect<Loaded, InputError | ConfigInvalid> =>
  Effect.gen(function* () {
    const loaded = yield* load(yield* chosenFlags(chosen))
    const message = whatIsMissing(loaded.settings)
    return message === null ? loaded : yield* new InputError({ message })
  })
