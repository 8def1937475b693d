/** The processes of a run: each writes what it says into a file, and none outlives the run. */
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { within, type Place } from "./network.ts"

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves with the first match on what it says; rejects when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpMatchArray>
  readonly ended: Promise<Ended>
}

export interface Command {
  /** Its log's name. */
  readonly name: string
  readonly place: Place | null
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export class Processes {
  readonly #directory: string
  readonly #living = new Set<ChildProcess>()

  constructor(directory: string) {
    this.#directory = directory
    process.once("exit", () => this.killAll())
  }

  logOf(name: string): string {
    return join(this.#directory, `${name}.log`)
  }

  start({ name, place, env, cwd, ...what }: Command): Running {
    const { command, args } = within(place, what.command, what.args)
    const child = spawn(command, args, {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    this.#living.add(child)
    const log = createWriteStream(this.logOf(name), { flags: "a" })
    let said = ""
    const heard = new Set<() => void>()
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log.write(text)
        if (heard.size === 0 && said.length > 100_000) return
        said += text
        for (const look of heard) look()
      })
    }
    const ended = Promise.race([
      once(child, "close").then(([code, signal]): Ended => ({ code, signal })),
      once(child, "error").then(([error]): Ended => (log.write(`${error}\n`), { code: -1, signal: null })),
    ]).finally(() => {
      this.#living.delete(child)
      log.end()
    })
    const says: Running["says"] = (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = said.match(pattern)
          if (match === null) return
          heard.delete(look)
          resolve(match)
        }
        heard.add(look)
        look()
        void ended.then(() =>
          reject(new Error(`${name} ended before it said ${pattern}: ${said.slice(-500)}`)),
        )
      })
    return { child, says, ended }
  }

  killAll(): void {
    for (const child of this.#living) child.kill("SIGKILL")
  }
}
