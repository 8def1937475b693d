/** Debian's Prometheus: from the PATH, or from where `scripts/prometheus.sh` has put it. */
import { execFile, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { freePort } from "../support/redis.ts"

export const root = join(import.meta.dirname, "../..")

const run = promisify(execFile)
const unpacked = join(root, "node_modules/.cache/prometheus/usr/bin")
const bin = (name: string): string =>
  spawnSync(name, ["--version"]).status === 0 ? name : join(unpacked, name)

/** Tests that need it are skipped without it on a developer's machine, and fail in CI. */
export const withoutPrometheus =
  spawnSync(bin("promtool"), ["--version"]).status !== 0 && process.env["CI"] !== "true"

/** Runs promtool where the rules are; what it said. Rejects when it is not content. */
export const promtool = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout, stderr } = await run(bin("promtool"), [...args], { cwd: join(root, "deploy/prometheus") })
  return stdout + stderr
}

export interface Vector {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [number, string]
}

export interface Prometheus {
  /** Rejects with what Prometheus says when it cannot be parsed. */
  readonly query: (expression: string) => Promise<ReadonlyArray<Vector>>
  /** Names of the alerts that fire. */
  readonly firing: () => Promise<ReadonlySet<string>>
  readonly stop: () => Promise<void>
}

/** One that scrapes more than twice a second, and judges more often, by the rules it is given. */
export const startPrometheus = async (targets: ReadonlyArray<string>, rules: string): Promise<Prometheus> => {
  const directory = mkdtempSync(join(tmpdir(), "orrery-prometheus-"))
  writeFileSync(join(directory, "alerts.yml"), rules)
  writeFileSync(
    join(directory, "prometheus.yml"),
    JSON.stringify({
      global: { scrape_interval: "400ms", scrape_timeout: "400ms", evaluation_interval: "200ms" },
      rule_files: ["alerts.yml"],
      scrape_configs: [{ job_name: "orrery", static_configs: [{ targets }] }],
    }),
  )
  const port = await freePort()
  const child = spawn(
    bin("prometheus"),
    [
      `--config.file=${join(directory, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  )
  const orphan = () => child.kill("SIGKILL")
  process.once("exit", orphan)
  let said = ""
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", () => reject(new Error(`prometheus ended:\n${said}`)))
    child.stderr.on("data", (text: Buffer) => {
      said += String(text)
      if (said.includes("Server is ready")) resolve()
    })
  })
  const query = async (expression: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/query`, {
      method: "POST",
      body: new URLSearchParams({ query: expression }),
    })
    const body = (await response.json()) as {
      readonly error?: string
      readonly data?: { readonly result: ReadonlyArray<Vector> }
    }
    if (body.data === undefined) throw new Error(`${expression}: ${body.error}`)
    return body.data.result
  }
  return {
    query,
    firing: async () =>
      new Set((await query('ALERTS{alertstate="firing"}')).map(({ metric }) => metric["alertname"]!)),
    stop: async () => {
      process.off("exit", orphan)
      child.removeAllListeners("exit")
      const gone = once(child, "exit")
      child.kill("SIGKILL")
      await gone
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
