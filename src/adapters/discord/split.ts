/**
 * Cuts an answer into messages that Discord takes: at most 2,000 characters each, in order, never empty.
 *
 * A cut goes where a reader would make it: between paragraphs, else lines, else sentences, else words, and inside a
 * word only between two graphemes. A code block that is cut is closed and opened again with its language.
 * https://discord.com/developers/docs/resources/message#create-message
 */
import { fencesIn, type Fence } from "./fences.ts"

export const messageLimit = 2000

/** A stretch of the text, and what is put around it to mend a fence. */
export interface Piece {
  readonly open: string
  readonly body: string
  readonly close: string
}

/** Room for a line break and the three backticks that close a block. */
const closing = 4
/** How far past a window one looks to see whether a grapheme ends with it. */
const lookahead = 64

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** The stretches of a text: their bodies together are the text. `limit` is in UTF-16 units, at least 100. */
export const cut = (text: string, limit: number = messageLimit): ReadonlyArray<Piece> => {
  if (text.length <= limit) return [{ open: "", body: text, close: "" }]
  const all = fencesIn(text)
  const pieces: Array<Piece> = []
  for (let from = 0; from < text.length;) {
    const fences = near(all, from, limit)
    const inside = openAt(fences, from)
    const open = inside === undefined ? "" : `\`\`\`${inside.language}\n`
    const to = endOf(text, fences, from, limit - open.length)
    const body = text.slice(from, to)
    const close = openAt(fences, to) === undefined ? "" : body.endsWith("\n") ? "```" : "\n```"
    pieces.push({ open, body, close })
    from = to
  }
  return pieces
}

/** The messages that a text becomes; none for a text of white space. */
export const split = (text: string, limit: number = messageLimit): ReadonlyArray<string> =>
  cut(text.trim(), limit)
    .filter(({ body }) => body.trim() !== "")
    .map(({ open, body, close }) => open + body + close)

/** The marks that a stretch can meet, from the last one before it on. */
const near = (fences: ReadonlyArray<Fence>, from: number, room: number): ReadonlyArray<Fence> => {
  const last = fences.findLastIndex((fence) => fence.to <= from)
  const beyond = fences.findIndex((fence) => fence.from > from + room)
  return fences.slice(Math.max(0, last), beyond < 0 ? undefined : beyond)
}

/** The mark of the block that is open at a place, if one is. */
const openAt = (fences: ReadonlyArray<Fence>, at: number): Fence | undefined => {
  const last = fences.findLast((fence) => fence.to <= at)
  return last?.opens === true ? last : undefined
}

/** Inside a mark, or where a block would be left without a line. */
const forbidden = (fences: ReadonlyArray<Fence>, at: number): boolean =>
  fences.some(
    ({ from, to, opens }) => (from < at && at < to) || (opens && at === to) || (!opens && at === from),
  )

/** Where the stretch ends that begins at `from` and has `room` characters. */
const endOf = (text: string, fences: ReadonlyArray<Fence>, from: number, room: number): number => {
  const needed = (to: number): number => to - from + (openAt(fences, to) === undefined ? 0 : closing)
  if (needed(text.length) <= room) return text.length
  const fits = (to: number): boolean => needed(to) <= room && !forbidden(fences, to)
  const window = graphemes.segment(text.slice(from, from + room + lookahead))
  const graphemeStart = (to: number): number => from + (window.containing(to - from)?.index ?? 0)

  let best: { readonly to: number; readonly rank: number } | undefined
  for (let to = from + room; to > from + room / 2; to--) {
    const rank = rankOf(text, to, openAt(fences, to) !== undefined)
    if (rank === undefined || rank >= (best?.rank ?? Infinity)) continue
    if (fits(to) && graphemeStart(to) === to) best = { to, rank }
  }
  if (best !== undefined) return best.to
  for (let to = graphemeStart(from + room); to > from; to = graphemeStart(to - 1)) if (fits(to)) return to
  for (let to = from + room; to > from; to--) if (fits(to) && !splitsPair(text, to)) return to
  return from + room - closing
}

/** How good a place is to cut, 0 best; undefined for the middle of a word. */
const rankOf = (text: string, at: number, inFence: boolean): number | undefined => {
  const before = text[at - 1] ?? ""
  if (!/\s/.test(before)) return undefined
  if (before === "\n") return inFence ? 2 : /\n[ \t\r]*\n$/.test(text.slice(Math.max(0, at - 20), at)) ? 0 : 1
  return !inFence && /[.!?…]/.test(text[at - 2] ?? "") ? 3 : 4
}

const splitsPair = (text: string, at: number): boolean => /^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1))
