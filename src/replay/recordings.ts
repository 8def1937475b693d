/** Recorded conversations, for edges that give them away. */
import { Context, Effect, Layer } from "effect"
import { Archive } from "../actors/archive.ts"
import { Store } from "../actors/store.ts"
import type { Address } from "../machines/address.ts"
import type { Bundle } from "./bundle.ts"
import { ofConversation, type CollectError } from "./collect.ts"
import { NotRedactable, redacted } from "./redact.ts"

export class Recordings extends Context.Service<
  Recordings,
  {
    /** A conversation with all that it touched, without what people and agents wrote. */
    readonly redacted: (conversation: Address) => Effect.Effect<Bundle, CollectError | NotRedactable>
  }
>()("orrery/replay/Recordings") {
  static readonly layer: Layer.Layer<Recordings, never, Store | Archive> = Layer.effect(
    Recordings,
    Effect.gen(function* () {
      const ports = yield* Effect.context<Store | Archive>()
      return {
        redacted: (conversation) =>
          ofConversation(conversation).pipe(
            Effect.flatMap((bundle) =>
              Effect.try({ try: () => redacted(bundle), catch: (error) => error as NotRedactable }),
            ),
            Effect.provide(ports),
          ),
      }
    }),
  )
}
