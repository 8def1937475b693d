/** The chat page, put together: what it knows, what it can do, and what is drawn from that. */
import { el } from "/shared/dom/element.js"
import { createStore } from "/shared/store.js"
import { createActions } from "./actions.js"
import { composer } from "./composer/composer.js"
import { createApi } from "./data/api.js"
import { createHistory } from "./data/history.js"
import { emptyState } from "./data/state.js"
import { createInteractions } from "./interactions.js"
import { createNames } from "./names.js"
import { createSession } from "./session.js"
import { banner } from "./views/banner.js"
import { createDrawers } from "./views/drawers.js"
import { header } from "./views/header.js"
import { keyboard } from "./views/keyboard.js"
import { members } from "./views/members.js"
import { sidebar } from "./views/sidebar.js"
import { timeline } from "./views/timeline.js"

const place = (id) => document.querySelector(`#${id}`)

const store = createStore(emptyState())
const api = createApi(() => store.state.me.id)
const page = {
  store,
  api,
  names: createNames(store),
  history: createHistory({ store, api }),
}
page.actions = createActions(page)
Object.assign(page.actions, createInteractions(page))
page.session = createSession(page)

/** Opens what the address names: `#/<channel>` or `#/<channel>/<message>`. */
page.route = async () => {
  const [, channelId, messageId] = location.hash.split("/")
  const wanted = store.state.channels.has(channelId)
    ? channelId
    : (store.state.current ?? page.session.home())
  if (wanted === undefined) return
  if (wanted !== store.state.current) {
    store.state.current = wanted
    store.state.editing = undefined
    store.touch("current")
  }
  if (wanted !== channelId) window.history.replaceState(null, "", `#/${wanted}`)
  await page.history.open(wanted)
  if (wanted !== channelId || messageId === undefined) return
  window.history.replaceState(null, "", `#/${channelId}`)
  await page.actions.attempt(() => page.timeline.jump(messageId))
}

page.timeline = timeline(page)
place("conversation").prepend(page.timeline.element)
page.composer = composer(page, place("composer"))
header(page, place("header"))
banner(page, place("banner"))
sidebar(page, place("places-list"))
members(page, place("members"))
page.drawers = createDrawers({ places: place("places"), members: place("members") }, place("scrim"))
keyboard(page)

addEventListener("hashchange", () => {
  page.drawers.close()
  page.route()
})

async function start() {
  try {
    await page.session.start()
    await page.route()
    document.body.classList.add("ready")
    if (matchMedia("(pointer: fine)").matches) page.composer.focus()
  } catch (error) {
    const again = el(
      "button",
      { type: "button", class: "button primary", on: { click: () => location.reload() } },
      "Try again",
    )
    place("banner").replaceChildren(el("p", { class: "banner lost", role: "alert" }, error.message, again))
  }
}

start()
