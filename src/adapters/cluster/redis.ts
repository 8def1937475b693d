/** The cluster's own connection to Redis, so that no lock waits behind the journal, and its scripts. */
import { readFileSync } from "node:fs"
import { Effect, type Redacted, type Scope } from "effect"
import { Redacted as Secret } from "effect"
import type { StoreUnavailable } from "../../actors/store.ts"
import { connect, type Client } from "../redis/connection.ts"
import { parseRedisUrl } from "../redis/url.ts"
import * as keys from "./keys.ts"

/** Each with the KEYS that its header lists. */
const scripts = {
  register: [
    keys.runnersKey,
    keys.healthKey,
    keys.heartbeatsKey,
    keys.machinesKey,
    keys.lastMachineKey,
    keys.vitalsKey,
  ],
  unregister: [keys.runnersKey, keys.healthKey, keys.heartbeatsKey, keys.machinesKey],
  runners: [keys.runnersKey, keys.healthKey, keys.heartbeatsKey, keys.machinesKey],
  acquire: [keys.locksKey, keys.leasesKey],
  refresh: [keys.locksKey, keys.leasesKey, keys.heartbeatsKey],
  release: [keys.locksKey, keys.leasesKey],
  agree: [keys.fleetKey, keys.heartbeatsKey],
} as const

type Script = keyof typeof scripts

export interface ClusterRedis {
  /** For people: the URL without user name and password. */
  readonly label: string
  /** Runs a script; its header says what it takes and answers. */
  readonly call: <A>(
    script: Script,
    args?: ReadonlyArray<string | number>,
  ) => Effect.Effect<A, StoreUnavailable>
  readonly run: <A>(commands: (client: Client) => Promise<A>) => Effect.Effect<A, StoreUnavailable>
}

const commandOf = (script: Script) => `orreryCluster_${script}`
type Command = (...args: ReadonlyArray<string | number>) => Promise<unknown>

/** Opens the connection, which closes with the scope; `patience` is how long anything waits for an answer, in ms. */
export const connectCluster = (
  url: Redacted.Redacted,
  patience: number,
): Effect.Effect<ClusterRedis, StoreUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const parsed = yield* Effect.try({
      try: () => parseRedisUrl(Secret.value(url)),
      catch: (error) => error as StoreUnavailable,
    })
    const { label, run } = yield* connect(parsed, patience)
    yield* run(async (client) => {
      for (const script of Object.keys(scripts) as ReadonlyArray<Script>) {
        const lua = readFileSync(new URL(`./${script}.lua`, import.meta.url), "utf8")
        client.defineCommand(commandOf(script), { lua, numberOfKeys: scripts[script].length })
      }
    })
    const call = <A>(script: Script, args: ReadonlyArray<string | number> = []) =>
      run((client) => {
        const commands = client as unknown as Readonly<Record<string, Command>>
        return commands[commandOf(script)]!(...scripts[script], ...args) as Promise<A>
      })
    return { label, call, run }
  })
