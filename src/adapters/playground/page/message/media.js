/** Pictures and files. The page loads what its own server serves; everything else is a link. */
import { el, ownOrigin } from "/shared/dom/element.js"
import { icon } from "/shared/dom/icon.js"

/** @param {{ url: string, content_type?: string, filename?: string, size?: number }} item */
export function media(item, description, kind = "image") {
  const url = item?.url
  if (!url || url.startsWith("attachment://"))
    return el("span", { class: "file" }, icon("file"), description ?? "File")
  if (kind !== "file" && ownOrigin(url)) {
    return el("a", { class: `media ${kind}`, href: url, target: "_blank", rel: "noopener" }, [
      el("img", { src: url, alt: description ?? item.filename ?? "Image", loading: "lazy" }),
    ])
  }
  const words = item.filename ?? description ?? new URL(url, location.href).hostname
  return el("a", { class: "file", href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, [
    icon(kind === "file" ? "file" : "link"),
    el("span", {}, words),
    item.size === undefined ? false : el("small", {}, bytes(item.size)),
  ])
}

/** An attachment: a picture when it is one. */
export function attachment(item) {
  return media(
    item,
    item.description ?? item.filename,
    item.content_type?.startsWith("image/") ? "image" : "file",
  )
}

function bytes(size) {
  const [unit, length] = size >= 1_000_000 ? ["MB", 1_000_000] : size >= 1000 ? ["kB", 1000] : ["B", 1]
  return `${Math.round((size / length) * 10) / 10} ${unit}`
}
