/** What other processes of a cluster send: letters, and whatever else is written into the port of a runner. */
import { randomBytes } from "node:crypto"
import { connect } from "node:tls"
import { Effect, Layer, Logger, ManagedRuntime, Option, Schema } from "effect"
import {
  EntityId,
  MessageStorage,
  RunnerAddress,
  RunnerStorage,
  Sharding,
  ShardingConfig,
} from "effect/cluster"
import * as fc from "fast-check"
import { knows, letterTo, Mail } from "../../../src/actors/mail.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { Model } from "../../../src/actors/performing/model.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { RuntimeLayer } from "../../../src/actors/runtime.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { sharding } from "../../../src/adapters/cluster/cluster.ts"
import { ClusterSecret } from "../../../src/adapters/cluster/secret.ts"
import { runnerLayer, tls } from "../../../src/adapters/cluster/wire.ts"
import { kindOf, kinds, type Address, type Kind } from "../../../src/machines/address.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { freePort } from "../../support/redis.ts"
import { anyJson, jsonText, must, nearly, type Json } from "../inputs.ts"
import { opened, target } from "../target.ts"
import { lives, team } from "./samples.ts"

const addresses: Readonly<Record<Kind, Address>> = {
  agent: "agent/0-0001",
  constellation: "constellation/1100000000000000011",
  conversation: "conversation/1100000000000000101",
  pool: "pool/0",
  vote: "vote/1100000000000000900",
  debate: "debate/1100000000000000900",
  workflow: "workflow/1100000000000000910",
  schedule: "schedule/1100000000000000920",
  guild: "guild/1100000000000000100",
  budget: "budget/user-1100000000000000101",
  assignment: "assignment/1100000000000000930",
  summary: "summary/1100000000000000940",
  archive: "archive/1100000000000000011",
  knowledge: "knowledge/1100000000000000101",
  partners: "partners/main",
  departure: "departure/1100000000000000950",
  permit: "permit/1100000000000000950_writer-0_0",
  roster: "roster/team",
  lessons: "lessons/all",
}

const letters = kinds.flatMap((to) =>
  kinds.flatMap((of) =>
    lives[of].map((event): Json => ({
      to: addresses[to],
      envelope: { id: "agent/0-0001#1.0", cause: "1", event: event as unknown as Json },
    })),
  ),
)

const decoders = kinds.map((kind) => [kind, Schema.decodeUnknownOption(letterTo(kind))] as const)

const mail = target(
  "cluster: letters",
  8,
  fc.oneof({ weight: 8, arbitrary: nearly(...letters) }, { weight: 1, arbitrary: anyJson }),
  (json) => {
    for (const [kind, decode] of decoders) {
      const letter = Option.getOrNull(decode(json))
      if (letter === null) continue
      must(kindOf(letter.to) === kind, "a letter for another kind of actor")
      must(knows(kind, letter.envelope.event), "an event that this kind does not know")
    }
  },
)

/** Stand for the shards of the entities below, which only the cluster knows. */
const shards = { Conversation: 900_001, Pool: 900_002 } as const
const ids = { Conversation: "1100000000000000101", Pool: "0" } as const

/** A request of one runner to another, as Effect Cluster writes it. */
const asked = (entityType: keyof typeof shards, tag: string, payload: Json): Json => ({
  _tag: "Request",
  id: "1",
  tag: "Effect",
  payload: {
    request: {
      _tag: "Request",
      requestId: "1",
      address: {
        shardId: { group: "default", id: shards[entityType] },
        entityType,
        entityId: ids[entityType],
      },
      tag,
      payload,
      headers: {},
    },
    persisted: false,
  },
  headers: [],
})

const message = lives.conversation[0] as unknown as Json
const told = { id: "discord:1", cause: "1", event: message }
const right = asked("Conversation", "Tell", { letters: [{ to: addresses.conversation, envelope: told }] })

