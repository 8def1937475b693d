/**
 * Models that answer at once: the connection to each provider stands before it is needed, and a local model is in memory. Neither
 * costs a token. A provider's prompt cache cannot be filled without asking it for an answer, so it is not: it is filled by the
 * first answer, and what is sent first is always the same, so that it serves all others.
 */
import { Clock, Duration, Effect } from "effect"
import type { Warm } from "../../actors/performing/model.ts"
import type { Endpoint } from "./endpoint.ts"
import { tokensOf } from "./tokens.ts"

/** Idle connections are kept for a minute: see `connections/pools.ts`. In ms. */
export const keptFor = 60_000

/** A model that has to be read from a disk first takes its time. */
const patience = Duration.minutes(2)

export interface Warming {
  /** Never fails: whoever is not there now is asked again when it is needed. */
  readonly warm: Effect.Effect<void>
  readonly warmth: (now: number) => ReadonlyArray<Warm>
}

const whyNot = (error: unknown): string => {
  const { cause, message } = error as Error
  return cause instanceof Error && cause.message !== "" ? cause.message : message
}

/** One for each host; the same host may serve several models. */
export const warming = (endpoints: ReadonlyArray<Endpoint>): Warming => {
  const hosts = new Map(endpoints.map((endpoint) => [endpoint.host, endpoint]))
  const known = new Map<string, Warm>()
  const note = (host: string, its: Omit<Warm, "name" | "since">) =>
    Effect.map(Clock.currentTimeMillis, (since) => void known.set(host, { name: host, since, ...its }))

  const one = ({ host, models, warm }: Endpoint) =>
    Effect.gen(function* () {
      if (known.get(host)?.state === "warming") return
      yield* note(host, { state: "warming", ms: null, why: null })
      const began = yield* Clock.currentTimeMillis
      yield* Effect.tryPromise({
        try: (signal) => warm([...new Set(Object.values(models))], signal),
        catch: (error) => ({ message: whyNot(error) }),
      }).pipe(
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.fail({ message: "it does not answer" }),
        }),
      )
      yield* note(host, { state: "warm", ms: (yield* Clock.currentTimeMillis) - began, why: null })
    }).pipe(
      Effect.catch(({ message }) => note(host, { state: "cold", ms: null, why: message })),
      Effect.onInterrupt(() => note(host, { state: "cold", ms: null, why: null })),
    )

  return {
    // Tables of the tokenizer take a third of a second to be read: with the first question, or now.
    warm: Effect.forEach([...hosts.values()], one, { concurrency: "unbounded", discard: true }).pipe(
      Effect.tap(() => Effect.sync(() => tokensOf("warm"))),
    ),
    warmth: (now) =>
      [...hosts.keys()].map((host): Warm => {
        const its = known.get(host) ?? { name: host, state: "cold", since: now, ms: null, why: null }
        return its.state === "warm" && now - its.since > keptFor ? { ...its, state: "cold", ms: null } : its
      }),
  }
}

/** Any answer will do, so that nothing is asked for that would have to be let in. */
export const touched =
  (address: URL) =>
  async (_: ReadonlyArray<string>, signal: AbortSignal): Promise<void> => {
    await fetch(address, { method: "HEAD", signal, redirect: "manual" })
  }
