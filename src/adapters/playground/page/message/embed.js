/** Embeds: cards with a coloured edge. https://discord.com/developers/docs/resources/message#embed-object */
import { el } from "/shared/dom/element.js"
import { markdown } from "../markdown/dom.js"
import { hex } from "./components.js"
import { media } from "./media.js"
import { when } from "./time.js"

export function embed(data, page) {
  const text = (source, tag, className) =>
    source && el(tag, { class: className }, markdown(source, page.names))
  const words = [
    data.author && el("p", { class: "embed-author" }, linked(data.author.name, data.author.url)),
    data.title && el("div", { class: "embed-title" }, linked(markdown(data.title, page.names), data.url)),
    text(data.description, "div", "embed-text"),
    (data.fields ?? []).length > 0 &&
      el(
        "dl",
        { class: "embed-fields" },
        data.fields.map((entry) => field(entry, page)),
      ),
  ]
  return el(
    "article",
    {
      class: "embed",
      "aria-label": data.title ? `Embed: ${data.title}` : "Embed",
      vars: data.color === undefined || data.color === null ? {} : { "--accent-bar": hex(data.color) },
    },
    el(
      "div",
      { class: "embed-main" },
      el("div", {}, words),
      data.thumbnail && media(data.thumbnail, data.title, "thumbnail"),
    ),
    data.image && media(data.image, data.title),
    footer(data),
  )
}

function linked(content, url) {
  return url
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, content)
    : content
}

function field(entry, page) {
  return el("div", { class: entry.inline ? "inline" : "" }, [
    el("dt", {}, markdown(entry.name, page.names)),
    el("dd", {}, markdown(entry.value, page.names)),
  ])
}

function footer(data) {
  const parts = [data.footer?.text, data.timestamp && when(new Date(data.timestamp))].filter(Boolean)
  return parts.length > 0 && el("p", { class: "embed-footer" }, parts.join(" · "))
}
