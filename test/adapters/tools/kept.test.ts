/** Tools that only read are asked once for the people of a server, where the operator says for how long. */
import { Effect, Schema } from "effect"
import { expect, it } from "@effect/vitest"
import { Caches } from "../../../src/actors/caching/caches.ts"
import { CachesLayer } from "../../../src/actors/caching/layer.ts"
import { ToolFailed, type Tool, type ToolCall } from "../../../src/actors/performing/tools.ts"
import type { ToolTerms } from "../../../src/adapters/config/tools.ts"
import { kept, saidBy } from "../../../src/adapters/tools/kept.ts"
import { brain } from "../../support/world.ts"
import { turn } from "../../machines/support/words.ts"

const reads = { name: "docs.read", harmless: true } as Tool
const writes = { name: "docs.write", harmless: false } as Tool
const server = (cache: ToolTerms["cache"]) => ({
  terms: { name: "docs", cache } as ToolTerms as never,
  tools: () => [reads, writes],
})

const call = ({ guild = "1" as string | null, tool = "docs.read", page = "a" } = {}): ToolCall => {
  const its = turn("writer")
  const message = { ...its.message, guild }
  return { key: "k", tool, input: { page }, brain: brain("writer"), turn: { ...its, message } }
}

/** What is asked of the tool itself, in order. */
const asking = () => {
  const asked: Array<string> = []
  return {
    asked,
    use: (cache: ToolTerms["cache"], its: ToolCall) =>
      Effect.flatMap(Caches, (caches) =>
        kept(
          caches,
          server(cache),
          its,
          Effect.sync(() => `page ${asked.push(JSON.stringify(its.input))}`),
        ),
      ),
  }
}

it.effect("is asked once for the same input on a server, and again on another", () =>
  Effect.gen(function* () {
    const { use } = asking()
    const said = yield* Effect.forEach(
      [call(), call(), call({ page: "b" }), call({ guild: "2" }), call({ guild: null }), call()],
      (its) => use("documentation", its),
    )
    expect(said).toEqual(["page 1", "page 1", "page 2", "page 3", "page 4", "page 1"])
  }).pipe(Effect.provide(CachesLayer)),
)

it.effect("is asked each time when it may change something, or the operator has not said what it reads", () =>
  Effect.gen(function* () {
    const { use, asked } = asking()
    yield* use("documentation", call({ tool: "docs.write" }))
    yield* use("documentation", call({ tool: "docs.write" }))
    yield* use(null, call())
    yield* use(null, call())
    expect(asked).toHaveLength(4)
  }).pipe(Effect.provide(CachesLayer)),
)

it.effect("is asked again when it failed, and when its server is another one", () =>
  Effect.gen(function* () {
    const caches = yield* Caches
    const broken = Effect.fail(new ToolFailed({ reason: "it is away", remedy: "retry" }))
    const failure = yield* Effect.flip(kept(caches, server("files"), call(), broken))
    expect(Schema.is(ToolFailed)(failure)).toBe(true)
    const { use } = asking()
    expect(yield* use("files", call())).toBe("page 1")
    yield* caches.invalidate(saidBy("docs"))
    expect(yield* use("files", call())).toBe("page 2")
  }).pipe(Effect.provide(CachesLayer)),
)
