import { it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"
import { expect } from "vitest"
import { WebSocketServer } from "ws"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { freshEars, Log, runtime, says, speaks, Told, untilTrue } from "./fixtures.ts"

/** A Discord whose gateway takes an IDENTIFY and then says no word more, not even to a closing connection. */
const silentDiscord = Effect.acquireRelease(
  Effect.callback<{
    readonly base: string
    readonly state: { identified: boolean }
    readonly stop: () => void
  }>((resume) => {
    const state = { identified: false }
    const server = createServer((request, answer) => {
      const { port } = server.address() as AddressInfo
      const limits = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 }
      const gateway = { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limits }
      answer.setHeader("content-type", "application/json")
      answer.end(
        JSON.stringify(request.url?.endsWith("/gateway/bot") ? gateway : { ...ORRERY, name: "Orrery" }),
      )
    })
    const sockets = new WebSocketServer({ server })
    sockets.on("connection", (socket, { socket: wire }) => {
      socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }))
      socket.on("message", () => {
        state.identified = true
        wire.pause()
      })
    })
    const stop = () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
    }
    server.listen(0, "127.0.0.1", () =>
      resume(
        Effect.succeed({ base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, state, stop }),
      ),
    )
  }),
  ({ stop }) => Effect.sync(stop),
)

it.effect("stopping ends in time, even while Discord leaves an IDENTIFY without an answer", () =>
  Effect.gen(function* () {
    const { base, state } = yield* silentDiscord
    const options = { token: Redacted.make("playground"), base }
    const starting = yield* Discord.inbound(options).pipe(
      Layer.provide(Discord.layer(options)),
      Layer.provide(runtime),
      Layer.launch,
      Effect.forkChild,
    )
    yield* untilTrue(Effect.sync(() => state.identified))
    const stopping = yield* Effect.forkChild(Fiber.interrupt(starting))
    yield* Effect.promise(() => setTimeout(20))
    expect(stopping.pollUnsafe()).toBeUndefined()
    yield* TestClock.adjust("5 seconds")
    yield* Fiber.join(stopping)
  }).pipe(Effect.scoped),
)

speaks(
  "after the end nothing is heard, and an end is no lost connection",
  Effect.gen(function* () {
    const { envelopes } = yield* Told
    yield* Effect.provide(Effect.void, freshEars())
    yield* says("Is anybody there?")
    yield* (yield* Playground).faults.dropConnections()
    expect(envelopes).toEqual([])
    expect((yield* Log).filter((line) => line.includes("lost"))).toEqual([])
  }),
)
