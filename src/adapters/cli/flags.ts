/** Flags of the command line that stand above the environment, shared by the commands. */
import { resolve } from "node:path"
import { Effect, Option, Redacted } from "effect"
import { Flag } from "effect/cli"
import { explained, settings, type Settings } from "../config/settings.ts"
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
  readonly brains: Option.Option<string>
}

/** The settings of the environment under what the command line chose. */
export const settingsWith = ({ store, brains }: Chosen): Effect.Effect<Settings, InputError> =>
  Effect.gen(function* () {
    const found = yield* settings.pipe(
      Effect.mapError((error) => new InputError({ message: explained(error) })),
    )
    const team = Option.match(brains, { onNone: () => found.brains, onSome: (path) => resolve(path) })
    const changed = { ...found, brains: team }
    if (Option.isNone(store)) return changed
    const [scheme] = store.value.split(":", 1)
    if (scheme === "sqlite")
      return { ...changed, redis: null, database: resolve(store.value.slice("sqlite:".length)) }
    if (scheme?.startsWith("redis"))
      return { ...changed, redis: Redacted.make(store.value, { label: "--store" }) }
    const message = "--store cannot be read: write redis://127.0.0.1:6379 or sqlite:path/to/orrery.db"
    return yield* new InputError({ message })
  })
