/** The runners: who runs where, in which build, and that nobody ends who was not told to. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { freePort } from "../support/redis.ts"
import type { Build } from "./builds.ts"
import type { Place } from "./network.ts"
import type { Ended, Processes, Running } from "./processes.ts"
import type { RedisServer } from "./redis.ts"

/** Within which a runner that is told to stop has handed over and is gone, in ms. */
const patience = 30_000
/** Within which a runner has started, on a machine that is busy, in ms. */
const startPatience = 90_000

export interface Runner {
  readonly name: string
  readonly seat: Seat
  /** `HOST:PORT`, by which the others know it. */
  readonly address: string
  readonly running: Running
  /** `cut`: from Redis or its peers; `frozen`: SIGSTOP. */
  state: "starting" | "up" | "frozen" | "cut" | "leaving" | "ended"
}

/** Where a runner can be; a namespace of its own where there are some. */
export interface Seat {
  readonly place: Place | null
  build: Build
  runner: Runner | null
  port: number | null
}

/** What a run stands on. */
export interface Stage {
  readonly home: string
  readonly processes: Processes
  readonly redis: RedisServer
  readonly discord: string
  readonly note: (line: string) => void
  readonly violated: (what: string) => void
}

export class Fleet {
  /** When runners that were frozen went on, in ms since 1970. */
  readonly thawed: Array<number> = []
  readonly seats: ReadonlyArray<Seat>
  /** The build that new runners get. */
  build: Build
  readonly #stage: Stage
  readonly #pending = new Set<Promise<unknown>>()
  #started = 0
  #closed = false

  constructor(stage: Stage, places: ReadonlyArray<Place | null>, build: Build) {
    this.#stage = stage
    this.build = build
    this.seats = places.map((place) => ({ place, build, runner: null, port: null }))
  }

  get runners(): ReadonlyArray<Runner> {
    return this.seats.flatMap(({ runner }) => (runner === null ? [] : [runner]))
  }

  /** Nothing is done to them at this moment. */
  get up(): ReadonlyArray<Runner> {
    return this.runners.filter(({ state }) => state === "up")
  }

  /** Starts a runner, again and again while Redis is away. `sameAddress`: where the one before it was. */
  async start(seat: Seat, sameAddress: boolean): Promise<void> {
    while (!this.#closed) {
      const began = Date.now()
      const port = (sameAddress ? seat.port : null) ?? (await freePort())
      const runner = this.#launch(seat, port)
      const said = runner.running.says(/Orrery runs/).then(
        () => "up" as const,
        () => "ended" as const,
      )
      const how = await Promise.race([said, sleep(startPatience, "slow" as const, { ref: false })])
      if (how === "up" || runner.state === "ended") {
        if (runner.state === "starting") runner.state = "up"
        return
      }
      const { violated, redis } = this.#stage
      if (how === "slow") violated(`${runner.name} did not start within ${startPatience} ms`)
      else if (redis.backSince < began) violated(`${runner.name} did not start, and Redis was there`)
      await this.#end(runner, "SIGKILL")
      await sleep(500)
    }
  }

  #launch(seat: Seat, port: number): Runner {
    const { home, processes, redis, discord } = this.#stage
    const name = `runner-${++this.#started}`
    const address = `${seat.place?.host ?? "127.0.0.1"}:${port}`
    const directory = join(home, name)
    mkdirSync(directory)
    seat.build = this.build
    const running = processes.start({
      name,
      place: seat.place,
      command: process.execPath,
      args: ["src/main.ts", "start"],
      cwd: seat.build.directory,
      env: {
        CLUSTER: address,
        CLUSTER_LISTEN: address,
        REDIS_URL: redis.url,
        DISCORD_TOKEN: "playground",
        DISCORD_API_BASE: `${discord}/api`,
        ORRERY_GATEWAY_SHARDS: "2",
        ORRERY_INSPECTOR_PORT: "0",
        ORRERY_HOME: directory,
        ORRERY_MODEL: "offline",
        // Many start, on few processors.
        NODE_COMPILE_CACHE: join(home, "compiled"),
        NODE_OPTIONS: `--report-on-signal --report-exclude-env --report-directory=${directory}`,
      },
    })
    const runner: Runner = { name, seat, address, running, state: "starting" }
    seat.runner = runner
    seat.port = port
    void running.ended.then((ended) => this.#gone(runner, ended))
    return runner
  }

  /** Whoever was starting is judged by `start`. */
  #gone(runner: Runner, { code, signal }: Ended): void {
    const { state, seat, name } = runner
    if (state !== "starting") runner.state = "ended"
    if (seat.runner === runner) seat.runner = null
    if (state === "ended" || state === "leaving" || state === "starting") return
    this.#stage.violated(`${name} ended by itself with ${code ?? signal}`)
    this.beside(this.start(seat, true))
  }

  async #end(runner: Runner, signal: NodeJS.Signals): Promise<void> {
    runner.state = "ended"
    if (runner.seat.runner === runner) runner.seat.runner = null
    runner.running.child.kill(signal)
    await runner.running.ended
  }

  async kill(runner: Runner): Promise<void> {
    await this.#end(runner, "SIGKILL")
  }

  freeze(runner: Runner): void {
    runner.state = "frozen"
    runner.running.child.kill("SIGSTOP")
  }

  thaw(runner: Runner): void {
    this.thawed.push(Date.now())
    runner.running.child.kill("SIGCONT")
    if (runner.state === "frozen") runner.state = "up"
  }

  /** Told to stop, as an operator does: it hands over, and ends with 0 in time. */
  async leave(runner: Runner): Promise<void> {
    runner.state = "leaving"
    runner.running.child.kill("SIGTERM")
    const late = sleep(patience, null, { ref: false })
    const ended = await Promise.race([runner.running.ended, late])
    if (ended === null) {
      this.#stage.violated(`${runner.name} was told to stop, and still ran after ${patience} ms`)
      // What it waits for: a report in its directory.
      runner.running.child.kill("SIGUSR2")
      await sleep(2000)
      await this.#end(runner, "SIGKILL")
    } else if (ended.code !== 0) {
      this.#stage.violated(`${runner.name} was told to stop, and ended with ${ended.code ?? ended.signal}`)
    }
  }

  /** What goes on beside the faults, such as a runner that starts. */
  beside(what: Promise<unknown>): void {
    this.#pending.add(what)
    void what.finally(() => this.#pending.delete(what))
  }

  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending)
  }

  /** All are told to stop. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.runners.map((runner) => this.leave(runner)))
  }
}
