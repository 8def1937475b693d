import { Routes } from "discord-api-types/v10"
import { Effect, Schema } from "effect"
import { expect } from "vitest"
import { Voice } from "../../../src/actors/performing/voice.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN } from "../../../src/adapters/playground/sample-world.ts"
import { analyst, channel, says, speaks, utterance } from "./fixtures.ts"
import { openThread, requests } from "./looking.ts"

speaks(
  "who connects learns what people and agents said, oldest first, and not what other bots did",
  Effect.gen(function* () {
    const { connect, say, notice } = yield* Voice
    const { api, hooks } = yield* Discord.DiscordRest
    yield* says("Too long ago")
    yield* says(`Good morning <@${BEN.id}>`)
    yield* say(utterance("Good morning!"))
    yield* notice({ key: "k", channel, text: "Nobody is free." })
    const Hook = Schema.Struct({ id: Schema.String, token: Schema.String })
    const news = yield* api(Hook, "POST", Routes.channelWebhooks(channel), { body: { name: "News" } })
    yield* hooks(Schema.Unknown, "POST", Routes.webhook(news.id, news.token), { body: { content: "Rain." } })
    yield* says("Count, please")

    const lines = yield* connect(channel, 5)
    expect(lines.map(({ author, brain, text }) => [author, brain, text])).toEqual([
      ["Ada", null, "Good morning @Ben"],
      ["Writer", "writer", "Good morning!"],
      ["Ada", null, "Count, please"],
    ])
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort())
  }),
)

speaks(
  "where the bot speaks for its agents, each line is the agent's and bears no signature",
  Effect.gen(function* () {
    const { connect, say } = yield* Voice
    yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
    yield* says("Hello")
    yield* say(utterance("42", { brain: analyst }))
    const lines = yield* connect(channel, 10)
    expect(lines.map(({ author, brain, text }) => [author, brain, text])).toEqual([
      ["Ada", null, "Hello"],
      ["Analyst", "analyst", "42"],
    ])
  }),
)

speaks(
  "connecting makes the webhook ready, and nothing is asked for that is not wanted",
  Effect.gen(function* () {
    const { connect, disconnect, say } = yield* Voice
    yield* says("Hello", { authorId: ADA.id })
    expect(yield* connect(channel, 0)).toEqual([])
    expect(yield* requests("POST", "/channels/:channel/webhooks")).toHaveLength(1)
    expect(yield* requests("GET", "/channels/:channel/messages")).toEqual([])
    yield* say(utterance("Hello."))
    yield* disconnect(channel)
    yield* say(utterance("Again."))
    expect(yield* requests("GET", "/channels/:channel")).toHaveLength(2)
    expect(yield* requests("POST", "/channels/:channel/webhooks")).toHaveLength(1)
  }),
)

speaks(
  "a thread belongs to its channel, and a channel to none",
  Effect.gen(function* () {
    const { parentOf } = yield* Voice
    const thread = yield* openThread(channel)
    expect([yield* parentOf(thread), yield* parentOf(channel)]).toEqual([channel, null])
  }),
)
