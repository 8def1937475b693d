/** The port on which a runner listens for the others: who has not the key of the cluster is nobody there. */
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { connect as connectPlain } from "node:net"
import { connect as connectTls } from "node:tls"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import { MessageStorage, RunnerAddress, RunnerStorage, ShardingConfig } from "effect/cluster"
import { connectCluster } from "../../../src/adapters/cluster/redis.ts"
import { ClusterSecret, layer as secretLayer } from "../../../src/adapters/cluster/secret.ts"
import { runnerLayer, tls } from "../../../src/adapters/cluster/wire.ts"
import { freePort, redisServer, withoutRedis } from "../../support/redis.ts"

const key = randomBytes(32)

/** A runner's open port. */
const listening = Effect.gen(function* () {
  const port = yield* Effect.promise(freePort)
  const at = Option.some(RunnerAddress.make("127.0.0.1", port))
  yield* Layer.build(
    runnerLayer.pipe(
      Layer.provide(ShardingConfig.layer({ runnerAddress: at, runnerListenAddress: at })),
      Layer.provide([RunnerStorage.layerMemory, MessageStorage.layerNoop]),
      Layer.provide(Layer.succeed(ClusterSecret, { key: () => key })),
    ),
  )
  return port
})

const ping = `${JSON.stringify({ _tag: "Ping" })}\n`

/** What a runner answers to a ping in plain text. */
const plainly = async (port: number) => {
  const socket = connectPlain(port, "127.0.0.1").setEncoding("latin1")
  let answer = ""
  socket.on("data", (text) => (answer += String(text))).on("error", () => {})
  socket.write(ping)
  await once(socket, "close")
  return answer
}

const withKey = (port: number, psk: Buffer): Promise<string> =>
  new Promise((resolve) => {
    const options = { ...tls, host: "127.0.0.1", port, checkServerIdentity: () => undefined }
    const socket = connectTls({ ...options, pskCallback: () => ({ psk, identity: "orrery" }) })
    socket.once("secureConnect", () => socket.write(ping))
    socket.once("data", (said) => {
      resolve(String(said))
      socket.destroy()
    })
    socket.once("error", () => resolve("refused"))
  })

describe("a runner's port", () => {
  it.live("answers who has the key, and nobody else", () =>
    Effect.gen(function* () {
      const port = yield* listening
      expect(yield* Effect.promise(() => withKey(port, key))).toContain("Pong")
      expect(yield* Effect.promise(() => withKey(port, randomBytes(32)))).toBe("refused")
      expect(yield* Effect.promise(() => plainly(port))).not.toContain("Pong")
    }).pipe(Effect.scoped),
  )
})

describe.skipIf(withoutRedis)("the key of a cluster", () => {
  it.live("is whoever's came first, and is given back to a Redis that lost it", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const member = Effect.gen(function* () {
        const redis = yield* connectCluster(Redacted.make(url), 5000)
        const found = yield* Effect.provide(ClusterSecret, yield* Layer.build(secretLayer(redis)))
        return { ...redis, key: () => found.key().toString("base64") }
      })
      const ada = yield* member
      const ben = yield* member
      expect(Buffer.from(ada.key(), "base64")).toHaveLength(32)
      expect(ben.key()).toBe(ada.key())
      yield* ada.run((client) => client.flushall())
      const looked = Effect.delay(
        ada.run((client) => client.keys("*secret")),
        "50 millis",
      )
      yield* Effect.repeat(looked, { until: (keys) => keys.length > 0 })
      expect((yield* member).key()).toBe(ada.key())
    }).pipe(Effect.scoped),
  )
})
