/** Restate: its server, alone, and the service with the virtual object in a Node process. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { temporaryDirectory } from "../../../test/support/directory.ts"
import { freePort } from "../../../test/support/redis.ts"
import { installed, launch, launchNode } from "../processes.ts"

/** One node with all roles, on loopback: https://docs.restate.dev/references/server-config */
const config = (directory: string, [node, ingress, admin]: ReadonlyArray<number>) => `
disable-telemetry = true
log-filter = "warn"
listen-mode = "tcp"
base-dir = "${directory}"
bind-address = "127.0.0.1:${node}"
advertised-address = "http://127.0.0.1:${node}/"
default-num-partitions = 4
[ingress]
bind-address = "127.0.0.1:${ingress}"
[admin]
bind-address = "127.0.0.1:${admin}"
disable-web-ui = true
[bifrost.local]
rocksdb-disable-wal-fsync = false
`

const binary = () => {
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`
  return installed.resolve(platform)
}

const register = async (admin: number, service: string): Promise<void> => {
  const uri = `http://127.0.0.1:${service}/`
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ uri }),
    }).catch(() => null)
    if (answer?.ok === true) return
    if (attempt === 100) throw new Error(`Restate refused the service: ${await answer?.text()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export const start = Effect.gen(function* () {
  const directory = yield* temporaryDirectory("orrery-restate-")
  const ports = yield* Effect.promise(() => Promise.all([freePort(), freePort(), freePort()]))
  const file = join(directory, "restate.toml")
  yield* Effect.promise(() => writeFile(file, config(directory, ports)))
  yield* launch(binary(), ["--config-file", file, "--no-logo"], /./)
  const [, service] = yield* launchNode("restate/service.js", [], /ready (\d+)/)
  yield* Effect.promise(() => register(ports[2]!, service!))
  return `http://127.0.0.1:${ports[1]}`
})
