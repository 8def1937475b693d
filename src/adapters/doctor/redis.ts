/** Whether a Redis keeps what is acknowledged, is new enough, and near enough. */
import { Effect, Redacted } from "effect"
import { Cluster } from "ioredis"
import type { StoreUnavailable } from "../../actors/store.ts"
import { storedLayers } from "../../actors/caching/terms.ts"
import { partCount, partPrefix } from "../cache/keys.ts"
import { adviceOf } from "../redis/advice.ts"
import { connect, type Client } from "../redis/connection.ts"
import { parseRedisUrl } from "../redis/url.ts"
import { about, mebibytes, type Finding } from "./finding.ts"

const { fine, advice, trouble } = about("Redis")

const pings = 20
/** An answer's round trip above this, in ms, makes every event wait. */
const far = 20

const roundTrip = async (client: Client): Promise<number> => {
  const took: Array<number> = []
  for (let n = 0; n < pings; n++) {
    const since = performance.now()
    await client.ping()
    took.push(performance.now() - since)
  }
  return took.toSorted((a, b) => a - b)[pings / 2]!
}

/** How far its clock is from this machine's, in ms. */
const skew = async (client: Client): Promise<number> => {
  const server = serversOf(client)[0]!
  const [seconds, micros] = await server.time()
  return Math.abs(Date.now() - (Number(seconds) * 1000 + Number(micros) / 1000))
}

const serversOf = (client: Client) => (client instanceof Cluster ? client.nodes("master") : [client])

/** What the primaries may hold and do hold, in bytes; null: one of them has no limit. */
const memory = async (client: Client) => {
  const infos = await Promise.all(serversOf(client).map((server) => server.info("memory")))
  const each = infos.map((info) => {
    const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0)
    return { most: field("maxmemory"), used: field("used_memory") }
  })
  if (each.some(({ most }) => most === 0)) return null
  const sum = (of: "most" | "used") => each.reduce((all, one) => all + one[of], 0)
  return { most: sum("most"), left: Math.max(0, sum("most") - sum("used")) }
}

/** What the caches hold, in bytes. */
const cached = async (client: Client): Promise<number> => {
  const keys = storedLayers.flatMap((layer) =>
    Array.from({ length: partCount }, (_, part) => `${partPrefix(layer, part)}total`),
  )
  const totals = await Promise.all(keys.map((key) => client.get(key)))
  return totals.reduce((sum, total) => sum + Number(total ?? 0), 0)
}

/** Whether actors have room beside the caches when those are full: what has no room is not committed. */
const room = async (client: Client, caches: number): Promise<ReadonlyArray<Finding>> => {
  const [limits, held] = await Promise.all([memory(client), cached(client)])
  if (limits === null) return []
  const more = Math.max(0, caches - held)
  const leaves = `maxmemory is ${mebibytes(limits.most)} and leaves ${mebibytes(limits.left)}, of which the caches may take ${mebibytes(more)}`
  return [
    more < limits.left * mostForCaches
      ? fine(leaves)
      : advice(
          `${leaves}: then nothing can be committed. Raise maxmemory, or keep less there (lasting_mb under [caches])`,
        ),
  ]
}

/** Of what is left, the part that caches may take. */
const mostForCaches = 0.8

/** `caches`: what they may hold there, in bytes; `patience`: how long it may take to answer, in ms. */
export const redisFindings = (
  url: Redacted.Redacted,
  caches: number,
  patience = 5000,
): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const parsed = yield* Effect.try({
      try: () => parseRedisUrl(Redacted.value(url)),
      catch: (error) => error as StoreUnavailable,
    })
    const { label, run } = yield* connect(parsed, patience)
    const [sentences, ms, apart, rooms] = yield* run((client) =>
      Promise.all([adviceOf(client), roundTrip(client), skew(client), room(client, caches)]),
    )
    const answers = `${label} answers in ${ms.toFixed(1)} ms`
    return [
      ms > far
        ? advice(`${answers}, and every event waits for it: put it nearer to the runners`)
        : fine(answers),
      ...(sentences.length === 0 ? [fine("it keeps what was acknowledged")] : sentences.map(advice)),
      ...rooms,
      ...(apart > 1000
        ? [advice(`its clock is ${(apart / 1000).toFixed(1)} s from this machine's: let both follow NTP`)]
        : []),
    ]
  }).pipe(
    Effect.scoped,
    Effect.catch(({ message }) => Effect.succeed([trouble(message)])),
  )
