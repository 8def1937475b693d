/**
 * Buttons, selects and layout that an application puts into its messages.
 * https://discord.com/developers/docs/components/reference
 */
import { el } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"
import { select } from "../dom/select.js"
import { markdown } from "../markdown/dom.js"
import { media } from "./media.js"
import { selectOptions } from "./select-options.js"

const styles = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" }

/** Draws one component of a message; kinds that are not known draw nothing. */
export function component(node, message, page) {
  const inner = () => (node.components ?? []).map((child) => component(child, message, page))
  switch (node.type) {
    case 1:
      return el("div", { class: "action-row" }, inner())
    case 2:
      return button(node, message, page)
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return chooser(node, message, page)
    case 9:
      return el(
        "div",
        { class: "section" },
        el("div", {}, inner()),
        node.accessory && component(node.accessory, message, page),
      )
    case 10:
      return markdown(node.content, page.names)
    case 11:
      return media(node.media, node.description, "thumbnail")
    case 12:
      return el(
        "div",
        { class: "gallery" },
        node.items.map((item) => media(item.media, item.description)),
      )
    case 13:
      return media({ ...node.file, filename: node.name }, node.name, "file")
    case 14:
      return el("hr", { class: node.divider === false ? "blank" : undefined })
    case 17:
      return container(node, inner())
    default:
      return false
  }
}

function container(node, children) {
  const colour =
    node.accent_color === undefined || node.accent_color === null ? undefined : hex(node.accent_color)
  return el(
    "div",
    { class: "container", vars: colour === undefined ? {} : { "--accent-bar": colour } },
    children,
  )
}

/** Discord's colours are numbers. */
export function hex(colour) {
  return `#${colour.toString(16).padStart(6, "0")}`
}

function button(node, message, page) {
  const content = [node.emoji && emojiText(node.emoji), node.label && el("span", {}, node.label)]
  const label = node.label ? undefined : (node.emoji?.name ?? "Button")
  if (node.style === 5) {
    return el(
      "a",
      {
        class: "button link",
        href: node.url,
        target: "_blank",
        rel: "noopener noreferrer nofollow",
        "aria-label": label,
      },
      content,
      icon("link"),
    )
  }
  const element = el(
    "button",
    {
      type: "button",
      class: `button ${styles[node.style] ?? "secondary"}`,
      disabled: node.disabled === true || node.custom_id === undefined,
      "aria-label": label,
    },
    content,
  )
  element.addEventListener("click", () => page.actions.press(element, message, node, undefined))
  return element
}

function chooser(node, message, page) {
  const control = select({
    label: node.placeholder ?? "Choose",
    placeholder: node.placeholder ?? "Make a selection",
    disabled: node.disabled === true,
    min: node.min_values ?? 1,
    max: node.max_values ?? 1,
    options: selectOptions(node, page.store.state, message.channel_id),
    onChange: (values) => page.actions.press(control.element, message, node, values),
  })
  return control.element
}

/** An emoji of Discord's in words that any browser can show. */
export function emojiText(emoji) {
  return el("span", { class: "emoji" }, emoji.id ? `:${emoji.name}:` : (emoji.name ?? ""))
}
