/** Recorded conversations, for edges that give them away. */
import { Context, Effect, Layer } from "effect"
import { Archive } from "../actors/keeping/archive.ts"
import { Store } from "../actors/store.ts"
import type { Address } from "../machines/address.ts"
import { answerIn, type Answer, type NoAnswer } from "./answer.ts"
import type { Bundle } from "./bundle.ts"
import { ofConversation, type CollectError } from "./collect.ts"
import type { PagesError } from "./pages.ts"
import { NotRedactable, redacted } from "./redact.ts"

export class Recordings extends Context.Service<
  Recordings,
  {
    /** A conversation with all that it touched, without what people and agents wrote. */
    readonly redacted: (conversation: Address) => Effect.Effect<Bundle, CollectError | NotRedactable>
    /** How the answer of an agent came about that a message of a channel is. */
    readonly answer: (channel: string, message: string) => Effect.Effect<Answer, PagesError | NoAnswer>
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
        answer: (channel, message) => answerIn(channel, message).pipe(Effect.provide(ports)),
      }
    }),
  )
}
