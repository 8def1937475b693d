import type { WebSocket } from "ws"
import { Connection, type GatewayOptions } from "./connection.ts"

/** All connections to the gateway, and what can be done to them to see how a bot takes it. */
export class GatewayServer {
  readonly #options: GatewayOptions
  readonly #connections = new Set<Connection>()

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  /** Takes a WebSocket that was opened at the gateway's URL. */
  accept(socket: WebSocket, url: URL): void {
    const query = url.searchParams
    if ((query.get("v") ?? "10") !== "10") return socket.close(4012, "Invalid API version.")
    if ((query.get("encoding") ?? "json") !== "json") return socket.close(4002, "Only JSON is spoken here.")
    const connection = new Connection(socket, `ws://${url.host}${url.pathname}`, this.#options)
    this.#connections.add(connection)
    socket.once("close", () => this.#connections.delete(connection))
  }

  get connected(): number {
    return this.#connections.size
  }

  /** Cuts every connection; without `resumable` their sessions are gone too. */
  drop(resumable: boolean): void {
    for (const connection of this.#connections) {
      if (!resumable) connection.endSession()
      connection.terminate()
    }
  }

  /** op 7 to every connection. */
  askToReconnect(): void {
    for (const connection of this.#connections) connection.askToReconnect()
  }

  /** op 9 to every connection. */
  invalidate(resumable: boolean): void {
    for (const connection of this.#connections) connection.invalidate(resumable)
  }
}
