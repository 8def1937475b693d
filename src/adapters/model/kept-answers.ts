/**
 * Answers that a model has given to the very same request, where the operator asks for it: of a temperature of 0 alone, for any other
 * would be another answer each time; and of those that wanted nothing done, for what a tool does it must do each time. Each is kept
 * for who asked: a request holds their words, and so does the answer.
 */
import { hash } from "node:crypto"
import { Effect, Schema } from "effect"
import type { CachesService } from "../../actors/caching/caches.ts"
import type { Answer, Ask, Call } from "./call.ts"

/** What is kept wants nothing done; who waits for another's answer gets all of it. */
type Given = Pick<Answer, "text" | "model" | "edits" | "uses">
const Given: Schema.Codec<Given> = Schema.Struct({
  text: Schema.String,
  model: Schema.String,
  edits: Schema.Array(Schema.Never),
  uses: Schema.Array(Schema.Never),
})

const free = { input: 0, output: 0 }

/** All that an answer depends on. `models`: those that may be asked, with their hosts. */
const keyOf = (
  { request, maxTokens, tier, toolbox, offer }: Ask,
  models: (tier: Ask["tier"]) => string,
): string => {
  const tools = Object.entries({ ...toolbox?.()?.tools, ...offer?.tools }).map(([name, { description }]) => [
    name,
    description,
  ])
  return hash("sha256", JSON.stringify([models(tier), maxTokens, request, tools]), "base64url")
}

/** Nothing but text. */
const isPlain = ({ edits, uses }: Given): boolean => edits.length === 0 && uses.length === 0

/** The same calls, with answers from the caches where `wanted`. One that was kept has cost nothing, and says so. */
export const withKeptAnswers =
  (
    { lookup }: CachesService,
    wanted: () => boolean,
    models: (tier: Ask["tier"]) => string,
    call: Call,
  ): Call =>
  (ask, read) =>
    Effect.suspend(() => {
      const { keep, temperature } = ask
      if (keep === undefined || temperature !== 0 || !wanted()) return call(ask, read)
      let own: Answer | undefined
      const asked = call(ask, (answer) => Effect.as(read(answer), answer)).pipe(
        Effect.tap((answer) => Effect.sync(() => (own = answer))),
        Effect.map(({ text, model, edits, uses }) => ({ text, model, edits, uses })),
      )
      const { kind, user, agent } = keep
      const what = { kind, scope: { user }, key: keyOf(ask, models), agent, as: Given }
      return lookup(what, asked, isPlain).pipe(
        Effect.flatMap((given) =>
          read(own ?? { ...given, model: `${given.model}, from the cache`, usage: free }),
        ),
        Effect.catchTag("CallFailed", () => call(ask, read)),
      )
    })
