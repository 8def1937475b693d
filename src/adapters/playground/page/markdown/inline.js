/**
 * Discord's inline markdown as a tree of plain values, without a document, so that it can be tested anywhere.
 * Source: https://support.discord.com/hc/en-us/articles/210298617 and
 * https://discord.com/developers/docs/reference#message-formatting
 */

const atoms = [
  [/<@!?(\d{1,20})>/y, (m) => ({ kind: "user", id: m[1] })],
  [/<@&(\d{1,20})>/y, (m) => ({ kind: "role", id: m[1] })],
  [/<#(\d{1,20})>/y, (m) => ({ kind: "channel", id: m[1] })],
  [
    /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    (m) => ({ kind: "time", seconds: Number(m[1]), style: m[2] ?? "f" }),
  ],
  [/<a?:(\w{1,64}):\d{1,20}>/y, (m) => ({ kind: "emoji", name: m[1] })],
  [/<\/([^:>]{1,100}):\d{1,20}>/y, (m) => ({ kind: "command", name: m[1] })],
  [/<(https?:\/\/[^\s<>]+)>/y, (m) => ({ kind: "link", href: m[1], children: [text(m[1])] })],
]

const wraps = { "**": "strong", __: "underline", "~~": "strike", "||": "spoiler", "*": "em", _: "em" }

/** Nesting beyond this is read as text: nobody writes it, and it keeps hostile input cheap. */
const deepest = 12

/** @param {string} source @param {{ agents?: ReadonlyArray<string> }} [options] names that `@name` mentions, longest first */
export function parseInline(source, options = {}, depth = 0) {
  const nodes = []
  let plain = ""
  let at = 0
  const flush = () => {
    if (plain !== "") nodes.push(text(plain))
    plain = ""
  }
  while (at < source.length) {
    const found = depth < deepest ? tokenAt(source, at, options, depth) : undefined
    if (found === undefined) {
      plain += source[at]
      at += 1
    } else {
      if (typeof found.node === "string") plain += found.node
      else {
        flush()
        nodes.push(found.node)
      }
      at = found.end
    }
  }
  flush()
  return nodes
}

function text(value) {
  return { kind: "text", text: value }
}

function tokenAt(source, at, options, depth) {
  switch (source[at]) {
    case "\\":
      return escapeAt(source, at)
    case "`":
      return codeAt(source, at)
    case "<":
      return atomAt(source, at)
    case "[":
      return maskedLinkAt(source, at, options, depth)
    case "h":
      return urlAt(source, at)
    case "@":
      return mentionAt(source, at, options)
    case "*":
    case "_":
    case "~":
    case "|":
      return wrapAt(source, at, options, depth)
    default:
      return undefined
  }
}

function escapeAt(source, at) {
  const next = source[at + 1]
  return next !== undefined && /[^A-Za-z0-9\s]/.test(next) ? { node: next, end: at + 2 } : undefined
}

function runLength(source, at, char) {
  let end = at
  while (source[end] === char) end += 1
  return end - at
}

function codeAt(source, at) {
  const run = runLength(source, at, "`")
  const close = closingTicks(source, at + run, run)
  if (close < 0) return { node: "`".repeat(run), end: at + run }
  const inner = source.slice(at + run, close)
  return { node: { kind: "code", text: /^ `|` $/.test(inner) ? inner.trim() : inner }, end: close + run }
}

function closingTicks(source, from, run) {
  let at = source.indexOf("`", from)
  while (at >= 0) {
    const length = runLength(source, at, "`")
    if (length === run) return at
    at = source.indexOf("`", at + length)
  }
  return -1
}

function atomAt(source, at) {
  for (const [pattern, make] of atoms) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) return { node: make(match), end: pattern.lastIndex }
  }
  return undefined
}

