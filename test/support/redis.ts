/**
 * A private `redis-server` on a free port of 127.0.0.1, with its files in a directory of its own.
 *
 *     const server = yield* redisServer({ appendonly: "yes", appendfsync: "always" })   // stops with the scope
 *     yield* server.kill                                                                // kill -9
 *     yield* server.start                                                               // same port, same files
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { createServer, type AddressInfo } from "node:net"
import { createInterface } from "node:readline"
import { Effect, type Scope } from "effect"
import { temporaryDirectory } from "./directory.ts"

export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Where its files are. */
  readonly directory: string
  /** Ends it with SIGTERM, so that it writes what it has; waits until it is gone. */
  readonly stop: Effect.Effect<void>
  /** Ends it with SIGKILL; waits until it is gone. */
  readonly kill: Effect.Effect<void>
  /** Starts it again after `stop` or `kill`; waits until it accepts connections. */
  readonly start: Effect.Effect<void>
  /** Lets it hang (SIGSTOP): connections stay open, nothing is answered until `thaw`. */
  readonly freeze: Effect.Effect<void>
  readonly thaw: Effect.Effect<void>
}

/** Names and values as in redis.conf. Unless told: AOF, written to disk every second, and no snapshots. */
export type RedisSettings = Readonly<Record<string, string>>

/** Tests that need Redis are skipped without it on a developer's machine, and fail in CI. */
export const withoutRedis =
  spawnSync("redis-server", ["--version"]).status !== 0 && process.env["CI"] !== "true"

const missing =
  "redis-server was not found on the PATH: install Redis 7 (for example: apt-get install redis-server)."

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, "close")
  return port
}

/** Resolves when it accepts connections; rejects with what it said when it ends before. */
const launch = async (directory: string, port: number, settings: RedisSettings): Promise<ChildProcess> => {
  const all = {
    save: "",
    appendonly: "yes",
    ...settings,
    bind: "127.0.0.1",
    port: String(port),
    dir: directory,
  }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
  const orphan = () => child.kill("SIGKILL")
  process.once("exit", orphan)
  child.once("exit", () => process.off("exit", orphan))

  const said: Array<string> = []
  await new Promise<void>((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new Error(missing) : error),
    )
    child.once("exit", () => reject(new Error(`redis-server ended:\n${said.join("\n")}`)))
    createInterface(child.stdout).on("line", (line) => {
      said.push(line)
      if (line.includes("Ready to accept connections")) resolve()
    })
  })
  return child
}

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill(signal)
  await gone
}

/** Between finding a free port and listening on it, somebody else may take it: then another one is tried. */
const launchAnywhere = async (directory: string, settings: RedisSettings) => {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { port, child: await launch(directory, port, settings) }
    } catch (error) {
      if (attempt === 5 || !String(error).includes("Address already in use")) throw error
    }
  }
}

/** Starts a server that stops, and loses its files, with the scope. */
export const redisServer = (settings: RedisSettings = {}): Effect.Effect<RedisServer, never, Scope.Scope> =>
  Effect.gen(function* () {
    const directory = yield* temporaryDirectory("orrery-redis-")
    const running = yield* Effect.acquireRelease(
      Effect.promise(() => launchAnywhere(directory, settings)),
      (server) => Effect.promise(() => end(server.child, "SIGKILL")),
    )
    const { port } = running
    return {
      url: `redis://127.0.0.1:${port}`,
      port,
      directory,
      stop: Effect.promise(() => end(running.child, "SIGTERM")),
      kill: Effect.promise(() => end(running.child, "SIGKILL")),
      start: Effect.promise(async () => {
        running.child = await launch(directory, port, settings)
      }),
      freeze: Effect.sync(() => running.child.kill("SIGSTOP")),
      thaw: Effect.sync(() => running.child.kill("SIGCONT")),
    }
  })
