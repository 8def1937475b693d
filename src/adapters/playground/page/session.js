/** One person's view of the world: the first look, the live socket, and changing to another person. */
import { connectLive } from "/shared/live.js"
import { recall, remember } from "/shared/preferences.js"
import { learnAgents } from "./data/agents.js"
import { applyEvent } from "./data/events.js"
import { emptyState } from "./data/state.js"
import { plainText } from "./markdown/blocks.js"
import { listedChannels } from "./views/sidebar.js"
import { openModal } from "./views/modal.js"

const loading = 128

/** The wait (ms) before a world that could not be read is read again. */
const patience = 2000

/** @param {object} page its store, api, history, actions, names and timeline */
export function createSession(page) {
  const { store, api, history } = page
  let disconnect
  /** Whether there may be events that this page did not hear. */
  let missed = false

  const load = async (person) => {
    const state = await api.state(person)
    const { current } = store.state
    const { agents, logs, unread, replies } =
      person === store.state.me?.id ? store.state : { ...emptyState(), agents: store.state.agents }
    Object.assign(store.state, {
      agents,
      logs,
      unread,
      replies,
      me: state.people.find((user) => user.id === person) ?? state.people[0],
      bot: state.bot,
      notice: state.notice ?? undefined,
      people: state.people,
      guilds: state.guilds,
      commands: state.commands,
      channels: channelMap(state),
    })
    store.state.current = store.state.channels.has(current) ? current : undefined
    store.touch("people", "channels", "commands", "notice", "unread", "replies", "messages", "agents")
  }

  const onEvent = (event) => {
    const before = event.t === "MESSAGE_UPDATE" ? find(event.d) : undefined
    store.touch(...applyEvent(store.state, event, Date.now()))
    if (event.t === "MODAL") openModal(event.d, page)
    if (event.t === "COMMANDS_UPDATE") learnAgents(page)
    const news = event.t === "MESSAGE_CREATE" || (before !== undefined && (before.flags & loading) !== 0)
    if (news && event.d.author?.id !== store.state.me.id && event.d.content) {
      page.actions.announceMessage(event.d, plainText(event.d.content, page.names.plain))
    }
  }

  const find = ({ channel_id: channel, id }) =>
    store.state.logs.get(channel)?.messages.find((message) => message.id === id)

  const setConnection = (connection) => {
    store.state.connection = connection
    store.touch("connection")
  }

  const connect = () => {
    disconnect?.()
    const person = store.state.me.id
    disconnect = connectLive(`/page/live?as=${person}`, {
      onFrame: onEvent,
      onLost() {
        missed = true
        setConnection("lost")
      },
      async onOpen() {
        if (missed && !(await page.actions.attempt(() => load(person)))) {
          setTimeout(connect, patience)
          return
        }
        missed = false
        setConnection("live")
        await history.refresh()
        await page.route()
        learnAgents(page)
      },
    })
  }

  return {
    async start() {
      const asked = new URL(location.href).searchParams.get("as") ?? recall("person")
      try {
        await load(asked)
      } catch (error) {
        if (asked === undefined || error.status === 0) throw error
        await load(undefined)
      }
      connect()
    },

    async switchTo(person) {
      remember("person", person)
      const url = new URL(location.href)
      if (url.searchParams.has("as")) {
        url.searchParams.set("as", person)
        window.history.replaceState(null, "", url)
      }
      if (!(await page.actions.attempt(() => load(person)))) return
      store.state.typing = new Map()
      store.state.receipts = []
      store.state.editing = undefined
      store.touch("typing", "receipts", "editing")
      connect()
      page.route()
    },

    /** Where to go when nothing is asked for: the first channel. */
    home: () => listedChannels(store.state)[0]?.id,
  }
}

function channelMap(state) {
  const ofGuilds = state.guilds.flatMap((guild) =>
    guild.channels.map((channel) => [channel.id, { ...channel, guild_id: guild.id }]),
  )
  return new Map([...ofGuilds, ...state.dms.map(({ channel }) => [channel.id, channel])])
}
