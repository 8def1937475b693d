/** Orrery as its users run it: a process of its own, in a home of its own, on free ports, without what the shell happens to set. */
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"

const root = join(import.meta.dirname, "../..")

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly process: ChildProcess
  /** Resolves with the first match on standard output; rejects with all that was said when it ends before. */
  readonly says: (pattern: RegExp, where?: "out" | "err") => Promise<RegExpMatchArray>
  readonly ended: Promise<Ended>
}

/** A directory that goes with the test. */
export const temporaryHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), "orrery-"))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

export const orrery = (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
): Running => {
  const child = spawn(process.execPath, [join(root, "src/main.ts"), ...args], {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      ORRERY_PLAYGROUND_PORT: "0",
      ORRERY_INSPECTOR_PORT: "0",
      ORRERY_MODEL: "offline",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const said = { out: "", err: "" }
  const heard = new Set<() => void>()
  for (const [where, stream] of [
    ["out", child.stdout],
    ["err", child.stderr],
  ] as const) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said[where] += text
      for (const look of heard) look()
    })
  }
  const ended = once(child, "close").then(([code, signal]): Ended => {
    for (const look of heard) look()
    return { code, signal, ...said }
  })
  onTestFinished(async () => {
    child.kill("SIGKILL")
    await ended
  })
  const says: Running["says"] = (pattern, where = "out") =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = said[where].match(pattern)
        if (match !== null) resolve(match)
      }
      heard.add(look)
      look()
      void ended.then(() => reject(new Error(`it ended and never said ${pattern}\n${said.out}\n${said.err}`)))
    })
  return { process: child, says, ended }
}
