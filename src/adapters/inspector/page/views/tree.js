/** JSON as a tree that stays open where it was opened, whatever changes. */
import { el } from "/shared/dom/element.js"
import { hrefOfAddress } from "../data/route.js"
import { kinds } from "../data/state.js"
import { dateAndTime, isTime } from "../data/time.js"

const address = new RegExp(`^(${kinds.join("|")})/[0-9A-Za-z_-]{1,64}$`)
const hiddenWords = /^•••\((\d+)\)$/

/**
 * @param {string} root tells this tree from others beside it
 * @returns {(value: any, options?: { fresh?: boolean, previews?: Record<string, string> }) => HTMLElement} draws a value;
 *   `fresh` forgets what was open, `previews` say what closed nodes of the first level hold
 */
export function createTree(root) {
  const open = new Set()

  let hrefOfKey
  /** Where it is said who changed a field. */
  const who = (path) =>
    hrefOfKey !== undefined &&
    el(
      "a",
      { class: "who", href: hrefOfKey(wordsOf(path)), "aria-label": `Who changed ${wordsOf(path)}?` },
      "who?",
    )

  const node = (key, value, path, preview = previewOf(value)) => {
    if (typeof value !== "object" || value === null)
      return el("li", {}, name(key), " ", leaf(value), who(path))
    const entries = Object.entries(value)
    if (entries.length === 0)
      return el("li", {}, name(key), " ", el("span", { class: "nothing" }, "none"), who(path))
    const toggle = ({ target }) => (target.open ? open.add(path) : open.delete(path))
    // Known before the browser says so: the tree may be drawn anew in between.
    const click = ({ currentTarget }) =>
      currentTarget.parentElement.open ? open.delete(path) : open.add(path)
    return el(
      "li",
      {},
      el(
        "details",
        { open: open.has(path), on: { toggle } },
        el(
          "summary",
          { data: { keep: path }, on: { click } },
          name(key),
          " ",
          el("span", { class: "preview" }, preview),
        ),
        branch(entries, path),
      ),
      who(path),
    )
  }

  const branch = (entries, path, previews = {}) =>
    el(
      "ul",
      {},
      entries.map(([key, value]) => node(key, value, `${path}/${key}`, previews[key])),
    )

  return (value, { fresh = false, previews, hrefOfKey: href } = {}) => {
    hrefOfKey = href
    if (fresh) open.clear()
    const tree = branch(Object.entries(value ?? {}), root, previews)
    tree.className = "tree"
    return tree
  }
}

const name = (key) => el("span", { class: "key" }, `${key}:`)

/** `context/inbox/0/text` as people write it: `context.inbox[0].text`. */
const wordsOf = (path) =>
  path
    .split("/")
    .map((key, n) =>
      n === 0
        ? key
        : /^[A-Za-z_]\w*$/.test(key)
          ? `.${key}`
          : /^\d+$/.test(key) && key.length < 6
            ? `[${key}]`
            : `[${JSON.stringify(key)}]`,
    )
    .join("")

/** What a closed node holds: its type or id, or how much. */
function previewOf(value) {
  if (typeof value !== "object" || value === null) return ""
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "item" : "items"}`
  const label = [value.type, value.id, value.name].find((text) => typeof text === "string")
  const { length } = Object.keys(value)
  return label ?? `${length} ${length === 1 ? "field" : "fields"}`
}

function leaf(value) {
  if (typeof value !== "string") {
    const title = isTime(value) ? dateAndTime(value) : undefined
    return el("span", { class: value === null ? "nothing" : "number", title }, String(value))
  }
  if (value === "") return el("span", { class: "nothing" }, "empty")
  const [, length] = hiddenWords.exec(value) ?? []
  if (length !== undefined)
    return el(
      "span",
      { class: "hidden-words" },
      `••• ${length} ${length === "1" ? "character" : "characters"}`,
    )
  return address.test(value)
    ? el("a", { class: "string", href: hrefOfAddress(value) }, value)
    : el("span", { class: "string" }, value)
}
