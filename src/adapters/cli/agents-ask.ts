/** Asks a running Orrery something over the HTTP API of its inspector. */
import { randomUUID } from "node:crypto"
import { Data, Effect, Option, Redacted, Schema } from "effect"
import { Flag } from "effect/cli"
import type { Settings } from "../config/settings.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

/** Orrery does not answer there, or does not take what is asked. `message` says what to do. */
export class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

export const inspector = Flag.String("inspector").pipe(
  Flag.withDescription("Where the inspector of the running Orrery is (default: as it is configured)"),
  Flag.optional,
)
export const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("One line of JSON instead of words"),
)
export const common = { config: flags.config, inspector, json }

export interface Common {
  readonly config: Option.Option<string>
  readonly inspector: Option.Option<string>
}

/** Where it listens for all addresses, this machine is one of them. */
const originOf = ({ inspectorHost, inspectorPort }: Settings): string => {
  const host = ["0.0.0.0", "::", "[::]"].includes(inspectorHost) ? "127.0.0.1" : inspectorHost
  return `http://${host.includes(":") ? `[${host}]` : host}:${inspectorPort}`
}

/** How long it may take to answer, in ms. */
const patience = 15_000

const Said = Schema.Struct({ message: Schema.String })

export const ask = <A>(chosen: Common, answer: Schema.Codec<A, unknown>, path: string, body?: object) =>
  Effect.gen(function* () {
    const { settings } = yield* configured(chosen)
    if (settings.inspectorPort === 0 && Option.isNone(chosen.inspector))
      return yield* new InputError({
        message:
          "The inspector takes a free port here, so say where it is: --inspector http://127.0.0.1:PORT",
      })
    const origin = Option.getOrElse(chosen.inspector, () => originOf(settings))
    const { inspectorToken: token } = settings
    const response = yield* Effect.tryPromise({
      try: () =>
        fetch(new URL(path, origin), {
          method: body === undefined ? "GET" : "POST",
          headers: {
            accept: "application/json",
            ...(body !== undefined && { "content-type": "application/json" }),
            ...(token !== null && { authorization: `Bearer ${Redacted.value(token)}` }),
          },
          ...(body !== undefined && { body: JSON.stringify({ request: randomUUID(), ...body }) }),
          signal: AbortSignal.timeout(patience),
        }),
      catch: () =>
        new NotTaken({
          message: `No Orrery answers at ${origin}: start it, or say where its inspector is with --inspector.`,
        }),
    })
    if (response.status === 401)
      return yield* new NotTaken({
        message: `The Orrery at ${origin} wants its token: set ORRERY_INSPECTOR_TOKEN, or token in [inspector].`,
      })
    const said = yield* Effect.tryPromise({
      try: () => response.json() as Promise<unknown>,
      catch: () => new NotTaken({ message: `What answers at ${origin} is no Orrery of this version.` }),
    })
    if (!response.ok) {
      const { message } = yield* Schema.decodeUnknownEffect(Said)(said).pipe(
        Effect.orElseSucceed(() => ({
          message: `The Orrery at ${origin} refused this (${response.status}).`,
        })),
      )
      return yield* new NotTaken({ message })
    }
    return yield* Effect.mapError(
      Schema.decodeUnknownEffect(answer)(said),
      () => new NotTaken({ message: `What answers at ${origin} is no Orrery of this version.` }),
    )
  })
