/** `orrery start` in a process of its own, for benchmarks that kill it. */
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")

interface Started {
  readonly child: ChildProcess
  readonly match: RegExpMatchArray
}

/** Starts `orrery ARGS`, and resolves when it has said that it runs; rejects with what it said when it ends before. */
export const start = (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Started> => startFile("src/main.ts", args, environment, ready)

/** The same for another program of this repository. */
export const startFile = async (
  file: string,
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Started> => {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"], ORRERY_MODEL: "offline", ORRERY_INSPECTOR_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const orphan = () => child.kill("SIGKILL")
  process.once("exit", orphan)
  child.once("exit", () => process.off("exit", orphan))
  let said = ""
  const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const look = (text: Buffer) => {
      said += String(text)
      const found = said.match(ready)
      if (found !== null) resolve(found)
    }
    child.stdout.on("data", look)
    child.stderr.on("data", look)
    child.once("exit", () => reject(new Error(`it ended:\n${said}`)))
  })
  return { child, match }
}

export const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill("SIGKILL")
  await gone
}
