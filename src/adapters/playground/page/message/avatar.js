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
  picture(avatarUrl(user)).then((src) => src && frame.append(el("img", { src, alt: "", decoding: "async" })))
  return frame
}

const pictures = new Map()

/** The address of a picture that somebody chose. What the playground drew itself has no letters for agents: initials say more. */
function picture(address) {
  if (address === undefined) return Promise.resolve(undefined)
  if (!pictures.has(address)) pictures.set(address, look(address))
  return pictures.get(address)
}

async function look(address) {
  try {
    const answer = await fetch(address)
    const drawn = !answer.redirected && answer.headers.get("content-type")?.startsWith("image/svg")
    return answer.ok && !drawn ? address : undefined
  } catch {
    return undefined
  }
}
