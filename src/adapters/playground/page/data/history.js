/** Fetches what was said: the newest page when a channel is opened, older pages on demand, the gap after a lost connection. */
import { mergeMessages, noteAgents } from "./events.js"
import { compareIds } from "./snowflake.js"

const pageSize = 50
/** How far back a jump to an old message reads: 40 pages of 100. */
const longestWalk = 40

/** @param {{ store: object, api: object }} parts */
export function createHistory({ store, api }) {
  const read = async (channel, options) => {
    const log = store.state.logs.get(channel)
    log.loading = true
    log.failure = undefined
    store.touch("messages")
    try {
      const messages = await api.messages(channel, options)
      if (messages.length === 0) log.complete = true
      return messages
    } catch (error) {
      log.failure = error.message
      return undefined
    } finally {
      log.loading = false
      store.touch("messages", ...noteAgents(store.state, log.messages))
    }
  }

  const history = {
    /** Makes a channel's log ready, once. */
    async open(channel) {
      const known = store.state.logs.get(channel)
      if (known !== undefined && known.failure === undefined) return
      const log = { messages: [], complete: false, loading: true, failure: undefined }
      store.state.logs.set(channel, log)
      const messages = await read(channel, { limit: pageSize })
      if (messages !== undefined) take(channel, log, messages)
    },

    /** One page further back; false when there is none or it could not be read. */
    async older(channel, limit = pageSize) {
      const log = store.state.logs.get(channel)
      if (
        log === undefined ||
        log.loading ||
        log.failure !== undefined ||
        log.complete ||
        log.messages.length === 0
      )
        return false
      const messages = await read(channel, { limit, before: log.messages[0].id })
      if (messages === undefined) return false
      take(channel, log, messages)
      return messages.length > 0
    },

    /** Tries again what failed. */
    async retry(channel) {
      const log = store.state.logs.get(channel)
      if (log?.messages.length === 0) return history.open(channel)
      log.failure = undefined
      return history.older(channel)
    },

    /** Reads back until a message is there; false when it is further than is reasonable, or gone. */
    async reach(channel, id) {
      await history.open(channel)
      const log = store.state.logs.get(channel)
      for (let page = 0; page < longestWalk; page += 1) {
        if (log.messages.some((message) => message.id === id)) return true
        if (log.messages.length === 0 || compareIds(log.messages[0].id, id) < 0) return false
        if (!(await history.older(channel, 100))) return false
      }
      return false
    },

    /** After a gap in the live events: what is on the newest page is right, and logs of other channels start over. */
    async refresh() {
      const channel = store.state.current
      for (const id of store.state.logs.keys()) if (id !== channel) store.state.logs.delete(id)
      const log = store.state.logs.get(channel)
      if (log === undefined) return
      const complete = log.complete
      const messages = await read(channel, { limit: pageSize })
      if (messages === undefined) return
      const oldest = messages.at(-1)?.id
      const overlaps =
        oldest !== undefined && log.messages.some((message) => compareIds(message.id, oldest) >= 0)
      const before = overlaps ? log.messages.filter((message) => compareIds(message.id, oldest) < 0) : []
      const mine = log.messages.filter((message) => (message.flags & 64) !== 0)
      log.complete = overlaps ? complete : messages.length === 0
      log.messages = before
      take(channel, log, [...messages, ...mine])
    },
  }

  const take = (channel, log, messages) => {
    mergeMessages(log, messages)
    store.touch("messages", ...noteAgents(store.state, messages))
  }

  return history
}
