/** Where one can go: servers with their channels and threads, and direct messages. */
import { el, fill, hidden } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { roving } from "/shared/dom/roving.js"
import { avatar } from "../message/avatar.js"
import { compareIds } from "../data/snowflake.js"
import { channelTitle, isThread } from "./titles.js"

/** @param {object} page @param {HTMLElement} element the navigation's list */
export function sidebar(page, element) {
  const { store } = page
  const move = roving(element, ".place")

  store.watch(["channels", "people", "current", "unread"], () => {
    const { state } = store
    const focused = document.activeElement?.closest?.(".place")?.dataset.id
    fill(
      element,
      state.guilds.map((guild) => server(guild, state)),
      directMessages(page),
    )
    move.refresh()
    if (focused !== undefined) element.querySelector(`.place[data-id="${focused}"]`)?.focus()
  })
}

/** The channels of a place in the order in which they are listed. */
export function listedChannels(state) {
  const ordered = state.guilds.flatMap((guild) =>
    channelsOf(guild, state).flatMap((channel) => [channel, ...threadsOf(channel, state)]),
  )
  return [...ordered, ...directChannels(state)]
}

function server(guild, state) {
  const heading = `server-${guild.id}`
  return el("section", { class: "server", "aria-labelledby": heading }, [
    el("h2", { id: heading }, guild.name),
    el(
      "ul",
      {},
      channelsOf(guild, state).map((channel) => [
        el("li", {}, place(channel, state)),
        threadsOf(channel, state).map((thread) => el("li", { class: "thread" }, place(thread, state))),
      ]),
    ),
  ])
}

function channelsOf(guild, state) {
  return [...state.channels.values()]
    .filter((channel) => channel.guild_id === guild.id && [0, 5].includes(channel.type))
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0) || compareIds(a.id, b.id))
}

function threadsOf(channel, state) {
  return [...state.channels.values()]
    .filter(
      (thread) => isThread(thread) && thread.parent_id === channel.id && !thread.thread_metadata?.archived,
    )
    .toSorted((a, b) => compareIds(a.id, b.id))
}

function directChannels(state) {
  return [...state.channels.values()].filter((channel) => channel.type === 1)
}

function directMessages(page) {
  const { state } = page.store
  if (state.bot === undefined) return false
  const known = directChannels(state)
  const open = el(
    "button",
    { type: "button", class: "place", on: { click: () => page.actions.openDm() } },
    avatar(state.bot, "small"),
    [el("span", { class: "place-name" }, state.bot.global_name ?? state.bot.username)],
  )
  return el("section", { class: "server", "aria-labelledby": "direct" }, [
    el("h2", { id: "direct" }, "Direct messages"),
    el(
      "ul",
      {},
      known.length === 0 ? el("li", {}, open) : known.map((channel) => el("li", {}, place(channel, state))),
    ),
  ])
}

function place(channel, state) {
  const unread = state.unread.get(channel.id)
  const current = state.current === channel.id
  const sign = channel.type === 1 ? avatar(state.bot, "small") : icon(isThread(channel) ? "thread" : "hash")
  return el(
    "a",
    {
      class: unread ? "place unread" : "place",
      href: `#/${channel.id}`,
      data: { id: channel.id },
      "aria-current": current ? "page" : undefined,
    },
    sign,
    el("span", { class: "place-name" }, channelTitle(channel, state)),
    unread && badge(unread),
  )
}

function badge({ count, mentions }) {
  const words = mentions > 0 ? `, ${mentions} unread mentions` : `, ${count} unread messages`
  return [
    el("span", { class: mentions > 0 ? "badge mention" : "badge", "aria-hidden": "true" }, mentions || count),
    hidden(words),
  ]
}
