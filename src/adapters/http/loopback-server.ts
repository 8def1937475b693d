/**
 * An HTTP server for this machine alone, unless a token guards it. It answers only who means it: at a loopback address the Host
 * must be a loopback name (a foreign one is DNS rebinding), and an Origin, if there is one, must be its own.
 */
import { Data, Effect } from "effect"
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import { isLoopback } from "./loopback.ts"
import { WebSocketServer, type WebSocket } from "ws"

/** Another program has the port. Choose another one, or stop the other program. */
export class PortInUse extends Data.TaggedError("PortInUse")<{ readonly port: number }> {
  override readonly message = `Port ${this.port} on 127.0.0.1 is in use: another Orrery may be running. Stop it or choose another port.`
}

/** The port cannot be listened on: it is reserved, or not a port. */
export class CannotListen extends Data.TaggedError("CannotListen")<{
  readonly port: number
  readonly cause: unknown
}> {
  override readonly message = `Cannot listen on port ${this.port}: ${String(this.cause)}.`
}

/** Takes a WebSocket opened at a path; undefined where there is none. */
export type SocketHandler = (url: URL) => ((socket: WebSocket) => void) | undefined

export interface LoopbackServer {
  /** `http://127.0.0.1:4010` */
  readonly origin: string
  /** Starts to answer. Until then requests wait. */
  readonly serve: (onRequest: RequestListener, onSocket: SocketHandler) => void
}

/** It would listen for others than this machine, and asks them for nothing. Set a token, or listen on 127.0.0.1. */
export class NeedsToken extends Data.TaggedError("NeedsToken")<{ readonly host: string }> {
  override readonly message = `Listening on ${this.host} lets others than this machine in: set a token for them, or listen on 127.0.0.1.`
}

/** Who may come in, and how they say so. */
export interface Guard {
  /** Answers a request that is not let in, and says whether it did. */
  readonly refuses: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly letsIn: (request: IncomingMessage) => boolean
}

const open: Guard = { refuses: () => false, letsIn: () => true }

/** Listens (port 0: a free one) until the scope ends; then every connection is cut. */
export const listenOnLoopback = (port: number) =>
  listenOn({ port, host: "127.0.0.1", guard: null }).pipe(Effect.catchTag("NeedsToken", Effect.die))

/** The same at any address; where others reach it, there must be a guard. */
export const listenOn = Effect.fnUntraced(function* ({
  port,
  host,
  guard,
}: {
  readonly port: number
  readonly host: string
  readonly guard: Guard | null
}) {
  if (!isLoopback(host) && guard === null) return yield* new NeedsToken({ host })
  const { refuses, letsIn } = guard ?? open
  const isOwn = isOwnOf(isLoopback(host))
  const server = createServer({ keepAliveTimeout: 60_000 })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 })
  yield* Effect.acquireRelease(listen(server, port, host), () => close(server, sockets))
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  return {
    origin,
    serve: (onRequest, onSocket) => {
      server.on("request", (request, response) => {
        if (isOwn(request)) return refuses(request, response) ? undefined : onRequest(request, response)
        response.writeHead(403, { "content-type": "text/plain" })
        response.end("This server answers to this machine only.")
      })
      server.on("upgrade", (request, socket, head) => {
        // Put after the origin, and not resolved against it: `//host/path` is a path of ours, and `http://host/` is none.
        const url = isOwn(request) && letsIn(request) ? URL.parse(`${origin}${request.url}`) : null
        const accept = url === null ? undefined : onSocket(url)
        if (accept === undefined) return refuseUpgrade(socket)
        sockets.handleUpgrade(request, socket, head, accept)
      })
    },
  } satisfies LoopbackServer
})

const listen = (server: Server, port: number, host: string) =>
  Effect.callback<void, PortInUse | CannotListen>((resume) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const error = cause.code === "EADDRINUSE" ? new PortInUse({ port }) : new CannotListen({ port, cause })
      resume(Effect.fail(error))
    })
    server.listen(port, host, () => resume(Effect.void))
  })

const close = (server: Server, sockets: WebSocketServer) =>
  Effect.callback<void>((resume) => {
    for (const socket of sockets.clients) socket.terminate()
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

/** A proxy before it may speak TLS: then the origin does, and the host is the same. */
const isOwnOf =
  (alone: boolean) =>
  ({ headers }: IncomingMessage): boolean => {
    const host = headers.host ?? ""
    const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
    const own = alone ? [`http://${host}`] : [`http://${host}`, `https://${host}`]
    return (loopback || !alone) && (headers.origin === undefined || own.includes(headers.origin))
  }

/** From the upgrade on nobody else looks after the connection: it is cut, and what breaks on it is nobody's trouble. */
function refuseUpgrade(socket: Duplex): void {
  socket.on("error", () => {})
  socket.once("finish", () => socket.destroy())
  socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
}