const requests = [
  right,
  asked("Conversation", "Tell", { letters: [{ to: addresses.pool, envelope: told }] }),
  asked("Conversation", "Peek", { address: addresses.conversation }),
  asked("Pool", "Tell", {
    letters: [{ to: addresses.agent, envelope: { ...told, event: { type: "RELEASE" } } }],
  }),
  asked("Pool", "Wake", { address: addresses.agent }),
  { _tag: "Request", id: "2", tag: "Ping", payload: null, headers: [] },
  { _tag: "Interrupt", requestId: "1" },
  { _tag: "Ack", requestId: "1" },
  { _tag: "Eof" },
  { _tag: "Ping" },
]
/** What is written into the port. */
const writings = fc.array(
  jsonText(fc.oneof({ weight: 8, arbitrary: nearly(...requests) }, { weight: 1, arbitrary: anyJson })),
  { minLength: 1, maxLength: 4 },
)

const ports = () =>
  Layer.mergeAll(
    new MemoryStore().layer,
    Layer.succeed(Roster, team),
    Placement.layer({ agents: 2, shards: 1 }),
    Layer.succeed(Model, {
      label: "none",
      offline: true,
      think: () => Effect.never,
      route: () => Effect.never,
      digest: () => Effect.never,
    }),
    Layer.succeed(Voice, {
      connect: () => Effect.never,
      parentOf: () => Effect.succeed(null),
      disconnect: () => Effect.void,
      say: () => Effect.never,
      draft: () => Effect.never,
      retract: () => Effect.never,
      notice: () => Effect.never,
      show: () => Effect.never,
      unshow: () => Effect.void,
      typing: () => Effect.never,
    }),
  )

/** The key of the cluster: who writes is one of its runners. */
const psk = randomBytes(32)

/** Writes lines into a port, and ends; what was answered until the other side ended, too, or until enough was said. */
const written = (port: number, lines: ReadonlyArray<string>, enough: RegExp | null = null): Promise<string> =>
  new Promise((resolve) => {
    let answer = ""
    const pskCallback = () => ({ psk, identity: "orrery" })
    const options = { ...tls, host: "127.0.0.1", port, pskCallback, checkServerIdentity: () => undefined }
    const socket = connect(options, () => {
      for (const line of lines) socket.write(`${line}\n`)
      if (enough === null) socket.end()
    })
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text
      if (enough?.test(answer) === true) socket.end()
    })
    // A line that is cut is an end as well.
    socket.on("error", () => {})
    socket.once("close", () => resolve(answer))
  })

/** A runner that is alone among others that are none. */
const port = opened("cluster: a runner's port", 2, writings, async () => {
  const listen = await freePort()
  const at = Option.some(RunnerAddress.make("127.0.0.1", listen))
  const runner = runnerLayer.pipe(
    Layer.provide(ShardingConfig.layerFromEnv({ ...sharding, runnerAddress: at, runnerListenAddress: at })),
    Layer.provide([RunnerStorage.layerMemory, MessageStorage.layerNoop]),
    Layer.provide(Layer.succeed(ClusterSecret, { key: () => psk })),
  )
  const runtime = ManagedRuntime.make(
    RuntimeLayer(runner).pipe(Layer.provideMerge(ports()), Layer.provideMerge(Logger.layer([]))),
  )
  const { tell } = await runtime.runPromise(Mail)
  const { getShardId } = await runtime.runPromise(Sharding.Sharding)
  const shardOf = (entity: keyof typeof ids) => String(getShardId(EntityId.make(ids[entity]), "default").id)
  const placed = (line: string) =>
    line
      .replaceAll(String(shards.Conversation), shardOf("Conversation"))
      .replaceAll(String(shards.Pool), shardOf("Pool"))
  const alive = async (id: string) => {
    const envelope = { id, cause: "1", event: { type: "ALLOCATE" } } as const
    must((await runtime.runPromise(tell("conversation/1", envelope))) === "committed", "it takes no mail")
  }
  await alive("first")
  // What is right arrives at an actor: what is nearly so comes far, too.
  const answer = await written(listen, [placed(JSON.stringify(right))], /Exit/)
  must(/Success.*committed/.test(answer), `what is right is answered with ${answer}`)
  return {
    take: (lines) => written(listen, lines.map(placed)),
    close: async () => {
      await alive("last")
      await runtime.dispose()
    },
  }
})

export const cluster = [mail, port]
