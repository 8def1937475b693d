/** Reactions below a message: press to join, press again to leave. */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { emojiText } from "./components.js"

export function reactions(message, page) {
  const all = message.reactions ?? []
  if (all.length === 0) return false
  const chips = all.map((reaction) => {
    const label = `${reaction.emoji.name}, ${reaction.count} ${reaction.count === 1 ? "reaction" : "reactions"}`
    const chip = el(
      "button",
      { type: "button", class: "chip", "aria-pressed": String(reaction.me === true), "aria-label": label },
      emojiText(reaction.emoji),
      el("span", { class: "count" }, reaction.count),
    )
    chip.addEventListener("click", () => page.actions.toggleReaction(message, reaction.emoji))
    return chip
  })
  const add = el("button", { type: "button", class: "chip add", "aria-label": "Add reaction" }, icon("smile"))
  add.addEventListener("click", () => page.actions.pickReaction(add, message))
  return el("div", { class: "reactions" }, chips, add)
}
