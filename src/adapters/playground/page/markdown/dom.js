/** Draws parsed markdown. Everything becomes elements and text nodes; nothing that was written is read as HTML. */
import { announce } from "/shared/dom/announce.js"
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { hueOf } from "../data/names.js"
import { parseMarkdown } from "./blocks.js"

const simple = { strong: "strong", em: "em", underline: "u", strike: "s" }

/**
 * @param {string} source
 * @param {object} names what mentions mean: `user(id)`, `channel(id)`, `role(id)`, `agents`, `openChannel(id)`, `messageLink(url)`
 * @returns {HTMLElement}
 */
export function markdown(source, names) {
  return el(
    "div",
    { class: "markdown", dir: "auto" },
    parseMarkdown(source, { agents: names.agents }).map((b) => block(b, names)),
  )
}

function block(node, names) {
  const inner = () => node.children.map((child) => inline(child, names))
  switch (node.kind) {
    case "heading":
      return el(
        "p",
        { class: `heading-${node.level}`, role: "heading", "aria-level": node.level + 2 },
        inner(),
      )
    case "subtext":
      return el("p", { class: "subtext" }, inner())
    case "quote":
      return el(
        "blockquote",
        {},
        node.children.map((child) => block(child, names)),
      )
    case "list":
      return list(node, names)
    case "code":
      return codeBlock(node)
    default:
      return el("p", {}, inner())
  }
}

function list(node, names) {
  const items = node.items.map((item) =>
    el(
      "li",
      {},
      item.children.map((child) => inline(child, names)),
      item.lists.map((nested) => list(nested, names)),
    ),
  )
  return node.ordered ? el("ol", { start: node.start }, items) : el("ul", {}, items)
}

function codeBlock({ language, text }) {
  const copy = el(
    "button",
    { type: "button", class: "copy", "aria-label": "Copy code" },
    icon("copy"),
    "Copy",
  )
  copy.addEventListener("click", async () => {
    const said = await copyText(text)
    copy.replaceChildren(icon(said === "Copied" ? "check" : "copy"), said)
    announce(said)
  })
  return el("div", { class: "code-block" }, [
    el("div", { class: "code-head" }, el("span", {}, language || "text"), copy),
    el("pre", { tabindex: 0 }, el("code", {}, text)),
  ])
}

/** Puts text on the clipboard; what to say about it. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text)
    return "Copied"
  } catch {
    return "Select and copy by hand"
  }
}

function inline(node, names) {
  const inner = () => node.children.map((child) => inline(child, names))
  const tag = simple[node.kind]
  if (tag !== undefined) return el(tag, {}, inner())
  switch (node.kind) {
    case "text":
      return node.text
    case "code":
      return el("code", {}, node.text)
    case "spoiler":
      return spoiler(inner())
    case "link":
      return link(node, inner(), names)
    case "user": {
      const user = names.user(node.id)
      return mention(`@${user?.name ?? "unknown"}`, user?.me ? "mention me" : "mention")
    }
    case "role":
      return mention(`@${names.role?.(node.id) ?? "role"}`)
    case "everyone":
      return mention(node.text, "mention me")
    case "agent":
      return el(
        "span",
        { class: "mention agent", vars: { "--hue": String(hueOf(node.name)) } },
        `@${node.name}`,
      )
    case "channel":
      return channel(node.id, names)
    case "command":
      return mention(`/${node.name}`)
    case "emoji":
      return el("span", { class: "custom-emoji" }, `:${node.name}:`)
    case "time":
      return timestamp(node)
    default:
      return ""
  }
}

function mention(text, className = "mention") {
  return el("span", { class: className }, text)
}

function channel(id, names) {
  const found = names.channel(id)
  if (found === undefined) return mention("#unknown")
  return el("a", { class: "mention", href: `#/${id}` }, `#${found.name}`)
}

function link(node, inner, names) {
  const own = names.messageLink?.(node.href)
  if (own !== undefined) {
    const bare = node.children.length === 1 && node.children[0].text === node.href
    return el("a", { class: bare ? "mention" : undefined, href: own.href }, bare ? own.label : inner)
  }
  return el(
    "a",
    { href: node.href, target: "_blank", rel: "noopener noreferrer nofollow", title: node.href },
    inner,
  )
}

function spoiler(inner) {
  const cover = el("span", {
    class: "spoiler",
    role: "button",
    tabindex: 0,
    "aria-label": "Spoiler, press to show",
  })
  const content = el("span", { class: "spoiler-text" }, inner)
  content.inert = true
  cover.append(content)
  const reveal = () => {
    cover.classList.add("shown")
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name)
    content.inert = false
  }
  cover.addEventListener("click", reveal, { once: true })
  cover.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return
    event.preventDefault()
    reveal()
  })
  return cover
}

const shapes = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
}

function timestamp({ seconds, style }) {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return "an impossible time"
  const whole = date.toLocaleString(undefined, shapes.F)
  const text =
    style === "R" ? ago(seconds - Date.now() / 1000) : date.toLocaleString(undefined, shapes[style])
  return el("time", { datetime: date.toISOString(), title: whole }, text)
}

const units = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]

function ago(seconds) {
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1)
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit)
}
