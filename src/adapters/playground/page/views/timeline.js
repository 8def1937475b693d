/** The messages of the open channel: a window on a long log that loads, follows and keeps its place. */
import { el, fill, throttled } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { roving } from "/shared/dom/roving.js"
import { messageToolbar } from "../message/toolbar.js"
import { beginning } from "./beginning.js"
import { createRows } from "./rows.js"
import { around, indices, newerStep, newest, olderStep, overgrown } from "./range.js"

/** Closer to an end than this (px), more is drawn or fetched. */
const near = 800
/** Closer to the newest message than this (px), the view follows it. */
const atEnd = 40

/** @param {object} page @returns {{ element: HTMLElement, jump: (id: string) => Promise<void>, follow: () => void }} */
export function timeline(page) {
  const { store, history } = page
  const list = el("ol", { class: "rows", "aria-label": "Messages" })
  const top = el("div", { class: "top" })
  const scroller = el("div", { class: "scroller", tabindex: -1 }, top, list)
  const down = el("button", { type: "button", class: "to-newest", hidden: true })
  const element = el("section", { class: "timeline", "aria-label": "Conversation" }, scroller, down)
  const rows = createRows(list, page)
  const toolbar = messageToolbar(list, rows.message, page)
  let channel
  let range = newest([])
  let following = true
  let unreadMark
  const revisions = { everything: 0, agents: 0 }
  roving(list, ".row")

  const log = () => store.state.logs.get(channel)
  const messages = () => log()?.messages ?? []
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight
  }

  const draw = () => {
    if (channel !== store.state.current) openChannel()
    const all = messages()
    if (following && (range.first === undefined || overgrown(all, range))) range = newest(all)
    const { start, end } = indices(all, range)
    const hold = following ? toEnd : keepPlace()
    rows.draw(all.slice(start, end), all[start - 1], unreadMark, revisions)
    fill(top, start > 0 ? false : beginning(page, log()))
    hold()
    if (start > 0 && scroller.scrollHeight <= scroller.clientHeight) {
      range = olderStep(all, range)
      draw()
      return
    }
    const tabStop = list.querySelector(".row[tabindex='0']") ?? list.querySelector(".row:last-child")
    if (tabStop !== null) tabStop.tabIndex = 0
    read()
    if (start === 0 && !log()?.complete && scroller.scrollTop < near) loadOlder()
  }

  const openChannel = () => {
    channel = store.state.current
    range = newest(messages())
    following = true
    unreadMark = store.state.unread.get(channel)?.after
    toolbar.hide()
  }

  /** Notes what has been seen, and offers the way down when the newest message is out of sight. */
  const read = () => {
    store.state.reading = following && document.visibilityState === "visible"
    const unread = store.state.unread.get(channel)
    if (store.state.reading && unread !== undefined) {
      store.state.unread.delete(channel)
      store.touch("unread")
    }
    down.hidden = following
    const count = unread?.count ?? 0
    fill(
      down,
      icon("down"),
      count === 0 ? "Jump to newest" : `${count} new ${count === 1 ? "message" : "messages"}`,
    )
  }

  /** The first row in sight stays where it is, whatever is drawn above it. */
  const keepPlace = () => {
    const edge = scroller.getBoundingClientRect().top
    const anchor = [...list.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > edge)
    const before = anchor?.getBoundingClientRect().top
    return () => {
      const now = anchor && rows.element(anchor.dataset.id)
      if (now?.isConnected) scroller.scrollTop += now.getBoundingClientRect().top - before
    }
  }

  const loadOlder = async () => {
    const opened = channel
    if (log() === undefined || log().reading !== undefined) return
    if (await history.older(opened)) {
      if (opened === channel) range = following ? newest(messages()) : olderStep(messages(), range)
      draw()
    }
  }

  const onScroll = throttled(() => {
    const { scrollTop, clientHeight, scrollHeight } = scroller
    const all = messages()
    const { start, end } = indices(all, range)
    const below = scrollHeight - scrollTop - clientHeight
    const wasFollowing = following
    following = end === all.length && below < atEnd
    if (scrollTop < near && start > 0) {
      range = olderStep(all, range)
      draw()
    } else if (scrollTop < near && !log()?.complete) loadOlder()
    else if (below < near && end < all.length) {
      range = newerStep(all, range)
      draw()
    } else if (wasFollowing !== following) read()
  })

  const follow = () => {
    following = true
    range = newest(messages())
    draw()
  }

  /** Shows a message, however far back. */
  const jump = async (id) => {
    if (channel !== store.state.current) openChannel()
    if (!(await history.reach(channel, id))) throw new Error("That message is not there any more.")
    following = false
    range = around(messages(), id)
    draw()
    const row = rows.element(id)
    row.scrollIntoView({ block: "center" })
    row.focus({ preventScroll: true })
    row.classList.remove("flash")
    requestAnimationFrame(() => row.classList.add("flash"))
  }

  scroller.addEventListener("scroll", onScroll, { passive: true })
  down.addEventListener("click", () => {
    follow()
    list.querySelector(".row:last-child")?.focus({ preventScroll: true })
  })
  document.addEventListener("visibilitychange", read)
  const sizes = new ResizeObserver(() => following && toEnd())
  sizes.observe(scroller)
  sizes.observe(list)

  store.watch(["current", "messages", "editing", "people", "agents", "channels"], (topics) => {
    if (topics.has("people") || topics.has("channels")) revisions.everything += 1
    if (topics.has("agents")) revisions.agents += 1
    draw()
  })

  return { element, jump, follow }
}
