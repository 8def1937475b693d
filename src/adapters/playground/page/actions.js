/** What a reader can do to messages and places. Views call these; what comes of it arrives live. */
import { announce } from "/shared/dom/announce.js"
import { emojiKey, nameOf, sameEmoji } from "./data/names.js"
import { applyEvent } from "./data/events.js"
import { outgoing } from "./composer/outgoing.js"
import { usersOf } from "./message/select-options.js"
import { confirmDelete, nameThread } from "./views/questions.js"
import { emojiPicker } from "./views/emoji-picker.js"
import { moreMenu } from "./message/toolbar.js"
import { showShortcuts } from "./views/shortcuts.js"

/** Typing is told at most this often (ms): Discord shows it for ten seconds. */
const typingEvery = 8000

/** @param {object} page its store, api, names and timeline */
export function createActions(page) {
  const { store, api } = page
  let typed = 0

  /** Runs something that may be refused; whether it went well. The refusal is shown above the message box. */
  const attempt = async (work) => {
    try {
      await work()
      return true
    } catch (error) {
      actions.fail(error.message)
      return false
    }
  }

  const actions = {
    attempt,

    /** Shows a sentence above the message box of the open channel; undefined takes it away. */
    fail(text) {
      store.state.failure = text === undefined ? undefined : { channel: store.state.current, text }
      store.touch("failure")
    },

    /** A draft as it will be sent. */
    outgoing(text) {
      const { state } = store
      const guildId = state.channels.get(state.current)?.guild_id
      const users = usersOf(state, guildId).map(({ label, value }) => ({ name: label, id: value }))
      const channels = [...state.channels.values()].filter(
        (channel) => channel.guild_id === guildId && channel.name,
      )
      return outgoing(text, { users, channels, agents: page.names.agents })
    },

    async send(text) {
      const channel = store.state.current
      const answered = store.state.replies.get(channel)
      page.timeline.follow()
      const sent = await attempt(() => api.send(channel, actions.outgoing(text), answered?.id))
      if (sent && store.state.replies.get(channel) === answered) {
        store.state.replies.delete(channel)
        store.touch("replies")
      }
      typed = 0
      return sent
    },

    /** A failure to tell is no failure of the message. */
    typing() {
      if (Date.now() - typed < typingEvery) return
      typed = Date.now()
      api.typing(store.state.current).catch(() => undefined)
    },

    reply(message) {
      if (message === undefined) store.state.replies.delete(store.state.current)
      else store.state.replies.set(store.state.current, message)
      store.touch("replies")
    },

    edit(message) {
      const was = store.state.editing
      store.state.editing = message?.id
      store.touch("editing")
      if (message === undefined && was !== undefined) page.composer.focus()
    },

    /** Starts editing the reader's newest message; false when there is none. */
    editLast() {
      const { logs, current, me } = store.state
      const last = logs
        .get(current)
        ?.messages.findLast((message) => message.author.id === me.id && !message.webhook_id)
      if (last !== undefined) actions.edit(last)
      return last !== undefined
    },

    async saveEdit(message, text) {
      if (await attempt(() => api.edit(message, actions.outgoing(text)))) actions.edit(undefined)
    },

    askDelete: (message) => confirmDelete(message, page),

    /** Takes an ephemeral message away: it is on this page alone. */
    dismiss(message) {
      store.touch(...applyEvent(store.state, { t: "MESSAGE_DELETE", d: message }, Date.now()))
    },

    toggleReaction(message, emoji) {
      const mine = message.reactions?.some((reaction) => reaction.me && sameEmoji(reaction.emoji, emoji))
      return attempt(() =>
        mine ? api.unreact(message, emojiKey(emoji)) : api.react(message, emojiKey(emoji)),
      )
    },

    pickEmoji: (anchor, pick) => emojiPicker(anchor, pick),
    pickReaction: (anchor, message) => emojiPicker(anchor, (char) => actions.addReaction(message, char)),
    addReaction: (message, char) => attempt(() => api.react(message, char)),

    askThread: (message) => nameThread(message, page),

    async openDm() {
      await attempt(async () => {
        const channel = await api.openDm()
        store.touch(...applyEvent(store.state, { t: "CHANNEL_CREATE", d: channel }, Date.now()))
        actions.go(channel.id)
      })
    },

    go(channelId) {
      location.hash = `#/${channelId}`
      page.drawers.close()
    },

    insert(text) {
      page.drawers.close()
      page.composer.insert(text)
    },

    switchPerson: (id) => page.session.switchTo(id),
    showShortcuts,

    /** What a toolbar offers for a message: `{ label, icon, key, run(anchor) }`. */
    possible(message, flag) {
      if (message.flags & flag.ephemeral)
        return [{ label: "Dismiss", icon: "close", key: "Delete", run: () => actions.dismiss(message) }]
      const own = message.author.id === store.state.me?.id && !message.webhook_id
      const channel = store.state.channels.get(message.channel_id)
      return [
        {
          label: "Add reaction",
          icon: "smile",
          key: "+",
          run: (anchor) => actions.pickReaction(anchor, message),
        },
        { label: "Reply", icon: "reply", key: "r", run: () => actions.reply(message) },
        own && { label: "Edit", icon: "edit", key: "e", run: () => actions.edit(message) },
        channel?.type === 0 &&
          !message.thread && {
            label: "Start a thread",
            icon: "thread",
            key: "t",
            run: () => actions.askThread(message),
          },
        own && { label: "Delete", icon: "trash", key: "Delete", run: () => actions.askDelete(message) },
        { label: "More", icon: "more", key: "m", run: (anchor) => moreMenu(anchor, message, page) },
      ].filter(Boolean)
    },

    /** Says what somebody else wrote in the open channel. */
    announceMessage(message, text) {
      if (message.channel_id === store.state.current)
        announce(`${nameOf(message.author)}: ${text.slice(0, 400)}`)
    },
  }
  return actions
}
