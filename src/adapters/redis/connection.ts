/**
 * The private connection to Redis: made again for ever when it breaks, and never holding a command back.
 *
 * A command that was reported as failed is not sent afterwards. It waits for the connection before it is sent (a few
 * seconds, then `StoreUnavailable`), and when the connection breaks before its answer it fails at once and is not
 * repeated by the client: no offline queue, no resending. What remains is the command that Redis runs although its
 * answer is lost. Repeating that is safe: a commit that was made is recognised by its hash and answered `Committed`;
 * one that an owner makes differently is refused, because the sequence number has moved; and a claim raises the epoch
 * once more.
 */
import { readFileSync } from "node:fs"
import { Effect, Latch, type Scope } from "effect"
import { Cluster, Redis, type CommonRedisOptions } from "ioredis"
import type { StoreUnavailable } from "../../actors/store.ts"
import { explainer } from "./errors.ts"
import type { RedisUrl } from "./url.ts"

/** What `claim.lua` answers: epoch, seq, hash, record, recordSeq. */
export type ClaimReply = [number, number, string, string | null, number]

/** What `commit.lua` answers: for each refused actor its number, the reason, and what belongs to it. */
export type Refusal = [number, "fenced", number, number] | [number, "duplicates", ...string[]]

/** What is stored when somebody else owns the actor; empty when it was done. */
export type Fencing = [] | [epoch: number, seq: number]

interface Scripts {
  readonly orreryClaim: (keys: 1, prefix: string) => Promise<ClaimReply>
  readonly orreryCommit: (
    keys: number,
    prefixes: ReadonlyArray<string>,
    args: ReadonlyArray<string>,
  ) => Promise<Array<Refusal>>
  readonly orreryTrim: (keys: 1, prefix: string, through: number, base: string) => Promise<0 | 1>
  readonly orreryRewrite: (keys: 1, prefix: string, ...args: ReadonlyArray<string>) => Promise<Fencing>
  readonly orreryErase: (keys: 1, prefix: string, epoch: number) => Promise<Fencing>
}

export type Client = (Redis | Cluster) & Scripts

export interface Connection {
  readonly label: string
  /** Runs commands once there is a connection. */
  readonly run: <A>(commands: (client: Client) => Promise<A>) => Effect.Effect<A, StoreUnavailable>
}

const lua = (name: string) => readFileSync(new URL(`./${name}.lua`, import.meta.url), "utf8")
const scripts = {
  orreryClaim: { lua: lua("claim") },
  orreryCommit: { lua: lua("commit") },
  orreryTrim: { lua: lua("trim") },
  orreryRewrite: { lua: lua("rewrite") },
  orreryErase: { lua: lua("erase") },
}

export interface How {
  /** Commands of one tick go out together, for those who send many small ones. https://github.com/redis/ioredis#autopipelining */
  readonly coalesce?: boolean
}

/** Soon at first, then every second. */
const retryDelay = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 1_000)

const makeClient = (url: RedisUrl, patience: number, { coalesce = false }: How): Client => {
  const options = {
    ...(url.username === undefined ? {} : { username: url.username }),
    ...(url.password === undefined ? {} : { password: url.password }),
    ...(url.tls ? { tls: {} } : {}),
    connectionName: "orrery-store",
    connectTimeout: patience,
    socketTimeout: patience,
    maxRetriesPerRequest: 0,
  } satisfies CommonRedisOptions
  const nodes = url.nodes.map((node) => ({ ...node }))
  const [first] = nodes
  const client = url.cluster
    ? new Cluster(nodes, {
        scripts,
        redisOptions: options,
        enableOfflineQueue: false,
        enableAutoPipelining: coalesce,
        clusterRetryStrategy: retryDelay,
        // Certificates name hosts: a cluster behind TLS is to be called by name.
        ...(url.tls ? { dnsLookup: (host, answer) => answer(null, host) } : {}),
      })
    : new Redis({
        ...first,
        ...options,
        scripts,
        db: url.database,
        enableOfflineQueue: false,
        enableAutoPipelining: coalesce,
        retryStrategy: retryDelay,
      })
  return client as Client
}

/** Answers what is under way, then hangs up; hangs up at once when there is nobody to ask. */
const close = (client: Client): Effect.Effect<void> =>
  client.status === "ready"
    ? Effect.promise(() => client.quit()).pipe(
        Effect.catchCause(() => Effect.sync(() => client.disconnect())),
      )
    : Effect.sync(() => client.disconnect())

/**
 * Opens the connection and waits for it; it closes with the scope. `patience` is how long a command waits for a
 * connection, and then for its answer, in ms.
 */
export const connect = (
  url: RedisUrl,
  patience: number,
  how: How = {},
): Effect.Effect<Connection, StoreUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const explain = explainer(url.label, url.password)
    const connected = Latch.makeUnsafe(false)
    // A cluster that does not serve all its slots never gets ready, and ioredis does not say why.
    const unanswered = new Error(url.cluster ? "CLUSTERDOWN, or no answer" : "timeout")
    let trouble: unknown = unanswered

    const client = yield* Effect.acquireRelease(
      Effect.sync(() => makeClient(url, patience, how)),
      close,
    )
    client.on("ready", () => {
      trouble = unanswered
      connected.openUnsafe()
    })
    client.on("close", () => connected.closeUnsafe())
    client.on("error", (error: unknown) => (trouble = error))
    client.on("node error", (error: unknown) => (trouble = error))

    const ready = connected.await.pipe(
      Effect.timeoutOrElse({
        duration: patience,
        orElse: () => Effect.suspend(() => Effect.fail(explain(trouble))),
      }),
    )
    /** A command that broke off with the connection does not know why; the connection may. */
    const explainFailure = (error: unknown) =>
      explain(
        error instanceof Error && /max retries/.test(error.message) && trouble !== unanswered
          ? trouble
          : error,
      )

    const run: Connection["run"] = (commands) => {
      const sent = Effect.tryPromise({ try: () => commands(client), catch: explainFailure })
      return Effect.suspend(() => (connected.isOpen() ? sent : Effect.andThen(ready, sent)))
    }
    yield* ready
    return { label: url.label, run }
  })
