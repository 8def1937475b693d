/** The servers of this machine answer its own pages and programs, and no page of anybody else: on every route, and on every socket. */
import { Effect, Layer } from "effect"
import { request } from "node:http"
import { connect } from "node:net"
import { networkInterfaces } from "node:os"
import { describe, expect, it as test } from "vitest"
import { it } from "@effect/vitest"
import { Inspector } from "../../../src/adapters/inspector/inspector.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { routes } from "../../../src/adapters/playground/rest/routes.ts"
import { ADA, GENERAL, GUILD, ORRERY } from "../../../src/adapters/playground/sample-world.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { World } from "../../support/world.ts"

const evil = "https://evil.example"

interface Ask {
  readonly method: string
  readonly path: string
}

/** Every route of the bot's half that changes something, with ids that there are. */
const ids: Readonly<Record<string, string>> = {
  channel: GENERAL.id,
  guild: GUILD.id,
  user: ADA.id,
  application: ORRERY.id,
  message: "1100000000000000500",
  emoji: "%F0%9F%94%A5",
}
const filled = (path: string): string =>
  path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? "1100000000000000600")
const restAsks: ReadonlyArray<Ask> = routes
  .filter(({ method }) => method !== "GET")
  .map(({ method, path }) => ({ method, path: `/api/v10${filled(path)}` }))

const channel = `/page/channels/${GENERAL.id}`
const pageAsks: ReadonlyArray<Ask> = [
  { method: "POST", path: `${channel}/messages` },
  { method: "PATCH", path: `${channel}/messages/1` },
  { method: "DELETE", path: `${channel}/messages/1` },
  { method: "PUT", path: `${channel}/messages/1/reactions/x` },
  { method: "DELETE", path: `${channel}/messages/1/reactions/x` },
  { method: "POST", path: `${channel}/typing` },
  { method: "POST", path: `${channel}/threads` },
  { method: "POST", path: "/page/dms" },
  { method: "POST", path: "/page/interactions" },
]

/** The status of an answer to somebody who says where it comes from, or by which name it knows the server. */
const status = (origin: string, { method, path }: Ask, headers: Readonly<Record<string, string>>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const body =
      method === "GET" ? "" : JSON.stringify({ as: ADA.id, content: "From afar", channel_id: GENERAL.id })
    const length = { "content-length": String(body.length) }
    const authorization = "Bot playground"
    const sent = request(`${origin}${path}`, {
      method,
      headers: { "content-type": "text/plain", authorization, ...length, ...headers },
    })
    sent.once("response", (response) => resolve(response.resume().statusCode))
    sent.once("error", reject)
    sent.end(body)
  })

/** The first line that is answered to who wants a socket. */
const upgraded = (origin: string, path: string, headers: ReadonlyArray<string>) =>
  new Promise<string>((resolve, reject) => {
    const { port, host } = new URL(origin)
    const socket = connect(Number(port), "127.0.0.1")
    socket.once("error", reject)
    socket.once("data", (data) => {
      resolve(String(data).split("\r\n")[0]!)
      socket.destroy()
    })
    const named = headers.some((line) => line.startsWith("Host:")) ? [] : [`Host: ${host}`]
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        ...named,
        ...headers,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "",
        "",
      ].join("\r\n"),
    )
  })

const servers = Layer.mergeAll(
  Playground.layer({ port: 0 }),
  Inspector.layer({ port: 0 }).pipe(Layer.provideMerge(new World().runtime(new MemoryStore().layer))),
)

const strangers = (port: string): ReadonlyArray<Readonly<Record<string, string>>> => [
  { origin: evil },
  { origin: "null" },
  { origin: "http://127.0.0.1:1" },
  { host: `evil.example:${port}` },
  { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
]

it.live("the local Discord changes nothing for a page of somebody else", () =>
  Effect.gen(function* () {
    const { origin, listen } = yield* Playground
    const happened: Array<string> = []
    listen(({ t }) => happened.push(t))
    expect(restAsks.length).toBeGreaterThan(20)
    for (const headers of strangers(new URL(origin).port))
      for (const ask of [...restAsks, ...pageAsks])
        expect(yield* Effect.promise(() => status(origin, ask, headers)), `${ask.method} ${ask.path}`).toBe(
          403,
        )
    expect(happened).toEqual([])
    // From its own page, the first of them is heard.
    expect(yield* Effect.promise(() => status(origin, pageAsks[0]!, { origin }))).toBe(200)
    expect(happened).toContain("MESSAGE_CREATE")
  }).pipe(Effect.provide(servers)),
)

it.live("the inspector shows nothing to a page of somebody else", () =>
  Effect.gen(function* () {
    const { origin } = yield* Inspector
    const paths = [
      "/",
      "/health",
      "/status",
      "/api/actors?kind=pool",
      "/api/actors/pool/0/journal?words=shown",
    ]
    for (const headers of strangers(new URL(origin).port))
      for (const path of paths)
        expect(yield* Effect.promise(() => status(origin, { method: "GET", path }, headers)), path).toBe(403)
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(
        yield* Effect.promise(() => status(origin, { method, path: "/api/actors/pool/0" }, { origin })),
      ).toBe(404)
  }).pipe(Effect.provide(servers)),
)

it.live("no socket is given to a page of somebody else", () =>
  Effect.gen(function* () {
    const { origin: chat } = yield* Playground
    const { origin: inspector } = yield* Inspector
    for (const [origin, path] of [
      [chat, "/gateway?v=10&encoding=json"],
      [chat, `/page/live?as=${ADA.id}`],
      [inspector, "/api/live"],
    ] as const) {
      const asked = (...headers: ReadonlyArray<string>) =>
        Effect.promise(() => upgraded(origin, path, headers))
      for (const foreign of [evil, "null", "http://127.0.0.1:1"])
        expect(yield* asked(`Origin: ${foreign}`), path).toContain("403")
      expect(yield* asked("Host: evil.example"), path).toContain("403")
      expect(yield* asked(`Origin: ${origin}`), path).toContain("101")
    }
  }).pipe(Effect.provide(servers)),
)

const elsewhere = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address)

describe("the addresses of this machine that others reach", () => {
  test.skipIf(elsewhere.length === 0)("are not listened on", () =>
    Effect.gen(function* () {
      for (const { origin } of [yield* Playground, yield* Inspector])
        for (const address of elsewhere) {
          const reached = new Promise<string>((resolve) => {
            const socket = connect(Number(new URL(origin).port), address)
            socket.once("connect", () => resolve("connected"))
            socket.once("error", () => resolve("refused"))
          })
          expect(yield* Effect.promise(() => reached)).toBe("refused")
        }
    }).pipe(Effect.provide(servers), Effect.runPromise),
  )
})
