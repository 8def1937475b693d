/** The open place: its name and subject, and the page's own switches. */
import { el, fill } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { themeButton } from "/shared/theme.js"
import { channelTitle, isThread, spokenTitle } from "./titles.js"

/** @param {object} page @param {HTMLElement} element */
export function header(page, element) {
  const { store } = page
  const title = el("h1", { class: "title", tabindex: -1 })
  const topic = el("p", { class: "topic" })
  const thread = button("thread", "Start a thread", () => page.actions.askThread())
  thread.classList.add("wide-only")
  const help = el(
    "button",
    {
      type: "button",
      class: "icon-button wide-only",
      "aria-label": "Keyboard shortcuts",
      title: "Keyboard shortcuts",
    },
    "?",
  )
  help.addEventListener("click", () => page.actions.showShortcuts())
  const members = button("people", "People and agents", () => page.drawers.toggle("members"))
  const places = button("menu", "Servers and channels", () => page.drawers.toggle("places"))
  members.dataset.drawer = "members"
  places.dataset.drawer = "places"
  places.classList.add("narrow-only")
  fill(
    element,
    places,
    el("div", { class: "heading" }, title, topic),
    el("div", { class: "tools" }, thread, help, themeButton(), members),
  )

  store.watch(["current", "channels", "people", "unread"], () => {
    const channel = store.state.channels.get(store.state.current)
    if (channel === undefined) return
    const parent = store.state.channels.get(channel.parent_id)
    fill(
      title,
      icon(isThread(channel) ? "thread" : channel.type === 1 ? "spark" : "hash"),
      channelTitle(channel, store.state),
    )
    fill(
      topic,
      isThread(channel) && parent
        ? el("a", { href: `#/${parent.id}` }, `in #${parent.name}`)
        : (channel.topic ?? ""),
    )
    thread.hidden = channel.type !== 0
    const unread = [...store.state.unread.values()].reduce((sum, { count }) => sum + count, 0)
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${spokenTitle(channel, store.state)} · Orrery`
  })
}

function button(sign, label, click) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click } },
    icon(sign),
  )
}
