/**
 * The Redis of a run. `appendfsync always`: what it acknowledged is on disk, so that a kill (SIGKILL) loses nothing of it.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { freePort } from "../support/redis.ts"
import type { Place } from "./network.ts"
import type { Processes, Running } from "./processes.ts"

export class RedisServer {
  readonly url: string
  /** How often it was killed, and when it answered again last, in ms since 1970; Infinity while it is away. */
  restarts = 0
  backSince = 0
  readonly #start: () => Running
  #running: Running | null = null

  private constructor(url: string, start: () => Running) {
    this.url = url
    this.#start = start
  }

  static async launch(processes: Processes, home: string, hub: Place | null): Promise<RedisServer> {
    const directory = join(home, "redis")
    mkdirSync(directory)
    const host = hub?.host ?? "127.0.0.1"
    const port = String(await freePort())
    const settings = {
      bind: host,
      port,
      dir: directory,
      save: "",
      appendonly: "yes",
      appendfsync: "always",
      // Whoever could reach it is in the hub's own network.
      "protected-mode": hub === null ? "yes" : "no",
    }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
    const server = new RedisServer(`redis://${host}:${port}`, () =>
      processes.start({ name: "redis", place: null, command: "redis-server", args, cwd: directory, env: {} }),
    )
    await server.start()
    return server
  }

  async start(): Promise<void> {
    this.#running = this.#start()
    await this.#running.says(/Ready to accept connections/)
    this.backSince = Date.now()
  }

  async kill(): Promise<void> {
    this.backSince = Number.POSITIVE_INFINITY
    this.restarts++
    this.#running?.child.kill("SIGKILL")
    await this.#running?.ended
  }
}
