/** Lines of a channel as a model reads them: a transcript in one tag, in which nobody can speak for another. Pure. */
import type { Line } from "../../../machines/values.ts"
import { unlabelled } from "../offline/label.ts"
import { tokensOf } from "../tokens.ts"
import { shortened } from "./paste.ts"
import { attribute, harmless } from "./tags.ts"

/** A line break, rather too much. */
const aroundLine = 2

/** Lines just before the message: more of a long one is sent. */
const newest = 3

/** Lines as they are lent: without those that say nothing; long ones shortened, the older the more. */
export const worded = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> =>
  lines
    .map((line) => ({ ...line, text: unlabelled(line.text) }))
    .filter(({ text }) => text !== "")
    .map((line, n, all) => ({ ...line, text: shortened(line.text, n < all.length - newest ? "old" : "new") }))

/** What one line costs at most, in tokens. */
export const costOfLine = (line: Line): number => tokensOf(`${speaker(line)}${spoken(line)}`) + aroundLine

/** Nothing where there are no lines. */
export const transcript = (lines: ReadonlyArray<Line>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [inChannel(lines.map((line, n) => written(line, lines[n - 1])))]

const inChannel = (lines: ReadonlyArray<string>): string => ["<channel>", ...lines, "</channel>"].join("\n")

export const costOfTag = (): number => tokensOf(inChannel([])) + aroundLine

/** Who goes on is not named again. */
const written = (line: Line, before: Line | undefined): string =>
  before !== undefined && speaker(before) === speaker(line)
    ? `  ${spoken(line)}`
    : `${speaker(line)}${spoken(line)}`

/** `Ana: `, `Writer (agent): `. No name can hold what ends a name. */
const speaker = ({ author, brain }: Line): string =>
  `${attribute(author.replace(/[():]/g, " "))}${brain === null ? "" : " (agent)"}: `

/** Nobody's text can begin a line of its own: what goes on is indented. */
const spoken = ({ text }: Line): string => harmless(text).replace(breaks, "\n  ")

/** Whatever a reader may take for the end of a line. https://www.unicode.org/reports/tr14/#BK */
const breaks = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g
