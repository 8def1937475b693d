/** Connections are kept, bounded and counted, through the real libraries that open them. */
import { createServer, type Server } from "node:http"
import { text } from "node:stream/consumers"
import type { AddressInfo } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { REST } from "discord.js"
import { Effect, Layer } from "effect"
import { Redis } from "ioredis"
import { Connections } from "../../../src/actors/watching/connections.ts"
import { CountingLayer } from "../../../src/adapters/connections/counting.ts"
import { restOptions } from "../../../src/adapters/discord/rest.ts"
import { mostToOneHost, PoolsLayer } from "../../../src/adapters/connections/pools.ts"
import { redisServer, withoutRedis } from "../../support/redis.ts"

const both = Layer.mergeAll(CountingLayer, PoolsLayer)

/** Holds answers back until it is let go; says how many connections it has seen at once. */
const server = Effect.acquireRelease(
  Effect.promise(async () => {
    const held: Array<() => void> = []
    const state = { open: 0, most: 0, requests: 0, holds: false }
    const http: Server = createServer((_, response) => {
      state.requests++
      const answer = () => void response.setHeader("content-type", "application/json").end('{"ok":true}')
      if (state.holds) held.push(answer)
      else answer()
    })
    http.keepAliveTimeout = 0
    http.on("connection", (socket) => {
      state.most = Math.max(state.most, ++state.open)
      socket.on("close", () => state.open--)
    })
    await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready))
    const port = (http.address() as AddressInfo).port
    const letGo = () => {
      state.holds = false
      for (const answer of held.splice(0)) answer()
    }
    return { http, state, port, url: `http://127.0.0.1:${port}`, letGo }
  }),
  ({ http }) =>
    Effect.promise(async () => {
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    }),
)

const get = (url: string) => Effect.promise(() => fetch(url).then((response) => response.json()))
const until = (is: () => boolean) =>
  Effect.repeat(Effect.andThen(Effect.sleep("5 millis"), Effect.sync(is)), { until: (done) => done })
const to = (port: number) =>
  Effect.map(Connections, (all) => all().find((its) => its.to === `127.0.0.1:${port}`))

describe("connections", () => {
  it.live("take files of discord.js, whose forms are not those of the pool's library", () =>
    Effect.gen(function* () {
      const { http, url } = yield* server
      const taken = new Promise<string>((resolve) => {
        http.once("request", (request) => void text(request).then(resolve))
      })
      const rest = new REST(restOptions({ base: url })).setToken("token")
      const files = [{ name: "talk.jsonl", data: Buffer.from("a log"), contentType: "text/plain" }]
      yield* Effect.promise(() => rest.post("/channels/1/messages", { files, body: { content: "here" } }))
      const body = yield* Effect.promise(() => taken)
      rest.clearHashSweeper()
      rest.clearHandlerSweeper()
      for (const part of ['filename="talk.jsonl"', "a log", '{"content":"here"}'])
        expect(body).toContain(part)
    }).pipe(Effect.scoped, Effect.provide(both)),
  )

  it.live("are kept: twenty requests of fetch and of discord.js go over few", () =>
    Effect.gen(function* () {
      const { url, state, port } = yield* server
      for (let n = 0; n < 20; n++) expect(yield* get(url)).toEqual({ ok: true })
      expect((yield* to(port))!.opened).toBeLessThanOrEqual(2)
      const rest = new REST({ api: url })
      rest.setToken("token")
      for (let n = 0; n < 20; n++)
        expect(yield* Effect.promise(() => rest.get("/gateway"))).toEqual({ ok: true })
      rest.clearHashSweeper()
      rest.clearHandlerSweeper()
      expect(state.requests).toBe(40)
      expect((yield* to(port))!.opened).toBeLessThanOrEqual(4)
    }).pipe(Effect.scoped, Effect.provide(both)),
  )

  it.live("are bounded: what is more waits, and is answered", () =>
    Effect.gen(function* () {
      const { url, state, letGo } = yield* server
      state.holds = true
      const many = Array.from({ length: mostToOneHost + 40 }, () =>
        fetch(url).then((response) => response.json()),
      )
      yield* until(() => state.requests === mostToOneHost)
      expect(state.open).toBe(mostToOneHost)
      letGo()
      expect(yield* Effect.promise(() => Promise.all(many))).toHaveLength(mostToOneHost + 40)
      expect(state.most).toBe(mostToOneHost)
    }).pipe(Effect.scoped, Effect.provide(both)),
  )

  it.live("are counted as they come, break and do not come about", () =>
    Effect.gen(function* () {
      const { url, port, http } = yield* server
      yield* get(url)
      expect(yield* to(port)).toMatchObject({ open: 1, opened: 1, failed: 0 })
      http.closeAllConnections()
      const all = yield* Connections
      const its = () => all().find((one) => one.to === `127.0.0.1:${port}`)!
      yield* until(() => its().open === 0)
      yield* get(url)
      expect(its()).toMatchObject({ open: 1, opened: 2 })
      http.closeAllConnections()
      yield* Effect.promise(() => new Promise((closed) => http.close(closed)))
      yield* Effect.promise(() => fetch(url).catch(() => null))
      yield* until(() => its().failed > 0)
    }).pipe(Effect.scoped, Effect.provide(both)),
  )
})

describe.skipIf(withoutRedis)("connections to Redis", () => {
  it.live("are counted as well", () =>
    Effect.gen(function* () {
      const { port } = yield* redisServer()
      const client = new Redis(port, "127.0.0.1")
      yield* Effect.promise(() => client.ping())
      expect(yield* to(port)).toMatchObject({ open: 1, opened: 1 })
      client.disconnect()
      const all = yield* Connections
      yield* until(() => all().find((one) => one.to === `127.0.0.1:${port}`)!.open === 0)
    }).pipe(Effect.scoped, Effect.provide(both)),
  )
})