/** `[label](https://…)`. A label that is itself an address stays text, as in Discord: it could point elsewhere. */
function maskedLinkAt(source, at, options, depth) {
  const label = balanced(source, at, "[", "]")
  if (label === undefined || source[label.end] !== "(") return undefined
  const target = balanced(source, label.end, "(", ")")
  if (target === undefined) return undefined
  const href = /^\s*<?(https?:\/\/[^\s<>]+)>?(?:\s+"[^"]*")?\s*$/.exec(target.inner)?.[1]
  if (href === undefined || label.inner.trim() === "" || /https?:\/\//.test(label.inner)) return undefined
  return {
    node: { kind: "link", href, children: parseInline(label.inner, options, depth + 1) },
    end: target.end,
  }
}

function balanced(source, at, open, close) {
  let level = 0
  for (let i = at; i < source.length && i - at < 2000; i += 1) {
    if (source[i] === "\\") i += 1
    else if (source[i] === open) level += 1
    else if (source[i] === close) {
      level -= 1
      if (level === 0) return { inner: source.slice(at + 1, i), end: i + 1 }
    }
  }
  return undefined
}

function urlAt(source, at) {
  if (/\w/.test(source[at - 1] ?? "")) return undefined
  const pattern = /https?:\/\/[^\s<>[\]]+/y
  pattern.lastIndex = at
  let href = pattern.exec(source)?.[0]
  if (href === undefined) return undefined
  href = href.replace(/[.,:;!?"'*_~|]+$/, "")
  while (href.endsWith(")") && count(href, ")") > count(href, "(")) href = href.slice(0, -1)
  if (/^https?:\/\/$/.test(href)) return undefined
  return { node: { kind: "link", href, children: [text(href)] }, end: at + href.length }
}

function count(value, char) {
  return value.split(char).length - 1
}

function mentionAt(source, at, { agents = [] }) {
  if (/\w/.test(source[at - 1] ?? "")) return undefined
  const rest = source.slice(at + 1, at + 1 + 100).toLowerCase()
  const whole = (name) => rest.startsWith(name.toLowerCase()) && !/^\w/.test(rest.slice(name.length))
  const everyone = ["everyone", "here"].find(whole)
  if (everyone !== undefined)
    return { node: { kind: "everyone", text: `@${everyone}` }, end: at + 1 + everyone.length }
  const name = agents.find(whole)
  return name === undefined ? undefined : { node: { kind: "agent", name }, end: at + 1 + name.length }
}

function wrapAt(source, at, options, depth) {
  const char = source[at]
  const run = runLength(source, at, char)
  for (const mark of run >= 2 ? [char + char, char] : [char]) {
    const kind = wraps[mark]
    if (kind === undefined) continue
    const close = closingMark(source, at + mark.length, mark)
    if (close < 0) continue
    if (mark === "_" && (/\w/.test(source[at - 1] ?? "") || /\w/.test(source[close + 1] ?? ""))) continue
    if (mark === "*" && /\s/.test(source[at + 1] ?? " ")) continue
    const inner = source.slice(at + mark.length, close)
    if (inner.trim() === "") continue
    return { node: { kind, children: parseInline(inner, options, depth + 1) }, end: close + mark.length }
  }
  return { node: char.repeat(run), end: at + run }
}

/** Where `mark` closes, seen from the text after the opening one: escapes, code and longer runs of the same sign are passed over. */
function closingMark(source, from, mark) {
  const char = mark[0]
  let at = from
  while (at < source.length) {
    if (source[at] === "\\") at += 2
    else if (source[at] === "`") at = codeAt(source, at).end
    else if (source[at] === char) {
      const run = runLength(source, at, char)
      if (mark.length === 2 && run >= 2 && at + run - 2 >= from) return at + run - 2
      if (mark.length === 1 && run === 1 && at > from && (char === "_" || !/\s/.test(source[at - 1])))
        return at
      if (mark.length === 1 && run === 3 && at > from) return at + 2
      at += run
    } else at += 1
  }
  return -1
}
