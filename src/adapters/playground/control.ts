/** What feeds and tests do to a world without a page or a bot. */
import { PermissionFlagsBits, type APIMessage } from "discord-api-types/v10"
import { Effect } from "effect"
import { attempt } from "./attempt.ts"
import type { Faults, ForcedAnswer } from "./faults.ts"
import type { GatewayServer } from "./gateway/server.ts"
import { missingAccess, unknownChannel, unknownUser, type Refusal } from "./refusal.ts"
import { changeChannel } from "./world/guilds.ts"
import { announceMessage, postMessage } from "./world/messages.ts"
import { canSee } from "./world/permissions.ts"
import { isText, type TextChannelRecord } from "./world/records.ts"
import { messageView } from "./world/views/message.ts"
import type { World } from "./world/world.ts"

/** A message that a person posts. */
export interface Post {
  /** The id of a recorded message; a new one when left out. */
  readonly id?: string
  readonly channelId: string
  readonly authorId: string
  readonly content: string
  /** Milliseconds since 1970. Default: the moment in a given id, else now. */
  readonly timestamp?: number
  /** The id of the message replied to; unknown ids are passed over, as recordings have gaps. */
  readonly replyTo?: string
}

/**
 * Posts as a person. An id that exists is not stored again, but dispatched again: a redelivery. Refuses unknown
 * channels (10003) and users (10013), people who may not see the channel (50001), and empty content (50006).
 */
export function postAs(world: World, post: Post): APIMessage {
  const known = post.id === undefined ? undefined : world.messages.get(post.id)
  if (known !== undefined) {
    announceMessage(world, known)
    return messageView(world, known, post.authorId)
  }
  const channel = world.channels.get(post.channelId)
  const author = world.users.get(post.authorId)
  if (channel === undefined) throw unknownChannel()
  if (author === undefined) throw unknownUser()
  if (!canSee(world, channel, author.id)) throw missingAccess()
  const message = postMessage(world, {
    channel,
    author,
    content: post.content,
    id: post.id,
    at: post.timestamp,
    replyTo: post.replyTo === undefined ? undefined : world.messages.get(post.replyTo),
  })
  return messageView(world, message, author.id)
}

export type Permission = keyof typeof PermissionFlagsBits

/** Trouble on purpose. */
export interface PlaygroundFaults {
  /** Cuts every gateway connection. Without `resumable` the sessions are gone, too. */
  readonly dropConnections: (options?: { readonly resumable?: boolean }) => Effect.Effect<void>
  /** op 7 to every connection. */
  readonly askToReconnect: Effect.Effect<void>
  /** op 9 to every connection. */
  readonly invalidateSessions: (options?: { readonly resumable?: boolean }) => Effect.Effect<void>
  /** Takes permissions from the bot in a channel, by an overwrite for its user. */
  readonly deny: (
    channelId: string,
    ...permissions: ReadonlyArray<Permission>
  ) => Effect.Effect<void, Refusal>
  /** Gives back all that was denied in a channel. */
  readonly allow: (channelId: string) => Effect.Effect<void, Refusal>
  /** Answers the next requests of a REST route with 429 or 5xx. */
  readonly force: (answer: ForcedAnswer) => Effect.Effect<void>
  /** Cuts REST requests off unanswered, until `openRest`. */
  readonly closeRest: Effect.Effect<void>
  readonly openRest: Effect.Effect<void>
}

export const playgroundFaults = (world: World, gateway: GatewayServer, faults: Faults): PlaygroundFaults => ({
  dropConnections: ({ resumable = true } = {}) => Effect.sync(() => gateway.drop(resumable)),
  askToReconnect: Effect.sync(() => gateway.askToReconnect()),
  invalidateSessions: ({ resumable = false } = {}) => Effect.sync(() => gateway.invalidate(resumable)),
  deny: (channelId, ...deny) => attempt(() => overwriteFor(world, channelId, world.bot.id, { deny })),
  allow: (channelId) => attempt(() => overwriteFor(world, channelId, world.bot.id, {})),
  force: (answer) => Effect.sync(() => faults.force(answer)),
  closeRest: Effect.sync(() => faults.closeRest()),
  openRest: Effect.sync(() => faults.openRest()),
})

/** Replaces what the overwrite of a user gives and takes in a channel; none of both: there is no overwrite any more. */
export interface Overwrite {
  readonly allow?: ReadonlyArray<Permission>
  readonly deny?: ReadonlyArray<Permission>
}

/** Refuses what is no text channel with 10003. */
export function overwriteFor(
  world: World,
  channelId: string,
  userId: string,
  { allow = [], deny = [] }: Overwrite,
): void {
  const channel = world.channels.get(channelId)
  if (channel === undefined || !isText(channel)) throw unknownChannel()
  const others = channel.permission_overwrites.filter(({ id }) => id !== userId)
  const own = { id: userId, type: 1, allow: bitsOf(allow), deny: bitsOf(deny) }
  const changed: TextChannelRecord = {
    ...channel,
    permission_overwrites: allow.length + deny.length === 0 ? others : [...others, own],
  }
  changeChannel(world, changed)
}

const bitsOf = (permissions: ReadonlyArray<Permission>): string =>
  permissions.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n).toString()
