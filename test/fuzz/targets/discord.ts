/** What Discord says: dispatches of the gateway, answers of REST, errors; and what goes to it. */
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { Routes } from "discord.js"
import { Cause, Effect, Exit, Layer, Logger, ManagedRuntime, Option, Redacted, Schema } from "effect"
import * as fc from "fast-check"
import { Envelope } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { makeBackfill } from "../../../src/adapters/discord/backfill.ts"
import { closedForGood, startError } from "../../../src/adapters/discord/gateway-errors.ts"
import { hear, lineOf, type Listener } from "../../../src/adapters/discord/hearing.ts"
import { DiscordRest, layer } from "../../../src/adapters/discord/layer.ts"
import { catchUpPolicy } from "../../../src/adapters/discord/policy.ts"
import { bounded, textLimit } from "../../../src/adapters/discord/readable.ts"
import { restFailed, RestFailed, voiceFailed } from "../../../src/adapters/discord/rest-errors.ts"
import * as shapes from "../../../src/adapters/discord/shapes.ts"
import { cut, split } from "../../../src/adapters/discord/split.ts"
import { address, Address } from "../../../src/machines/address.ts"
import { saidAt } from "../../../src/machines/values.ts"
import { anyJson, hostileText, jsonText, must, nearly, type Json } from "../inputs.ts"
import { opened, target } from "../target.ts"
import { messageCreate, self, team } from "./samples.ts"

const listener: Listener = {
  self,
  agents: team.agents,
  role: "1100000000000000077",
  names: { role: (id) => (id === "1100000000000000077" ? "Orrery" : undefined), channel: () => undefined },
}

const isEnvelope = Schema.is(Envelope)
const isAddress = Schema.is(Address)
const decodeMessage = Schema.decodeUnknownOption(shapes.Message)

/** All that a message of the gateway may become is one MESSAGE for its own channel's conversation. */
const heardRight = (said: shapes.Message): void => {
  const message = hear(said, listener)
  lineOf(said, self, team.agents)
  if (message === null) return
  must(isAddress(address("conversation", message.channel)), "a channel that is no address")
  must(
    message.channel === said.channel_id && message.text.length <= textLimit,
    "another channel, or too much",
  )
  const envelope = { id: `discord:${message.id}`, cause: message.id, event: { type: "MESSAGE", message } }
  must(isEnvelope(envelope), "an envelope that no actor takes")
}

const content = fc
  .tuple(nearly(messageCreate), hostileText(6000, ["@Writer", "Writer,", "Code Reviewer:", "draft"]))
  .map(([message, content]) =>
    typeof message === "object" && message !== null && !Array.isArray(message)
      ? { ...message, content }
      : message,
  )

const dispatches = fc.oneof(nearly(messageCreate), content, anyJson)

const gateway = target("discord gateway: MESSAGE_CREATE", 14, dispatches, (data) => {
  const decoded = decodeMessage(data)
  if (Option.isSome(decoded)) heardRight(decoded.value)
})

interface Missed {
  readonly ready: Json
  readonly found: ReadonlyArray<Json>
  readonly newest: string | null | undefined
}

const ready: Json = { v: 10, session_id: "1", shard: [0, 2], guilds: [{ id: "1100000000000000100" }] }
const missed: fc.Arbitrary<Missed> = fc.record({
  ready: nearly(ready, { ...ready, shard: [1, 0] }, { ...ready, shard: [0, -1] }),
  found: fc.array(nearly(messageCreate), { maxLength: 4 }),
  newest: fc.constantFrom<string | null | undefined>("1100000000000000999", null, undefined, "", "x"),
})

const backfill = target(
  "discord gateway: READY and backfill",
  4,
  missed,
  async ({ ready, found, newest }) => {
    const rest = {
      self: { ...self, name: "orrery" },
      api: (shape: Schema.Decoder<unknown>) =>
        Schema.decodeUnknownEffect(shape)(found).pipe(
          Effect.mapError(() => new RestFailed({ status: 400, code: null, message: "none of Discord's" })),
        ),
      hooks: () => Effect.never,
      drawnAvatar: () => "",
    } as unknown as DiscordRest["Service"]
    const since = [
      { channel: "1100000000000000101", guild: "1100000000000000100", message: "1100000000000000400" },
    ]
    const catchUp = makeBackfill({
      rest,
      policy: catchUpPolicy,
      now: () => saidAt("1100000000000000999"),
      since,
      silentFrom: undefined,
      newestIn: () => newest,
      unheardIn: () => [],
      hear: (message) => {
        heardRight(message)
        return true
      },
      heardAll: () => {},
      room: Effect.void,
    })
    const come = () => {
      for (const message of found) {
        const decoded = decodeMessage(message)
        if (Option.isSome(decoded)) catchUp.came(decoded.value)
      }
    }
    come()
    catchUp.sessionBegins(ready)
    come()
    await Effect.runPromise(
      Effect.forEach([0, 1], catchUp.readMissed, { discard: true }).pipe(Effect.provide(Logger.layer([]))),
    )
  },
)

