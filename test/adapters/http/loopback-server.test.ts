import { Effect, Exit, Scope } from "effect"
import { request, type OutgoingHttpHeaders } from "node:http"
import { connect, type Socket } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { WebSocket } from "ws"
import { listenOnLoopback } from "../../../src/adapters/http/loopback-server.ts"

/** A server that answers every path, takes sockets at `/live`, and tells which addresses it was asked for sockets. */
const start = async () => {
  const scope = await Effect.runPromise(Scope.make())
  onTestFinished(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const server = await Effect.runPromise(Scope.provide(listenOnLoopback(0), scope))
  const asked: Array<string> = []
  server.serve(
    (_, response) => response.end("here"),
    (url) => {
      asked.push(url.href.slice(server.origin.length))
      return url.pathname === "/live" ? (socket) => socket.send("live") : undefined
    },
  )
  return { origin: server.origin, host: server.origin.slice("http://".length), asked }
}

type Running = Awaited<ReturnType<typeof start>>

/** The first line that is answered to these lines. */
const answered = ({ origin }: Running, ...lines: ReadonlyArray<string>) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1")
    onTestFinished(() => void socket.destroy())
    socket.once("error", reject)
    socket.once("data", (data) => resolve(String(data).split("\r\n")[0]!))
    socket.write([...lines, "", ""].join("\r\n"))
  })

/** Asks for a socket as browsers do, at a target that browsers would not let through. */
const upgrade = (server: Running, target: string, ...headers: ReadonlyArray<string>) =>
  answered(
    server,
    `GET ${target} HTTP/1.1`,
    `Host: ${server.host}`,
    ...headers,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  )

const status = ({ origin }: Running, headers: OutgoingHttpHeaders) =>
  new Promise((resolve, reject) => {
    request(origin, { headers }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end()
  })

const refused = "HTTP/1.1 403 Forbidden"

/** Asks for a socket where there is none, and has the answer; nothing is closed on this side. */
const refusedAt = ({ origin, host }: Running) =>
  new Promise<Socket>((resolve) => {
    const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1", allowHalfOpen: true })
    onTestFinished(() => void socket.destroy())
    socket.once("data", () => resolve(socket))
    socket.write(
      `GET /none HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    )
  })

describe("a server for this machine alone", () => {
  it.each(["127.0.0.1", "localhost", "[::1]"])("answers when it is called %s", async (name) => {
    const server = await start()
    const host = `${name}:${new URL(server.origin).port}`
    expect(await status(server, { host })).toBe(200)
    expect(await status(server, { host, origin: `http://${host}` })).toBe(200)
  })

  it.each(["evil.example", "127.0.0.1.evil.example", "localhost@evil.example"])(
    "answers nobody who calls it “%s”",
    async (host) => {
      const server = await start()
      expect(await status(server, { host })).toBe(403)
    },
  )

  it.each(["https://evil.example", "null", "http://127.0.0.1:1"])(
    "answers no page of %s, and gives it no socket",
    async (origin) => {
      const server = await start()
      expect(await status(server, { origin })).toBe(403)
      expect(await upgrade(server, "/live", `Origin: ${origin}`)).toBe(refused)
      expect(server.asked).toEqual([])
    },
  )

  it("gives a socket where there is one", async () => {
    const { origin, asked } = await start()
    const socket = new WebSocket(`${origin.replace("http", "ws")}/live?as=ada`)
    onTestFinished(() => socket.terminate())
    expect(await new Promise((resolve) => socket.once("message", (data) => resolve(String(data))))).toBe(
      "live",
    )
    expect(asked).toEqual(["/live?as=ada"])
  })

  it.each(["//", "///", "//evil.example/live", "/\\evil.example/live", "/none", "/%", "/live/..//"])(
    "takes %s for a path of its own, at which there is no socket",
    async (target) => {
      const server = await start()
      expect(await upgrade(server, target)).toBe(refused)
      expect(server.asked).toHaveLength(1)
      expect(await status(server, {})).toBe(200)
    },
  )

  it.each(["http://evil.example/live", "http://127.0.0.1/live", "*", "live"])(
    "gives no socket at %s, which is no path",
    async (target) => {
      const server = await start()
      expect(await upgrade(server, target)).toMatch(/^HTTP\/1\.1 40[03] /)
      expect(await upgrade(server, target, "Origin: https://evil.example")).toMatch(/^HTTP\/1\.1 40[03] /)
      expect(server.asked).toEqual([])
      expect(await status(server, {})).toBe(200)
    },
  )

  it("is not brought down by who resets a connection on which a socket was refused", async () => {
    const server = await start()
    const uncaught: Array<unknown> = []
    const note = (error: unknown) => uncaught.push(error)
    process.on("uncaughtException", note)
    onTestFinished(() => void process.off("uncaughtException", note))
    const socket = await refusedAt(server)
    await new Promise((closed) => socket.once("close", closed).resetAndDestroy())
    expect(await status(server, {})).toBe(200)
    expect(uncaught).toEqual([])
  })

  it("does not keep a connection on which a socket was refused, though the other side does", async () => {
    const socket = await refusedAt(await start())
    const broken = new Promise<void>((resolve) => socket.once("error", () => resolve()))
    const writing = setInterval(() => socket.write("x"), 1)
    onTestFinished(() => clearInterval(writing))
    await broken
  })
})
