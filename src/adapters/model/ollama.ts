/** Models on this machine, found without being told. https://docs.ollama.com/api */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible"
import { Duration, Effect, Schema } from "effect"
import type { Endpoint, Models } from "./endpoint.ts"

export const ollamaUrl = new URL("http://127.0.0.1:11434")

/** How long a machine without Ollama may hold up the start. */
const probe = Duration.seconds(1)

const Tags = Schema.Struct({
  models: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      details: Schema.optional(
        Schema.NullOr(Schema.Struct({ family: Schema.optional(Schema.NullOr(Schema.String)) })),
      ),
    }),
  ),
})

/** Its own address only: what is said in a channel must not go to a server that nobody named. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname)

/** Installed models that can chat, newest first as Ollama lists them; null when nothing answers as Ollama does. */
export const installed = (url: URL): Effect.Effect<ReadonlyArray<string> | null> =>
  isLoopback(url)
    ? Effect.tryPromise((signal) =>
        fetch(new URL("/api/tags", url), { signal, redirect: "error" }).then((response) => response.json()),
      ).pipe(
        Effect.flatMap(Schema.decodeUnknownEffect(Tags)),
        Effect.timeout(probe),
        Effect.map(({ models }) =>
          models
            .filter(
              ({ name, details }) =>
                !/embed|bert|bge|minilm|rerank/i.test(`${name} ${details?.family ?? ""}`),
            )
            .map(({ name }) => name),
        ),
        Effect.catch(() => Effect.succeed(null)),
      )
    : Effect.succeed(null)

/** So long a model stays in memory when it is not asked. https://docs.ollama.com/api#load-a-model */
const keepAlive = "30m"

/** A prompt that is empty has a model loaded, and asks it nothing. */
const loaded = async (url: URL, names: ReadonlyArray<string>, signal: AbortSignal): Promise<void> => {
  for (const model of names) {
    const response = await fetch(new URL("/api/generate", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model, keep_alive: keepAlive, stream: false }),
      signal,
      redirect: "error",
    })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`it does not load ${model} (${response.status})`)
  }
}

export const ollama = (url: URL, models: Models): Endpoint => ({
  host: url.host,
  models,
  model: createOpenAICompatible({
    name: "ollama",
    baseURL: new URL("/v1", url).href,
    includeUsage: true,
  }),
  warm: (names, signal) => loaded(url, names, signal),
  thinks: () => false,
  key: null,
  keyName: "a key",
  modelName: "ORRERY_MODEL: see `ollama list`",
})
