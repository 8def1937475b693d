/** Pictures of people and agents: their own, or initials in the colour of the name. */
import { el } from "/shared/dom/element.js"
import { avatarUrl, hueOf, initialsOf, nameOf } from "../data/names.js"

/** @param {object} user Discord's user, or a message's author @param {"large" | "small" | "tiny"} [size] */
export function avatar(user, size = "large", agent = false) {
  const name = nameOf(user)
  const src = avatarUrl(user)
  return el(
    "span",
    {
      class: `avatar ${agent ? "agent " : ""}${size}`,
      "aria-hidden": "true",
      vars: { "--hue": String(hueOf(name)) },
    },
    initialsOf(name),
    // There is nothing to show of a picture on another machine.
    src && el("img", { src, alt: "", decoding: "async", on: { error: ({ target }) => target.remove() } }),
  )
}
