/** Whether a Redis keeps what is acknowledged, is new enough, and near enough. */
import { Effect, Redacted } from "effect"
import { Cluster } from "ioredis"
import type { StoreUnavailable } from "../../actors/store.ts"
import { adviceOf } from "../redis/advice.ts"
import { connect, type Client } from "../redis/connection.ts"
import { parseRedisUrl } from "../redis/url.ts"
import { about, type Finding } from "./finding.ts"

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
  const server = client instanceof Cluster ? client.nodes("master")[0]! : client
  const [seconds, micros] = await server.time()
  return Math.abs(Date.now() - (Number(seconds) * 1000 + Number(micros) / 1000))
}

/** `patience`: how long it may take to answer, in ms. */
export const redisFindings = (
  url: Redacted.Redacted,
  patience = 5000,
): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const parsed = yield* Effect.try({
      try: () => parseRedisUrl(Redacted.value(url)),
      catch: (error) => error as StoreUnavailable,
    })
    const { label, run } = yield* connect(parsed, patience)
    const [sentences, ms, apart] = yield* run((client) =>
      Promise.all([adviceOf(client), roundTrip(client), skew(client)]),
    )
    const answers = `${label} answers in ${ms.toFixed(1)} ms`
    return [
      ms > far
        ? advice(`${answers}, and every event waits for it: put it nearer to the runners`)
        : fine(answers),
      ...(sentences.length === 0 ? [fine("it keeps what was acknowledged")] : sentences.map(advice)),
      ...(apart > 1000
        ? [advice(`its clock is ${(apart / 1000).toFixed(1)} s from this machine's: let both follow NTP`)]
        : []),
    ]
  }).pipe(
    Effect.scoped,
    Effect.catch(({ message }) => Effect.succeed([trouble(message)])),
  )
