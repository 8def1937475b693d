/** A grid of emoji with a search. */
import { el, fill } from "/shared/dom/element.js"
import { roving } from "/shared/dom/roving.js"
import { openPopover } from "../dom/popover.js"
import { emojis, findEmojis } from "../data/emoji.js"

const columns = 8

/** @param {HTMLElement} anchor @param {(char: string) => void} pick */
export function emojiPicker(anchor, pick) {
  const search = el("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search emoji",
    autocomplete: "off",
  })
  const grid = el("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" })
  const choose = (char) => {
    panel.close()
    pick(char)
  }
  const draw = () => {
    const found = search.value.trim() === "" ? emojis : findEmojis(search.value.trim())
    fill(
      grid,
      found.length === 0 && el("p", { class: "empty" }, "No emoji of that name"),
      found.map(({ char, words }) =>
        el(
          "button",
          {
            type: "button",
            class: "emoji-button",
            "aria-label": words[0],
            title: words[0],
            on: { click: () => choose(char) },
          },
          char,
        ),
      ),
    )
    move.refresh()
  }
  const move = roving(grid, ".emoji-button", { columns: () => columns })
  search.addEventListener("input", draw)
  search.addEventListener("keydown", (event) => {
    const first = grid.querySelector(".emoji-button")
    if (first === null || !["Enter", "ArrowDown"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "Enter") first.click()
    else move.focus(first)
  })
  draw()
  const panel = openPopover(anchor, el("div", { class: "emoji-picker" }, search, grid), {
    label: "Choose an emoji",
  })
  search.focus()
}
