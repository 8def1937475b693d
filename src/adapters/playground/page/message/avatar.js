/** Pictures of people and agents: their own, or initials in the colour of the name. */
import { el } from "../dom/element.js"
import { avatarUrl, hueOf, initialsOf, nameOf } from "../data/names.js"

/** @param {object} user Discord's user, or a message's author @param {"large" | "small" | "tiny"} [size] */
export function avatar(user, size = "large", agent = false) {
  const name = nameOf(user)
  const kind = agent ? "avatar agent" : "avatar"
  const frame = el(
    "span",
    { class: `${kind} ${size}`, "aria-hidden": "true", vars: { "--hue": String(hueOf(name)) } },
    initialsOf(name),
  )
  const src = avatarUrl(user)
  if (src !== undefined) {
    const image = el("img", { src, alt: "", loading: "lazy", decoding: "async" })
    image.addEventListener("error", () => image.remove())
    frame.append(image)
  }
  return frame
}
