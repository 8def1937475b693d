/**
 * How runners speak: lines of JSON, since events of one name have several shapes, which Effect's binary form refuses; over
 * TLS with the cluster's key on both sides, so that no certificate is needed, and who has not the key cannot speak, listen
 * or record for later. https://www.rfc-editor.org/rfc/rfc7905
 */
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import { Effect, Layer, Option } from "effect"
import { RunnerHealth, Runners, ShardingConfig, SocketRunner } from "effect/cluster"
import { RpcClient, RpcSerialization } from "effect/rpc"
import { Socket } from "effect/socket"
import { ClusterSecret } from "./secret.ts"

/** Node takes a key that is agreed beforehand up to TLS 1.2; the suite keeps what was said secret even if the key leaks. */
export const tls = {
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305",
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2",
} as const

const identity = "orrery"

/** As in Effect's own sockets: how long a runner may take to answer the door, and to say anything, in ms. */
const patience = { openTimeout: 1000, timeout: 5500 }

const ClientLayer = Layer.effect(
  Runners.RpcClientProtocol,
  Effect.gen(function* () {
    const serialization = yield* RpcSerialization.RpcSerialization
    const { key } = yield* ClusterSecret
    return {
      codecFor: serialization.codecFor,
      make: Effect.fnUntraced(function* ({ host, port }) {
        const socket = yield* NodeSocket.makeTls({
          ...tls,
          ...patience,
          host,
          port,
          pskCallback: () => ({ psk: key(), identity }),
          // There is no certificate to look at: the key is the proof.
          checkServerIdentity: () => undefined,
        })
        return yield* RpcClient.makeProtocolSocket().pipe(
          Effect.provideService(Socket.Socket, socket),
          Effect.provideService(RpcSerialization.RpcSerialization, serialization),
        )
      }, Effect.orDie),
    }
  }),
)

const ServerLayer = Layer.unwrap(
  Effect.gen(function* () {
    const { runnerAddress, runnerListenAddress } = yield* ShardingConfig.ShardingConfig
    const { key } = yield* ClusterSecret
    const { host, port } = yield* Effect.fromOption(Option.orElse(runnerListenAddress, () => runnerAddress))
    return NodeSocketServer.layerTls({
      ...tls,
      host,
      port,
      pskIdentityHint: identity,
      pskCallback: () => key(),
    })
  }).pipe(Effect.orDie),
)

/** A process that speaks to runners, and is none. */
export const callerLayer = SocketRunner.layerClientOnly.pipe(
  Layer.provide(ClientLayer),
  Layer.provide(RpcSerialization.layerNdjson),
)

/** A runner among others, whose health they find out by asking it. */
export const runnerLayer = SocketRunner.layer.pipe(
  Layer.provide(RunnerHealth.layerPing.pipe(Layer.provide(Runners.layerRpc))),
  Layer.provide([ClientLayer, ServerLayer]),
  Layer.provide(RpcSerialization.layerNdjson),
)
