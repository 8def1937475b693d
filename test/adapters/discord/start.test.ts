import { it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { createServer } from "node:http"
import { createServer as createSocketServer, type AddressInfo, type Server } from "node:net"
import { describe, expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, GUILD, ORRERY, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import {
  channel,
  envelopes,
  heard,
  freshEars,
  hears,
  Log,
  runtime,
  says,
  untilTrue,
  utterance,
} from "./fixtures.ts"
import { openDm, requests } from "./looking.ts"

const secret = "a.secret.token"

/** Starts the voice and the ears at an address, and says why it could not. */
const failureAt = (base: string, token = secret) => {
  const options = { token: Redacted.make(token), base }
  return Layer.build(
    Discord.inbound(options).pipe(Layer.provideMerge(Discord.layer(options)), Layer.provide(runtime)),
  ).pipe(Effect.flip, Effect.scoped)
}

const listening = (server: Server) =>
  Effect.acquireRelease(
    Effect.callback<string>((resume) => {
      server.listen(0, "127.0.0.1", () =>
        resume(Effect.succeed(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`)),
      )
    }),
    () => Effect.callback<void>((resume) => void server.close(() => resume(Effect.void))),
  )

describe("a start that cannot be says in one line what to do", () => {
  it.live("a token that Discord does not take", () =>
    Effect.gen(function* () {
      const { apiBase } = yield* Playground
      const failed = yield* failureAt(apiBase)
      expect(failed.problem).toBe("token")
      expect(failed.message).toBe(
        "Discord refused DISCORD_TOKEN: copy it again from https://discord.com/developers/applications → Bot → Token (Reset Token shows a new one).",
      )
    }).pipe(Effect.provide(Playground.layer({ port: 0 }))),
  )

  it.live("nobody at the address", () =>
    Effect.gen(function* () {
      const base = yield* Effect.scoped(listening(createSocketServer()))
      const failed = yield* failureAt(base)
      expect(failed.problem).toBe("unreachable")
      expect(failed.message).toContain(`Cannot reach Discord at ${new URL(base).host} (ECONNREFUSED)`)
    }),
  )

  it.live("a Discord that breaks", () =>
    Effect.gen(function* () {
      const base = yield* listening(createServer((_, answer) => answer.writeHead(503).end()))
      const failed = yield* failureAt(base)
      expect(failed.problem).toBe("unavailable")
      expect(failed.message).toContain("HTTP 503")
      expect(failed.message).not.toContain("\n")
    }),
  )

  it.live("an address that is none of Discord's", () =>
    Effect.gen(function* () {
      const page = { "content-type": "application/json" }
      const base = yield* listening(createServer((_, answer) => answer.writeHead(200, page).end("[]")))
      const failed = yield* failureAt(base.replace("127.0.0.1", `user:${secret}@127.0.0.1`))
      expect(failed.message).toContain("check the network, and DISCORD_API_BASE")
      expect(failed.message).not.toContain(secret)
    }),
  )
})

describe("without the Message Content intent", () => {
  hears(
    "it starts all the same, says what does not work, and hears mentions and direct messages",
    Effect.gen(function* () {
      const log = yield* Log
      const warning = log.find((line) => line.includes("Message Content Intent"))
      expect(warning).toContain("trigger words and the manager do not")
      expect(warning).toContain("https://discord.com/developers/applications")

      yield* says("Nobody reads this data")
      yield* says(`<@${ORRERY.id}> but this data`)
      const dm = yield* openDm(ADA.id)
      yield* says("and this", { channelId: dm })
      expect((yield* heard(0)).text).toBe("@Orrery but this data")
      expect((yield* heard(1)).text).toBe("and this")
    }),
    { privilegedIntents: [] },
  )
})

describe("the connection to the gateway", () => {
  const comesBack = (log: ReadonlyArray<string>) =>
    untilTrue(Effect.sync(() => log.some((line) => line.includes("connected again"))))

  hears(
    "is resumed when it is lost, and the log has a line for each",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      const log = yield* Log
      yield* faults.dropConnections()
      yield* comesBack(log)
      yield* says("After")
      expect((yield* heard()).text).toBe("After")
      expect(log.filter((line) => line.includes("shard 0"))).toEqual([
        "Warn Discord gateway, shard 0: connection lost, reconnecting",
        expect.stringMatching(
          /^Info Discord gateway, shard 0: connected again, \d+ events were delivered late$/,
        ),
      ])
    }),
  )

  hears(
    "misses nothing of the channels that were heard before, not even between two sessions",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      const log = yield* Log
      yield* says("Before")
      yield* envelopes(1)
      yield* faults.dropConnections({ resumable: false })
      const missed = [yield* says("Meanwhile"), yield* says("And again")]
      yield* comesBack(log)
      const all = yield* envelopes(4)
      expect(all.slice(1).map(({ id }) => id)).toEqual([
        ...missed.map(({ id }) => `discord:${id}`),
        `caught-up:${channel}:${missed[1]!.id}`,
      ])
      expect(all[1]!.event).toMatchObject({
        message: { guild: GUILD.id, text: "Meanwhile" },
        missed: { answerWithin: 600_000 },
      })
      expect(all[3]!.event).toEqual({ type: "CAUGHT_UP", more: false })
      expect(log).toContain("Info Discord gateway, shard 0: connected again, with a new session")
      expect(log).toContain("Info Read 2 messages that were said while nobody listened")
    }),
  )

  hears(
    "begins where the process before stopped to listen, and asks for nothing where nothing was said since",
    Effect.gen(function* () {
      const heard = [yield* says("Heard"), yield* says("Heard", { channelId: STRATEGY.id })]
      const missed = yield* says("Missed", { channelId: STRATEGY.id })
      const told = yield* envelopes(3)
      told.length = 0
      const since = heard.map(({ id, channel_id }) => ({ channel: channel_id, guild: GUILD.id, message: id }))
      yield* Effect.provide(envelopes(2), freshEars({ since }))
      expect(told.map(({ cause, event }) => [cause, event.type])).toEqual([
        [missed.id, "MESSAGE"],
        [missed.id, "CAUGHT_UP"],
      ])
      expect(yield* requests("GET", "/channels/:channel/messages")).toHaveLength(1)
    }),
  )

  hears(
    "is not needed to speak",
    Effect.gen(function* () {
      const { faults } = yield* Playground
      yield* faults.dropConnections({ resumable: false })
      const { say } = yield* Voice
      expect(yield* say(utterance("Still here.", { channel }))).toHaveLength(1)
    }),
  )
})
