/** How the page's state follows what happens live. No document here: the state is plain values. */
import { compareIds } from "./snowflake.js"
import { noteSpeakers } from "./agents.js"
import { isPersona, sameEmoji } from "./names.js"
import { thinkers } from "./thinking.js"

/** Typing shows this long after its last sign (ms). https://discord.com/developers/docs/resources/channel#trigger-typing-indicator */
const typingLasts = 10_000

const handlers = {
  MESSAGE_CREATE(state, message) {
    const topics = ["messages", ...noteSpeakers(state, [message])]
    const log = state.logs.get(message.channel_id)
    if (log !== undefined) insert(log, message)
    const persona = isPersona(message, state.bot)
    const speaker = persona ? state.bot?.id : message.author.id
    const others = persona && thinkers(state, message.channel_id).length > 0
    if (!others && state.typing.get(message.channel_id)?.delete(speaker)) topics.push("typing")
    if (message.author.id !== state.me?.id || message.webhook_id !== undefined) {
      noteUnread(state, message)
      topics.push("unread")
    }
    return [...topics, ...settle(state, message.interaction_metadata?.id ?? message.interaction?.id)]
  },

  MESSAGE_UPDATE(state, message) {
    const topics = ["messages", ...settle(state, message.interaction_metadata?.id)]
    settleMessage(state, message.id)
    const log = state.logs.get(message.channel_id)
    const at = log?.messages.findIndex((other) => other.id === message.id) ?? -1
    if (at >= 0) log.messages[at] = { ...log.messages[at], ...message }
    return [...topics, "receipts"]
  },

  MESSAGE_DELETE: (state, { id, channel_id: channel }) => remove(state, channel, [id]),
  MESSAGE_DELETE_BULK: (state, { ids, channel_id: channel }) => remove(state, channel, ids),

  MESSAGE_REACTION_ADD: (state, event) => react(state, event, 1),
  MESSAGE_REACTION_REMOVE: (state, event) => react(state, event, -1),
  MESSAGE_REACTION_REMOVE_ALL: (state, event) => keepReactions(state, event, () => false),
  MESSAGE_REACTION_REMOVE_EMOJI: (state, event) =>
    keepReactions(state, event, (reaction) => !sameEmoji(reaction.emoji, event.emoji)),

  TYPING_START(state, event, now) {
    if (event.user_id === state.me?.id) return []
    const user = event.member?.user ?? findUser(state, event.user_id)
    const typing = state.typing.get(event.channel_id) ?? new Map()
    const name = event.member?.nick ?? user?.global_name ?? user?.username ?? "Somebody"
    typing.set(event.user_id, { name, bot: user?.bot === true, until: now + typingLasts })
    state.typing.set(event.channel_id, typing)
    return ["typing"]
  },

  CHANNEL_CREATE(state, channel) {
    const known = state.channels.get(channel.id)
    state.channels.set(channel.id, { ...known, ...channel })
    return ["channels"]
  },

  GUILD_CREATE(state, guild) {
    state.guilds = [...state.guilds.filter((other) => other.id !== guild.id), guild]
    for (const channel of guild.channels) state.channels.set(channel.id, { ...channel, guild_id: guild.id })
    return ["channels", "people"]
  },

  COMMANDS_UPDATE(state, commands) {
    state.commands = commands
    return ["commands"]
  },

  INTERACTION_FAILED(state, { id, reason }) {
    state.outcomes.set(id, reason)
    state.receipts = state.receipts.map((receipt) =>
      receipt.id === id ? { ...receipt, failure: reason } : receipt,
    )
    return ["receipts"]
  },

  MODAL: (state, { id }) => settle(state, id),

  NOTICE(state, { notice }) {
    state.notice = notice ?? undefined
    return ["notice"]
  },
}
handlers.CHANNEL_UPDATE = handlers.CHANNEL_CREATE
handlers.THREAD_CREATE = handlers.CHANNEL_CREATE
handlers.THREAD_UPDATE = handlers.CHANNEL_CREATE

/**
 * Applies one live event.
 *
 * @param {ReturnType<typeof import("./state.js").emptyState>} state changed in place
 * @param {{ t: string, d: any }} event of ../page-api.ts; kinds that are not known change nothing
 * @param {number} now milliseconds since 1970
 * @returns {string[]} the topics that changed
 */
export function applyEvent(state, event, now) {
  return handlers[event.t]?.(state, event.d, now) ?? []
}

/** Puts a page of history into a log; messages that are there already are replaced. */
export function mergeMessages(log, messages) {
  const byId = new Map(log.messages.map((message) => [message.id, message]))
  for (const message of messages) byId.set(message.id, message)
  log.messages = [...byId.values()].toSorted((a, b) => compareIds(a.id, b.id))
}

export function findUser(state, id) {
  if (state.bot?.id === id) return state.bot
  return [...state.people, ...state.guilds.flatMap((guild) => guild.members)].find((user) => user.id === id)
}

function insert(log, message) {
  let at = log.messages.length
  while (at > 0 && compareIds(log.messages[at - 1].id, message.id) > 0) at -= 1
  if (log.messages[at - 1]?.id === message.id) log.messages[at - 1] = message
  else log.messages.splice(at, 0, message)
}

function noteUnread(state, message) {
  if (message.channel_id === state.current && state.reading) return
  const unread = state.unread.get(message.channel_id) ?? { count: 0, mentions: 0, after: message.id }
  const mentioned = message.mention_everyone || message.mentions?.some((user) => user.id === state.me?.id)
  state.unread.set(message.channel_id, {
    count: unread.count + 1,
    mentions: unread.mentions + (mentioned ? 1 : 0),
    after: unread.after,
  })
}

/** The interaction got what it waited for: its receipt goes. */
function settle(state, id) {
  if (id === undefined) return []
  state.outcomes.set(id, undefined)
  state.receipts = state.receipts.filter((receipt) => receipt.id !== id)
  return ["receipts"]
}

function settleMessage(state, id) {
  state.receipts = state.receipts.filter((receipt) => receipt.message !== id || receipt.failure !== undefined)
}

function remove(state, channel, ids) {
  const log = state.logs.get(channel)
  if (log !== undefined) log.messages = log.messages.filter((message) => !ids.includes(message.id))
  if (ids.includes(state.replies.get(channel)?.id)) state.replies.delete(channel)
  return ["messages", "replies"]
}

function react(state, event, by) {
  const mine = event.user_id === state.me?.id
  return changeReactions(state, event, (reactions) => {
    const known = reactions.find((reaction) => sameEmoji(reaction.emoji, event.emoji))
    const me = mine ? by > 0 : (known?.me ?? false)
    const next = { emoji: event.emoji, ...known, count: (known?.count ?? 0) + by, me }
    const all =
      known === undefined ? [...reactions, next] : reactions.map((other) => (other === known ? next : other))
    return all.filter((reaction) => reaction.count > 0)
  })
}

function keepReactions(state, event, keep) {
  return changeReactions(state, event, (reactions) => reactions.filter(keep))
}

function changeReactions(state, event, change) {
  const log = state.logs.get(event.channel_id)
  const at = log?.messages.findIndex((message) => message.id === event.message_id) ?? -1
  if (at < 0) return []
  const message = log.messages[at]
  log.messages[at] = { ...message, reactions: change(message.reactions ?? []) }
  return ["messages"]
}
