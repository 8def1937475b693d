/** Fetches what was said: the newest page when a channel is opened, older pages on demand, the gap after a lost connection. */
import { noteSpeakers } from "./agents.js"
import { mergeMessages } from "./events.js"
import { compareIds } from "./snowflake.js"

const pageSize = 50
/** How far back a jump to an old message reads: 40 pages of 100. */
const longestWalk = 40

/** @param {{ store: object, api: object }} parts */
export function createHistory({ store, api }) {
  /**
   * Reads a page into a log, one at a time; whether it could be read. What is asked is decided when it is this read's turn.
   *
   * @param {string} channel @param {object} log @param {() => object | undefined} ask options; undefined leaves it
   */
  const read = async (channel, log, ask, take = (messages) => mergeMessages(log, messages)) => {
    while (log.reading !== undefined) await log.reading
    const options = ask()
    if (options === undefined) return false
    log.failure = undefined
    const load = async () => {
      try {
        const messages = await api.messages(channel, options)
        if (messages.length === 0) log.complete = true
        take(messages)
        store.touch(...noteSpeakers(store.state, messages))
      } catch (error) {
        log.failure = error.message
      } finally {
        log.reading = undefined
      }
    }
    log.reading = load()
    store.touch("messages")
    await log.reading
    store.touch("messages")
    return log.failure === undefined
  }

  const history = {
    /** Makes a channel's log ready. */
    async open(channel) {
      const known = store.state.logs.get(channel)
      if (known !== undefined && known.failure === undefined) {
        await known.reading
        return
      }
      const log = { messages: [], complete: false, reading: undefined, failure: undefined }
      store.state.logs.set(channel, log)
      await read(channel, log, () => ({ limit: pageSize }))
    },

    /** One page further back; false when there is none or it could not be read. */
    async older(channel, limit = pageSize) {
      const log = store.state.logs.get(channel)
      const oldest = () => (log.failure === undefined && !log.complete ? log.messages[0]?.id : undefined)
      return read(channel, log, () => oldest() && { limit, before: oldest() })
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
      await read(
        channel,
        log,
        () => ({ limit: pageSize }),
        (messages) => replaceNewest(log, messages),
      )
    },
  }
  return history
}

/** Puts the newest page in the place of what was known of that time; without an overlap there is a gap, and older ones go. */
function replaceNewest(log, messages) {
  const oldest = messages.at(-1)?.id
  const overlaps = oldest !== undefined && log.messages.some(({ id }) => compareIds(id, oldest) >= 0)
  const older = overlaps ? log.messages.filter(({ id }) => compareIds(id, oldest) < 0) : []
  const ephemeral = log.messages.filter(({ flags }) => (flags & 64) !== 0)
  log.complete = messages.length === 0 || (overlaps && log.complete)
  log.messages = older
  mergeMessages(log, [...messages, ...ephemeral])
}
