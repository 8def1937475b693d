/** The list above a text box that offers completions; the focus stays in the box. */
import { announce } from "/shared/dom/announce.js"
import { el, fill } from "/shared/dom/element.js"
import { avatar } from "../message/avatar.js"

let serial = 0

/** @param {HTMLElement} host the list is drawn above it */
export function createSuggestions(host) {
  const id = `suggestions-${(serial += 1)}`
  const list = el("div", { id, class: "suggestions", role: "listbox", hidden: true })
  host.append(list)
  let items = []
  let active = 0
  let owner
  let choose

  const mark = () => {
    for (const [at, row] of [...list.querySelectorAll("[role=option]")].entries()) {
      row.ariaSelected = String(at === active)
      if (at === active) row.scrollIntoView({ block: "nearest" })
    }
    owner?.setAttribute("aria-activedescendant", items.length === 0 ? "" : `${id}-${active}`)
  }

  const api = {
    get open() {
      return !list.hidden && items.length > 0
    },

    /** Shows choices for `input`; `pick` hears the chosen one. @param {Array<{ label: string, detail?: string }>} next */
    show(input, next, pick, title) {
      const news = items.length !== next.length || owner !== input || list.hidden
      items = next
      owner = input
      choose = pick
      active = 0
      list.setAttribute("aria-label", title)
      fill(list, title && el("p", { class: "suggestions-title" }, title), items.map(row))
      list.hidden = false
      list.scrollTop = 0
      input.setAttribute("aria-controls", id)
      if (input.getAttribute("role") === "combobox") input.ariaExpanded = "true"
      if (news) announce(items.length === 1 ? "1 suggestion" : `${items.length} suggestions`)
      mark()
    },

    /** Says one thing instead of choices, such as that they are on their way. */
    say(input, text) {
      items = []
      owner = input
      fill(list, el("p", { class: "suggestions-title" }, text))
      list.hidden = false
      mark()
    },

    hide() {
      list.hidden = true
      items = []
      owner?.removeAttribute("aria-activedescendant")
      if (owner?.getAttribute("role") === "combobox") owner.ariaExpanded = "false"
    },

    /** Handles the keys that move in the list; whether it did. @param {KeyboardEvent} event */
    key(event) {
      if (!api.open || event.isComposing) return false
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
      if (event.key in steps) {
        const to = active + steps[event.key]
        active =
          Math.abs(steps[event.key]) === 1
            ? (to + items.length) % items.length
            : Math.min(items.length - 1, Math.max(0, to))
        mark()
      } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) choose(items[active])
      else if (event.key === "Escape") api.hide()
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }

  const row = (item, at) => {
    const element = el(
      "div",
      { class: "suggestion", role: "option", id: `${id}-${at}`, "aria-selected": "false" },
      [
        lead(item),
        el("span", { class: "suggestion-label" }, item.label),
        item.options && el("span", { class: "suggestion-options" }, item.options.map(optionMark)),
        item.detail && el("span", { class: "suggestion-detail" }, item.detail),
      ],
    )
    element.addEventListener("pointerdown", (event) => event.preventDefault())
    element.addEventListener("click", () => choose(item))
    element.addEventListener("pointermove", () => {
      if (active === at) return
      active = at
      mark()
    })
    return element
  }

  return api
}

function lead(item) {
  if (item.user !== undefined) return avatar(item.user, "tiny")
  if (item.agent !== undefined) return avatar({ ...item.agent, username: item.agent.name }, "tiny", true)
  return item.lead ? el("span", { class: "emoji" }, item.lead) : false
}

function optionMark(option) {
  const title = option.required ? "required" : "optional"
  return el(
    "span",
    { class: option.required ? "option-mark required" : "option-mark", title },
    option.name,
    option.required && "*",
  )
}
