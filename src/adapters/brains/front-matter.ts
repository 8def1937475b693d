/** Takes a brain's file apart: YAML between two lines of `---`, then the system prompt; and knows on which line a key stands. */
import { LineCounter, isMap, isNode, isScalar, parseDocument } from "yaml"

export interface FrontMatter {
  /** What the YAML says, not yet checked: an object when it is well formed. */
  readonly data: unknown
  /** The text after the front matter, trimmed. */
  readonly body: string
  /** The line (from 1, in the file) of a key or of an item in it; of the opening `---` for one that is not there. */
  readonly lineOf: (path: ReadonlyArray<PropertyKey>) => number
}

/** What hinders reading: a sentence and the line it is about. */
export interface Unreadable {
  readonly line: number
  readonly found: string
}

const fence = "---"

/** In characters. Looking for keys that stand twice takes a time that grows with the square of their number. */
const longest = 16 * 1024

/** Lines are counted as an editor counts them; a byte order mark and Windows line ends are understood. */
export const takeApart = (text: string): FrontMatter | ReadonlyArray<Unreadable> => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  if (lines[0]?.trimEnd() !== fence) return [{ line: 1, found: `the file does not begin with ${fence}` }]
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === fence)
  if (end < 0) return [{ line: 1, found: `a second ${fence} is missing` }]

  const front = lines.slice(1, end).join("\n")
  if (front.length > longest) return [{ line: 1, found: `the front matter has more than ${longest} characters` }]

  const counter = new LineCounter()
  // No aliases: they are of no use in a brain, and a few lines of them can unfold to gigabytes.
  const document = parseDocument(front, { lineCounter: counter, logLevel: "silent" })
  const lineAt = (offset: number) => counter.linePos(offset).line + 1
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      found: error.message.split(/ at line \d+|\n/)[0]!,
    }))
  }

  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 0 })
  } catch {
    return [{ line: 1, found: "YAML aliases (&name and *name) are not allowed here" }]
  }
  return {
    data,
    body: lines
      .slice(end + 1)
      .join("\n")
      .trim(),
    lineOf: ([key, ...rest]) => {
      if (key === undefined || !isMap(document.contents)) return 1
      const pair = document.contents.items.find(
        ({ key: it }) => isScalar(it) && String(it.value) === String(key),
      )
      const item = rest.length > 0 ? document.getIn([key, ...rest], true) : undefined
      const node = isNode(item) ? item : isNode(pair?.key) ? pair.key : undefined
      return node?.range ? lineAt(node.range[0]) : 1
    },
  }
}
