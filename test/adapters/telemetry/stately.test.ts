/** Stately's inspector is told of actors, events and states in its own protocol, when it is there; and of nobody's words. */
import { Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { WebSocketServer } from "ws"
import { Observer } from "../../../src/actors/watching/observer.ts"
import * as Stately from "../../../src/adapters/telemetry/stately.ts"
import { withoutWords } from "../../../src/adapters/telemetry/stately.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { eventually, hears, message, World } from "../../support/world.ts"

const words = "my sister is getting married in Lisbon"

/** What `@statelyai/inspect` 0.7 takes. */
const common = {
  sessionId: Schema.String,
  rootId: Schema.String,
  createdAt: Schema.String,
  _version: Schema.String,
}
const event = Schema.StructWithRest(Schema.Struct({ type: Schema.String }), [
  Schema.Record(Schema.String, Schema.Json),
])
const Told = Schema.Union([
  Schema.Struct({ ...common, type: Schema.Literal("@xstate.actor"), definition: Schema.String }),
  Schema.Struct({ ...common, type: Schema.Literal("@xstate.event"), event }),
  Schema.Struct({
    ...common,
    type: Schema.Literal("@xstate.snapshot"),
    event,
    snapshot: Schema.Struct({ status: Schema.String, value: Schema.Json, context: Schema.Json }),
  }),
])
const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Told))

const inspector = Effect.gen(function* () {
  const told: Array<string> = []
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  yield* Effect.promise(() => new Promise<void>((resolve) => server.once("listening", resolve)))
  server.on("connection", (socket) => socket.on("message", (data) => told.push(String(data as Buffer))))
  yield* Effect.addFinalizer(() => Effect.sync(() => server.close()))
  const { port } = server.address() as { readonly port: number }
  return { url: `http://127.0.0.1:${port}`, told, server }
})

const running = (stately: string | null) =>
  Stately.layer({ stately }).pipe(Layer.provideMerge(new World().runtime(new MemoryStore().layer)))

describe("Stately's inspector", () => {
  it("is told of each actor once, then of its events and states, without what is said", async () => {
    const told = await Effect.gen(function* () {
      const { url, told } = yield* inspector
      yield* Effect.gen(function* () {
        yield* hears(message(`@Writer ${words}`, { called: ["writer"] }))
        yield* eventually(() => told.some((text) => text.includes('"type":"ANSWERED"')))
      }).pipe(Effect.provide(running(url)), Effect.provide(TestClock.layer()))
      return told
    }).pipe(Effect.scoped, Effect.runPromise)
    const all = told.map((text) => decode(text))
    const actors = all.filter(({ type }) => type === "@xstate.actor").map(({ sessionId }) => sessionId)
    expect(new Set(actors).size).toBe(actors.length)
    expect(actors).toContain("pool/0")
    for (const [n, { sessionId }] of all.entries())
      expect(
        all.slice(0, n + 1).some((it) => it.type === "@xstate.actor" && it.sessionId === sessionId),
      ).toBe(true)
    for (const secret of [words, "Lisbon", "Ada"]) expect(told.join("\n")).not.toContain(secret)
    expect(all.filter(({ type }) => type === "@xstate.snapshot").length).toBeGreaterThan(8)
  })

  it("is told nothing where no address is configured", async () => {
    await Effect.gen(function* () {
      const { told, server } = yield* inspector
      yield* Effect.gen(function* () {
        const { counts } = yield* Observer
        yield* hears(message("hello", { called: ["writer"] }))
        yield* eventually(() => counts.committed > 5)
      }).pipe(Effect.provide(running(null)), Effect.provide(TestClock.layer()))
      expect([told, server.clients.size]).toEqual([[], 0])
    }).pipe(Effect.scoped, Effect.runPromise)
  })
})

describe("what is left out", () => {
  it("is what people wrote and how they are called; what things are called stays", () => {
    const said = {
      type: "MESSAGE",
      message: { id: "1", text: "hello there", author: { id: "2", name: "Ada" } },
    }
    expect(withoutWords(said)).toEqual({
      type: "MESSAGE",
      message: { id: "1", text: "(11 characters)", author: { id: "2", name: "(3 characters)" } },
    })
  })
})