const codes = fc.oneof(
  fc.integer(),
  fc.constantFrom("constructor", "__proto__", "toString", "ECONNREFUSED", ""),
)
const failure = fc.record({
  status: fc.option(fc.integer({ min: 200, max: 599 })),
  code: fc.option(codes),
  message: fc.string(),
})
const thrown = fc.oneof(
  fc.anything({ withNullPrototype: true }),
  fc
    .record({ code: fc.anything(), name: fc.string(), message: fc.string() })
    .map((fields) => Object.assign(new Error("x"), fields)),
)

const errors = target(
  "discord errors",
  5,
  fc.tuple(thrown, failure, fc.oneof(fc.webUrl(), fc.string()), fc.integer()),
  ([error, failure, base, code]) => {
    for (const failed of [restFailed(error), new RestFailed(failure)]) {
      must(voiceFailed(failed)._tag === "VoiceFailed", "no VoiceFailed")
      must(startError(failed, base)._tag === "DiscordStartError", "no DiscordStartError")
    }
    must(closedForGood(code).message !== "", "no words")
  },
)

const longAnswer = hostileText(65_536, ["```ts\n", "\n```", "```\n", "\n\n", ". "])

const splitting = target(
  "discord split",
  8,
  fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: hostileText(6000, ["```ts\n", "\n```"]) },
      { weight: 1, arbitrary: longAnswer },
    ),
    fc.integer({ min: 100, max: 2000 }),
  ),
  ([text, limit]) => {
    const pieces = cut(text, limit)
    must(pieces.map(({ body }) => body).join("") === text, "something of the text is gone")
    for (const piece of split(text, limit)) {
      must(piece.length <= limit && piece.trim() !== "", "a message that Discord does not take")
      if (text.isWellFormed()) must(piece.isWellFormed(), "half a character")
    }
    must(bounded(text).length <= textLimit, "too long")
  },
)

const answers: ReadonlyArray<Json> = [
  { id: "1100000000000000001", username: "orrery", name: "Orrery" },
  [messageCreate, messageCreate],
  { id: "1100000000000000101", type: 0, guild_id: "1100000000000000100", parent_id: null },
  { id: "1100000000000000101", type: 11, guild_id: "1100000000000000100", parent_id: "1100000000000000102" },
  [{ id: "1100000000000000700", name: "Orrery", token: "secret", application_id: self.application }],
  { code: 50013, message: "Missing Permissions" },
  {
    code: 50035,
    message: "Invalid Form Body",
    errors: { content: { _errors: [{ code: "X", message: "y" }] } },
  },
  { error: "constructor", error_description: "x" },
  { code: "constructor", message: "x" },
]

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const restAnswer: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 204, 400, 403, 404, 413, 500),
  type: fc.constantFrom("application/json", "application/json", "text/html", ""),
  body: jsonText(fc.oneof({ weight: 4, arbitrary: nearly(...answers) }, { weight: 1, arbitrary: anyJson })),
})

const decoders = [shapes.User, shapes.Messages, shapes.Sent, shapes.Channel, shapes.Webhooks, shapes.Webhook]

/** discord.js asks a server that answers anything at all. */
const rest = opened("discord REST answers", 2, restAnswer, async () => {
  let next: Answer = { status: 200, type: "application/json", body: JSON.stringify(answers[0]) }
  const server = createServer((request, response) => {
    request.resume()
    const { status, type, body } = next
    response.writeHead(status, type === "" ? {} : { "content-type": type })
    response.end(status === 204 ? undefined : body)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  const runtime = ManagedRuntime.make(
    layer({ token: Redacted.make("a.token"), base }).pipe(
      Layer.provide(Layer.succeed(Roster, team)),
      Layer.provideMerge(Logger.layer([])),
    ),
  )
  const { api, hooks } = await runtime.runPromise(DiscordRest)
  const voice = await runtime.runPromise(Voice)
  let asked = 0
  return {
    take: async (answer) => {
      next = answer
      const shape = decoders[asked++ % decoders.length]!
      const call = asked % 2 === 0 ? api : hooks
      const exits: ReadonlyArray<Exit.Exit<unknown, { readonly _tag: string }>> = [
        await runtime.runPromiseExit(
          call(shape as Schema.Decoder<unknown>, "GET", Routes.channel("1100000000000000101")),
        ),
        await runtime.runPromiseExit(voice.connect(String(1100000000000000101n + BigInt(asked)), 10)),
      ]
      for (const exit of exits)
        if (Exit.isFailure(exit)) must(!Cause.hasDies(exit.cause), `a defect: ${Cause.pretty(exit.cause)}`)
    },
    close: async () => {
      await runtime.dispose()
      server.closeAllConnections()
      server.close()
    },
  }
})

export const discord = [gateway, backfill, errors, splitting, rest]
