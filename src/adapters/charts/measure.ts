/**
 * Widths of text without a browser, so that a chart is laid out the same everywhere. Lengths are in pixels.
 *
 * The advance widths are Helvetica's (Adobe Font Metrics, 1/1000 em), which Arial, Liberation Sans, Arimo and Nimbus
 * Sans share. The picture pins every line to the width found here (`textLength`), so another font fits as well.
 */

export const fontFamily = `Helvetica, Arial, "Liberation Sans", Arimo, "Nimbus Sans", sans-serif`

/** What a piece of text is: the class it is drawn with, and by that its size (pixels) and weight. */
export const roles = {
  title: { size: 14, bold: true },
  event: { size: 12, bold: true },
  guard: { size: 12, bold: false },
  action: { size: 12, bold: false },
  keyword: { size: 12, bold: false },
  note: { size: 11, bold: false },
} as const

export type Role = keyof typeof roles

export interface Run {
  readonly text: string
  readonly role: Role
}

export interface Line {
  readonly runs: ReadonlyArray<Run>
  readonly width: number
  readonly height: number
}

export interface Block {
  readonly lines: ReadonlyArray<Line>
  readonly width: number
  readonly height: number
}

const firstCharacter = 32
const regular = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
]
const bold = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
  556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
  556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
  333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
]
/** Any other character is taken for a wide one. */
const fallback = 1000

export const textWidth = (text: string, role: Role): number => {
  const widths = roles[role].bold ? bold : regular
  const units = Array.from(text).reduce(
    (sum, character) => sum + (widths[character.codePointAt(0)! - firstCharacter] ?? fallback),
    0,
  )
  return (units * roles[role].size) / 1000
}

/**
 * Lays phrases out in lines of at most `limit` pixels: on one line if they fit, otherwise a phrase starts a new line
 * rather than being broken, and is broken between words only when it is wider than a line. A word is never broken.
 */
export const wrap = (phrases: ReadonlyArray<Run>, limit: number): ReadonlyArray<Line> => {
  const lines: Array<Array<Run>> = []
  const room = () => limit - lineWidth(lines.at(-1) ?? [])
  for (const { text, role } of phrases) {
    const space = textWidth(" ", role)
    const width = textWidth(text, role)
    if (lines.length > 0 && width + space <= room()) lines.at(-1)!.push({ text: ` ${text}`, role })
    else lines.push(...words(text, role, limit).map((line) => [{ text: line, role }]))
  }
  return lines.map((runs) => ({ runs, width: lineWidth(runs), height: Math.max(...runs.map(lineHeight)) }))
}

export const stack = (lines: ReadonlyArray<Line>): Block => ({
  lines,
  width: Math.ceil(Math.max(0, ...lines.map((line) => line.width))),
  height: lines.reduce((sum, line) => sum + line.height, 0),
})

const words = (text: string, role: Role, limit: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer, role) <= limit) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

const lineWidth = (runs: ReadonlyArray<Run>) =>
  runs.reduce((sum, { text, role }) => sum + textWidth(text, role), 0)

const lineHeight = ({ role }: Run) => roles[role].size + 4
