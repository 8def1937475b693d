/**
 * The webhook of each channel through which agents speak under their own names: found, or made, and remembered.
 * https://discord.com/developers/docs/resources/webhook
 */
import { Cache, Effect, Exit, Schema } from "effect"
import { ChannelType, RESTJSONErrorCodes, Routes } from "discord.js"
import { Caches } from "../../actors/caching/caches.ts"
import { isForbidden, voiceFailed, type RestFailed } from "./rest-errors.ts"
import { DiscordRest } from "./rest.ts"
import { Channel, Webhook, Webhooks } from "./shapes.ts"

/** Our webhook's own name; messages through it bear their agent's. */
const webhookName = "Orrery"

/** A channel, as who speaks in it must know it. */
const Place = Schema.Struct({
  channel: Schema.String,
  guild: Schema.NullOr(Schema.String),
  /** The channel whose webhooks speak here, a thread's parent; null where there are none, in direct messages. */
  hookChannel: Schema.NullOr(Schema.String),
  thread: Schema.Boolean,
})
export type Place = typeof Place.Type

/** What is kept of a channel goes with this when it goes. */
export const channelTag = (channel: string): string => `channel:${channel}`

export interface Hook {
  readonly id: string
  readonly token: string
}

/** There is no webhook: the bot lacks the permission, the channel has room for no more, or takes none at all. */
export interface Without {
  readonly lacks: "permission" | "room" | "support"
}

export const isHook = (it: Hook | Without): it is Hook => "token" in it

const threads: ReadonlyArray<number> = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]

export const makeWebhooks = Effect.gen(function* () {
  const { api, self } = yield* DiscordRest
  const caches = yield* Caches

  const look = (channel: string) =>
    api(Channel, "GET", Routes.channel(channel)).pipe(
      Effect.map(({ type, guild_id, parent_id }): Place => {
        const thread = threads.includes(type)
        const hookChannel = guild_id === undefined ? null : thread ? (parent_id ?? null) : channel
        return { channel, guild: guild_id ?? null, hookChannel, thread }
      }),
      Effect.mapError(voiceFailed),
    )

  /** Of a server's channel all runners know it; a direct message is one person's, and nobody else's business. */
  const shared = (channel: string) =>
    caches.lookup(
      { kind: "channels", scope: "public", key: channel, as: Place, tags: [channelTag(channel)] },
      look(channel),
      ({ guild }) => guild !== null,
    )

  const place = yield* Cache.makeWith(shared, {
    capacity: 10_000,
    timeToLive: (exit) => (Exit.isSuccess(exit) ? "5 minutes" : 0),
  })

  const findOrCreate = (channel: string): Effect.Effect<Hook, RestFailed> =>
    Effect.gen(function* () {
      const all = yield* api(Webhooks, "GET", Routes.channelWebhooks(channel))
      const ours = all.filter((it) => it.application_id === self.application && it.token !== undefined)
      const found = ours.find(({ name }) => name === webhookName) ?? ours[0]
      const { id, token } =
        found ??
        (yield* api(Webhook, "POST", Routes.channelWebhooks(channel), { body: { name: webhookName } }))
      return { id, token: token ?? "" }
    })

  const hook = yield* Cache.makeWith(
    (channel: string) =>
      findOrCreate(channel).pipe(
        Effect.catch((failed) => {
          const lacks = lacking(failed)
          return lacks === undefined ? Effect.fail(voiceFailed(failed)) : Effect.succeed<Without>({ lacks })
        }),
      ),
    {
      capacity: 10_000,
      timeToLive: (exit) => (Exit.isFailure(exit) ? 0 : isHook(exit.value) ? "1 day" : "5 minutes"),
    },
  )

  return {
    place: (channel: string) => Cache.get(place, channel),
    /** The channel's webhook, or why there is none. `channel` is a place's `hookChannel`. */
    hook: (channel: string) => Cache.get(hook, channel),
    /** The webhook turned out to be gone. */
    forget: (channel: string) => Cache.invalidate(hook, channel),
    forgetPlace: (channel: string) => Cache.invalidate(place, channel),
  }
})

const lacking = (failed: RestFailed): Without["lacks"] | undefined => {
  if (isForbidden(failed)) return "permission"
  if (failed.code === RESTJSONErrorCodes.MaximumNumberOfWebhooksReached) return "room"
  return failed.code === RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType ? "support" : undefined
}
