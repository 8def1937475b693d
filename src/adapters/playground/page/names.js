/** What ids and addresses in a message mean to the reader. */
import { findUser } from "./data/events.js"
import { nameOf } from "./data/names.js"
import { spokenTitle } from "./views/titles.js"

const messageAddress = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:@me|\d+)\/(\d+)(?:\/(\d+))?$/

/** @param {{ state: object }} store */
export function createNames(store) {
  const names = {
    user(id) {
      const user = findUser(store.state, id)
      return user && { name: nameOf(user), me: id === store.state.me?.id }
    },
    channel: (id) => store.state.channels.get(id),
    role: () => undefined,

    /** Names that `@name` mentions, longest first. */
    get agents() {
      return [...store.state.agents.values()].map(({ name }) => name).toSorted((a, b) => b.length - a.length)
    },

    /** An address of a message or a channel of this very place. */
    messageLink(url) {
      const [, channelId, messageId] = messageAddress.exec(url) ?? []
      const channel = store.state.channels.get(channelId)
      if (channel === undefined) return undefined
      const title = spokenTitle(channel, store.state)
      return messageId === undefined
        ? { href: `#/${channelId}`, label: title }
        : { href: `#/${channelId}/${messageId}`, label: `${title} › message` }
    },

    /** For plainText. */
    plain: { user: (id) => names.user(id)?.name, channel: (id) => names.channel(id)?.name },
  }
  return names
}
