/** What a playground shows: the messages of a channel, and what the adapter asked Discord for. */
import { ChannelType, Routes, type APIMessage } from "discord-api-types/v10"
import { Effect, Schema } from "effect"
import { DiscordRest } from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"

/** The messages of a channel, oldest first. */
export const shownIn = (channel: string) =>
  Effect.gen(function* () {
    const { api } = yield* DiscordRest
    const messages = yield* api(Schema.Unknown, "GET", Routes.channelMessages(channel), {
      query: { limit: "100" },
    })
    return (messages as ReadonlyArray<APIMessage>).toReversed()
  })

/** Requests of a route, oldest first. */
export const requests = (method: string, path: string) =>
  Effect.map(Playground, ({ exchanges }) =>
    exchanges().filter((exchange) => exchange.method === method && exchange.path === path),
  )

export const bodies = (method: string, path: string) =>
  Effect.map(requests(method, path), (all) =>
    all.map(({ requestBody }) => requestBody as Record<string, unknown>),
  )

export const toWebhook = ["POST", "/webhooks/:webhook/:token"] as const
export const asBot = ["POST", "/channels/:channel/messages"] as const

const Made = Schema.Struct({ id: Schema.String })

/** A direct channel of the bot with a person; its id. */
export const openDm = (person: string) =>
  Effect.gen(function* () {
    const { api } = yield* DiscordRest
    return (yield* api(Made, "POST", Routes.userChannels(), { body: { recipient_id: person } })).id
  })

/** A new thread of a channel; its id. */
export const openThread = (channel: string) =>
  Effect.gen(function* () {
    const { api } = yield* DiscordRest
    const body = { name: "Aside", type: ChannelType.PublicThread }
    return (yield* api(Made, "POST", Routes.threads(channel), { body })).id
  })
