/** Looks at a server's settings for what can lose acknowledged commits. */
import { Cluster, type Redis } from "ioredis"
import type { Client } from "./connection.ts"

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\r?$`, "m").exec(info)?.[1]

/** Hosted Redis often forbids CONFIG: what cannot be read gives no advice. */
const snapshots = (server: Redis): Promise<string | undefined> =>
  server.config("GET", "save").then(
    (answer) => (answer as Array<string>)[1],
    () => undefined,
  )

const adviceOfServer = async (server: Redis): Promise<Array<string>> => {
  const [info, save] = await Promise.all([server.info(), snapshots(server)])
  const advice: Array<string> = []

  const version = field(info, "redis_version") ?? "0"
  if (parseInt(version, 10) < 7) {
    advice.push(`Redis ${version} is older than 7, the oldest that Orrery is tested on: upgrade it.`)
  }
  const policy = field(info, "maxmemory_policy")
  if (policy !== undefined && policy !== "noeviction") {
    advice.push(
      `maxmemory-policy is ${policy}: a full Redis throws away actors. Run CONFIG SET maxmemory-policy noeviction.`,
    )
  }
  if (field(info, "aof_enabled") === "0" && save === "") {
    advice.push(
      "Neither AOF nor snapshots are on: what was acknowledged can be lost when Redis dies. Run CONFIG SET appendonly yes.",
    )
  } else if (field(info, "aof_enabled") === "0") {
    advice.push(
      "AOF is off: what was acknowledged since the last snapshot can be lost when Redis dies. Run CONFIG SET appendonly yes.",
    )
  }
  return advice
}

/** Of every primary, each sentence once. */
export const adviceOf = async (client: Client): Promise<ReadonlyArray<string>> => {
  const servers = client instanceof Cluster ? client.nodes("master") : [client]
  const found = await Promise.all(servers.map(adviceOfServer))
  return [...new Set(found.flat())]
}
