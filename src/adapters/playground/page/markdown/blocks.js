/** Discord's markdown, block by block: headings, subtext, quotes, lists and code fences; the lines between are inline. */
import { parseInline } from "./inline.js"

const listItem = /^( *)([-*]|\d{1,9}\.) +(.*)$/

/**
 * @param {string} source what somebody wrote
 * @param {{ agents?: ReadonlyArray<string> }} [options] names that `@name` mentions, longest first
 * @returns {Array<object>} blocks, each with a `kind`
 */
export function parseMarkdown(source, options = {}) {
  return blocks(source.replaceAll("\r\n", "\n"), options, true)
}

function blocks(source, options, quotes) {
  const result = []
  let rest = source
  while (rest !== "") {
    const block =
      (quotes && quoteAt(rest, options)) ||
      fenceAt(rest) ||
      lineBlock(rest, options) ||
      paragraph(rest, options)
    if (block.node !== undefined) result.push(block.node)
    rest = rest.slice(block.length)
  }
  return result
}

function firstLine(source) {
  const end = source.indexOf("\n")
  return end < 0 ? source : source.slice(0, end)
}

function quoteAt(source, options) {
  if (source.startsWith(">>> ")) {
    return {
      node: { kind: "quote", children: blocks(source.slice(4), options, false) },
      length: source.length,
    }
  }
  const lines = []
  let length = 0
  while (source.startsWith("> ", length) || (lines.length > 0 && firstLine(source.slice(length)) === ">")) {
    const line = firstLine(source.slice(length))
    lines.push(line.slice(2))
    length += line.length + 1
  }
  if (lines.length === 0) return undefined
  return { node: { kind: "quote", children: blocks(lines.join("\n"), options, false) }, length }
}

function fenceAt(source) {
  const close = source.startsWith("```") ? source.indexOf("```", 3) : -1
  if (close < 0) return undefined
  const inner = source.slice(3, close)
  const label = /^([\w+\-.#]+)\n/.exec(inner)
  const code = inner.slice(label?.[0].length ?? 0).replaceAll(/^\n+|\n+$/g, "")
  if (code.trim() === "") return undefined
  const length = close + 3 + (source[close + 3] === "\n" ? 1 : 0)
  return { node: { kind: "code", language: label?.[1] ?? "", text: code }, length }
}

function lineBlock(source, options) {
  const line = firstLine(source)
  const heading = /^(#{1,3}) +(.*\S)\s*$/.exec(line)
  if (heading) {
    const children = parseInline(heading[2], options)
    return { node: { kind: "heading", level: heading[1].length, children }, length: line.length + 1 }
  }
  const small = /^-# +(.*\S)\s*$/.exec(line)
  if (small)
    return { node: { kind: "subtext", children: parseInline(small[1], options) }, length: line.length + 1 }
  if (line.trim() === "") return { node: undefined, length: line.length + 1 }
  return listItem.test(line) ? list(source, options) : undefined
}

function list(source, options) {
  const items = []
  let length = 0
  while (length < source.length) {
    const line = firstLine(source.slice(length))
    const match = listItem.exec(line)
    const last = items.at(-1)
    if (match) {
      const other =
        last !== undefined &&
        match[1].length <= items[0].indent &&
        ordered(match[2]) !== ordered(items[0].mark)
      if (other) break
      items.push({ indent: match[1].length, mark: match[2], text: match[3] })
    } else if (last !== undefined && /^ {2,}\S/.test(line) && !line.includes("```")) {
      last.text += `\n${line.trim()}`
    } else break
    length += line.length + 1
  }
  return { node: listNode(items, options), length }
}

function listNode(items, options) {
  const [first] = items
  const start = ordered(first.mark) ? Number.parseInt(first.mark, 10) : 1
  const node = { kind: "list", ordered: ordered(first.mark), start, items: [] }
  let at = 0
  while (at < items.length) {
    const item = items[at]
    let end = at + 1
    while (end < items.length && items[end].indent > first.indent) end += 1
    const nested = items.slice(at + 1, end)
    node.items.push({
      children: parseInline(item.text, options),
      lists: nested.length === 0 ? [] : [listNode(nested, options)],
    })
    at = end
  }
  return node
}

function ordered(mark) {
  return mark.endsWith(".")
}

/** Lines up to the next block; a fence may open in the middle of a line. */
function paragraph(source, options) {
  let length = 0
  while (length < source.length) {
    const rest = source.slice(length)
    const line = firstLine(rest)
    if (length > 0 && (startsBlock(rest) || lineBlock(rest, options))) break
    const open = line.indexOf("```")
    if (open > 0 && fenceAt(rest.slice(open))) {
      length += open
      break
    }
    length += line.length + 1
  }
  const children = parseInline(source.slice(0, length).replace(/\n+$/, ""), options)
  return { node: { kind: "paragraph", children }, length }
}

function startsBlock(source) {
  return /^(> |>>> )/.test(source) || fenceAt(source) !== undefined
}

/** The words alone, on one line: for reply quotes, notices and announcements. @param {string} source */
export function plainText(source, names = {}) {
  const flat = (node) => {
    if (node.kind === "spoiler") return "(spoiler)"
    if (node.kind === "user" || node.kind === "role") return `@${names.user?.(node.id) ?? "someone"}`
    if (node.kind === "channel") return `#${names.channel?.(node.id) ?? "channel"}`
    if (node.kind === "agent") return `@${node.name}`
    if (node.kind === "command") return `/${node.name}`
    if (node.kind === "emoji") return `:${node.name}:`
    if (node.kind === "time") return new Date(node.seconds * 1000).toLocaleString()
    if (node.kind === "list")
      return node.items.map((item) => [...item.children, ...item.lists].map(flat).join(" ")).join(" ")
    return node.text ?? node.children.map(flat).join("")
  }
  return parseMarkdown(source).map(flat).join(" ").replaceAll(/\s+/g, " ").trim()
}
