/** `POST /api/profile`: has the running process profile itself; the answer names the files, which stay on its machine. */
import { Effect, Schema } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { bodyOf } from "../http/body.ts"
import { kinds, record } from "./record.ts"

/** Of one profile, in s. */
export const longest = 600

export const Wanted = Schema.Struct({
  kind: Schema.Literals(kinds),
  seconds: Schema.Finite.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: longest }))),
})
export type Wanted = typeof Wanted.Type
const decodeWanted = Schema.decodeUnknownEffect(Schema.fromJsonString(Wanted))

/** Of a request, in bytes. */
const largest = 1024

export const Recorded = Schema.Struct({ files: Schema.Array(Schema.String) })

const refuse = (status: number, message: string) =>
  Effect.succeed(HttpServerResponse.jsonUnsafe({ message }, { status }))

/** Of a process that keeps its profiles in `folder`. */
export const profileRoutes = (folder: string) => {
  let busy = false
  const answer = Effect.gen(function* () {
    const bytes = yield* bodyOf(yield* HttpServerRequest.HttpServerRequest, largest)
    const wanted = yield* decodeWanted(new TextDecoder().decode(bytes))
    if (busy) return yield* refuse(409, "A profile is being made. Try again when it is done.")
    busy = true
    return yield* record(wanted.kind, folder, wanted.seconds).pipe(
      Effect.map((files) => HttpServerResponse.jsonUnsafe({ files })),
      Effect.catch(({ message }) => refuse(500, message)),
      Effect.ensuring(Effect.sync(() => (busy = false))),
    )
  }).pipe(
    Effect.catchTags({
      SchemaError: () => refuse(400, `Say what: {"kind":"cpu" or "heap","seconds":0 to ${longest}}.`),
      BodyTooLarge: () => refuse(413, `A request has ${largest} bytes at most.`),
      BodyBroken: () => refuse(400, "The request cannot be read."),
    }),
  )
  return [HttpRouter.route("POST", "/api/profile", answer)]
}
