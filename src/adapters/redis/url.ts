/**
 * What a REDIS_URL says.
 *
 * `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS, and for Redis Cluster
 * `redis+cluster://host:port,host:port` or `?cluster=true`. User name and password are percent-encoded.
 */
import { StoreUnavailable } from "../../actors/store.ts"

export interface RedisUrl {
  readonly nodes: ReadonlyArray<{ readonly host: string; readonly port: number }>
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  readonly tls: boolean
  readonly cluster: boolean
  /** For people: the URL without user name, password and options. */
  readonly label: string
}

const shape =
  /^redis(?<tls>s?)(?<cluster>\+cluster)?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?#@]+)(?:\/(?<database>\d*))?(?:\?(?<query>[^#]*))?$/

/** The message names the shape and never the URL: there may be a password in it. */
const unreadable = new StoreUnavailable({
  message:
    "REDIS_URL cannot be read: write redis://user:password@host:6379/0, rediss:// for TLS, or " +
    "redis+cluster://host:6379,host:6379. Percent-encode what is special in the password.",
})

const nodeOf = (authority: string) => {
  const { hostname, port } = new URL(`redis://${authority}`)
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? 6379 : Number(port) }
}

/** Throws `StoreUnavailable` when it is no such URL. */
export const parseRedisUrl = (url: string): RedisUrl => {
  const parts = shape.exec(url.trim())?.groups
  if (!parts?.["hosts"]) throw unreadable
  try {
    const nodes = parts["hosts"].split(",").map(nodeOf)
    const cluster =
      parts["cluster"] !== undefined || new URLSearchParams(parts["query"]).get("cluster") === "true"
    if (nodes.length > 1 && !cluster) throw unreadable
    const tls = parts["tls"] === "s"
    const database = cluster ? 0 : Number(parts["database"] ?? 0)
    const scheme = `redis${tls ? "s" : ""}${cluster ? "+cluster" : ""}`
    const hosts = nodes.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`)
    return {
      nodes,
      username: parts["user"] ? decodeURIComponent(parts["user"]) : undefined,
      password: parts["password"] ? decodeURIComponent(parts["password"]) : undefined,
      database,
      tls,
      cluster,
      label: `${scheme}://${hosts.join(",")}${database === 0 ? "" : `/${database}`}`,
    }
  } catch {
    throw unreadable
  }
}
