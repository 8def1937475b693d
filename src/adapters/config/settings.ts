/** What the environment says. Flags of the command line stand above it, defaults below. Empty settings count as missing. */
import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { Config, Option, type Redacted, Schema, SchemaIssue } from "effect"
import { secret, text } from "./env.ts"

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export interface Settings {
  /** Where the embedded store and the playground keep their files. */
  readonly home: string
  /** The embedded store's file. */
  readonly database: string
  /** Null: no Discord, the playground instead. */
  readonly token: Redacted.Redacted | null
  /** Another host than discord.com, as `http://127.0.0.1:4010/api`. */
  readonly discordBase: string | undefined
  /** A Redis URL, which may hold a password; null: the embedded store. */
  readonly redis: Redacted.Redacted | null
  /** The directory of the team's brains. */
  readonly brains: string
  /** Ports on 127.0.0.1 of the playground and of the inspector; 0 takes a free one. */
  readonly playgroundPort: number
  readonly inspectorPort: number
  /** Agents in the pool. */
  readonly agents: number
  /**
   * The address at which other runners reach this one, and where it listens for them (null: at that address); null: it is
   * alone.
   */
  readonly cluster: { readonly address: Endpoint; readonly listen: Endpoint | null } | null
  /** Shards of the pool; null: as many as the cluster has, else 1, or 8 in a new cluster. */
  readonly poolShards: number | null
  /** Gateway shards of the bot; null: as many as the cluster has, else as Discord recommends. */
  readonly gatewayShards: number | null
}

const between = (name: string, minimum: number, maximum: number, standard: number) =>
  Config.schema(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum, maximum })),
    name,
  ).pipe(Config.withDefault(standard))

const port = (name: string, standard: number) => between(name, 0, 65_535, standard)

const path = (name: string, standard: string) =>
  text(name).pipe(Config.map((found) => resolve((found ?? standard).replace(/^~(?=\/|$)/, homedir()))))

const optionally = (name: string, minimum: number, maximum: number) =>
  Config.schema(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum, maximum })),
    name,
  ).pipe(Config.option, Config.map(Option.getOrNull))

/** `HOST:PORT`, with the host of IPv6 in brackets. */
const EndpointText = Schema.String.check(
  Schema.isPattern(/^(\[[\da-fA-F:.]+\]|[^\s:[\]]+):\d{1,5}$/, {
    message: "Write HOST:PORT, as in 127.0.0.1:34431",
  }),
)

const endpoint = (name: string) =>
  Config.schema(EndpointText, name).pipe(
    Config.option,
    Config.map(
      Option.match({
        onNone: () => null,
        onSome: (found): Endpoint => {
          const at = found.lastIndexOf(":")
          return {
            host: found.slice(0, at).replace(/^\[|\]$/g, ""),
            port: Number(found.slice(at + 1)),
          }
        },
      }),
    ),
  )

const cluster = Config.all({ address: endpoint("CLUSTER"), listen: endpoint("CLUSTER_LISTEN") }).pipe(
  Config.map(({ address, listen }) => (address === null ? null : { address, listen })),
)

export const settings: Config.Config<Settings> = Config.all({
  home: path("ORRERY_HOME", ".orrery"),
  token: secret("DISCORD_TOKEN"),
  discordBase: text("DISCORD_API_BASE").pipe(Config.map((found) => found ?? undefined)),
  redis: secret("REDIS_URL"),
  brains: path("ORRERY_BRAINS", "brains"),
  playgroundPort: port("ORRERY_PLAYGROUND_PORT", 4010),
  inspectorPort: port("ORRERY_INSPECTOR_PORT", 4020),
  agents: between("ORRERY_AGENTS", 1, 10_000, 50),
  cluster,
  poolShards: optionally("ORRERY_POOL_SHARDS", 1, 64),
  gatewayShards: optionally("ORRERY_GATEWAY_SHARDS", 1, 1000),
}).pipe(Config.map((found) => ({ ...found, database: join(found.home, "orrery.db") })))

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** `ORRERY_AGENTS: Expected a value between 1 and 10000`, a line for each setting that is wrong. */
export const explained = ({ cause }: Config.ConfigError): string =>
  cause._tag !== "SchemaError"
    ? cause.message
    : issuesOf(cause.issue)
        .issues.map(({ path, message }) => `${String(path?.[0] ?? "the environment")}: ${message}`)
        .join("\n")
