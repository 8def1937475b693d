import type { APIPartialEmoji } from "discord-api-types/v10"
import { unknownEmoji } from "../refusal.ts"
import { guildIdOf, messageAudience } from "./audience.ts"
import type { MessageRecord } from "./records.ts"
import { memberView } from "./views/member.ts"
import type { World } from "./world.ts"

/** An emoji as paths name it: the character itself, or `name:id`. Refuses with 10014. */
export function parseEmoji(name: string): APIPartialEmoji {
  const custom = /^(?:a:)?(\w{2,32}):(\d{15,19})$/.exec(name)
  if (custom !== null) return { id: custom[2]!, name: custom[1]! }
  if (/^(?:\p{RGI_Emoji}|\p{Emoji}\uFE0F?)$/v.test(name) && !/^[\d#*]$/.test(name)) return { id: null, name }
  throw unknownEmoji()
}

/** Adds a reaction; a second one of the same person with the same emoji changes nothing. */
export function addReaction(world: World, message: MessageRecord, emojiName: string, userId: string): void {
  const emoji = parseEmoji(emojiName)
  const users = reactorsOf(message, emoji)
  if (users.includes(userId)) return
  const reactions =
    users.length === 0
      ? [...message.reactions, { emoji, users: [userId] }]
      : message.reactions.map((reaction) =>
          same(reaction.emoji, emoji) ? { emoji, users: [...users, userId] } : reaction,
        )
  world.messages.update({ ...message, reactions })
  const channel = world.channels.get(message.channel_id)
  const member = world.members.get(`${guildIdOf(channel).guild_id}.${userId}`)
  world.emit({
    t: "MESSAGE_REACTION_ADD",
    d: {
      ...payload(world, message, emoji, userId),
      message_author_id: message.author.id,
      ...(member === undefined ? {} : { member: memberView(world, member) }),
    },
    audience: messageAudience(world, message),
  })
}

/** Takes a reaction back. */
export function removeReaction(
  world: World,
  message: MessageRecord,
  emojiName: string,
  userId: string,
): void {
  const emoji = parseEmoji(emojiName)
  if (!reactorsOf(message, emoji).includes(userId)) return
  const reactions = message.reactions
    .map((reaction) =>
      same(reaction.emoji, emoji)
        ? { emoji, users: reaction.users.filter((user) => user !== userId) }
        : reaction,
    )
    .filter((reaction) => reaction.users.length > 0)
  world.messages.update({ ...message, reactions })
  world.emit({
    t: "MESSAGE_REACTION_REMOVE",
    d: payload(world, message, emoji, userId),
    audience: messageAudience(world, message),
  })
}

/** Takes all reactions away, or all with one emoji. */
export function clearReactions(world: World, message: MessageRecord, emoji?: APIPartialEmoji): void {
  const kept = emoji === undefined ? [] : message.reactions.filter((reaction) => !same(reaction.emoji, emoji))
  world.messages.update({ ...message, reactions: kept })
  world.emit({
    t: emoji === undefined ? "MESSAGE_REACTION_REMOVE_ALL" : "MESSAGE_REACTION_REMOVE_EMOJI",
    d: {
      channel_id: message.channel_id,
      message_id: message.id,
      ...guildIdOf(world.channels.get(message.channel_id)),
      ...(emoji === undefined ? {} : { emoji }),
    },
    audience: messageAudience(world, message),
  })
}

/** Who reacted with an emoji. */
export const reactorsOf = (message: MessageRecord, emoji: APIPartialEmoji): ReadonlyArray<string> =>
  message.reactions.find((reaction) => same(reaction.emoji, emoji))?.users ?? []

const same = (a: APIPartialEmoji, b: APIPartialEmoji): boolean =>
  a.id === b.id && (a.id !== null || a.name === b.name)

const payload = (world: World, message: MessageRecord, emoji: APIPartialEmoji, userId: string) => ({
  user_id: userId,
  channel_id: message.channel_id,
  message_id: message.id,
  ...guildIdOf(world.channels.get(message.channel_id)),
  emoji,
  burst: false,
  type: 0,
})
