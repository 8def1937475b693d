/** Keeps the timeline's elements in step with its messages: what did not change keeps its element. */
import { el } from "/shared/dom/element.js"
import { continues, messageRow } from "../message/row.js"
import { dayName, sameDay } from "../message/time.js"
import { compareIds } from "../data/snowflake.js"

/** @param {HTMLElement} list @param {object} page */
export function createRows(list, page) {
  let drawn = new Map()

  const row = (message, before, revisions) => {
    const mayName = message.content?.includes("@") || message.embeds?.length > 0
    const revision = revisions.everything + (mayName ? revisions.agents : 0)
    const grouped = continues(message, before)
    const editing = page.store.state.editing === message.id
    const known = drawn.get(message.id)
    const fresh =
      known?.message === message &&
      known.grouped === grouped &&
      known.editing === editing &&
      known.revision === revision
    return fresh
      ? known
      : { message, grouped, editing, revision, element: messageRow(message, grouped, page) }
  }

  return {
    /**
     * Draws these messages; `before` stands above the first, `unread` is the id of the first unread one. `revisions` count
     * what messages look like beside their own content: everything, and for those that may name agents, the agents.
     */
    draw(messages, before, unread, revisions) {
      const next = new Map()
      const wanted = []
      let previous = before
      for (const message of messages) {
        if (startsDay(message, previous)) wanted.push(divider(message))
        if (unread !== undefined && isFirstUnread(message, previous, unread)) {
          wanted.push(
            el("li", { class: "divider unread", "aria-label": "New messages" }, el("span", {}, "New")),
          )
        }
        const entry = row(message, previous, revisions)
        next.set(message.id, entry)
        wanted.push(entry.element)
        previous = message
      }
      const focus = focusWithin(drawn, next)
      drawn = next
      arrange(list, wanted)
      focus?.()
    },
    element: (id) => drawn.get(id)?.element,
    message: (id) => drawn.get(id)?.message,
  }
}

function startsDay(message, before) {
  return before === undefined || !sameDay(new Date(message.timestamp), new Date(before.timestamp))
}

function isFirstUnread(message, before, unread) {
  return compareIds(message.id, unread) >= 0 && (before === undefined || compareIds(before.id, unread) < 0)
}

function divider(message) {
  return el(
    "li",
    { class: "divider", role: "separator" },
    el("span", {}, dayName(new Date(message.timestamp))),
  )
}

/** Puts exactly these elements into the list, in this order, moving none that stands right. */
function arrange(list, wanted) {
  const keep = new Set(wanted)
  for (const child of list.querySelectorAll(":scope > *")) if (!keep.has(child)) child.remove()
  let cursor = list.firstElementChild
  for (const element of wanted) {
    if (element === cursor) cursor = cursor.nextElementSibling
    else list.insertBefore(element, cursor)
  }
}

function spots(row) {
  return [...row.querySelectorAll("button, a, [tabindex]")]
}

/** When the focused row is drawn anew, the focus goes to the same place in the new one. */
function focusWithin(drawn, next) {
  const active = document.activeElement
  const id = active?.closest?.(".row")?.dataset.id
  const [old, fresh] = [drawn.get(id)?.element, next.get(id)?.element]
  if (old === undefined || fresh === undefined || old === fresh || active.closest(".editor")) return undefined
  const at = spots(old).indexOf(active)
  return () => (spots(fresh)[at] ?? fresh).focus({ preventScroll: true })
}
