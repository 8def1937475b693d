/** What the keys do. */
import { el } from "/shared/dom/element.js"
import { openDialog } from "../dom/dialog.js"

const keys = [
  ["Enter", "send"],
  ["Shift + Enter", "a new line"],
  ["↑ in an empty box", "edit your last message"],
  ["/", "commands"],
  ["@, #, :", "complete a name, a channel, an emoji"],
  ["Tab, then ↑ or ↓", "walk through the messages"],
  ["R, E, T, +, Delete", "on a message: reply, edit, thread, react, delete"],
  ["Alt + ↑ or ↓", "the channel before, the channel after"],
  ["Escape", "close, cancel, back to the message box"],
]

export function showShortcuts() {
  openDialog({
    title: "Keyboard",
    body: el(
      "dl",
      { class: "shortcuts" },
      keys.map(([key, does]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does))),
    ),
    confirm: "Good",
    cancel: false,
    submit: () => undefined,
  })
}
