/** An entry on one line, for people. */
import { decodeEntry } from "../../actors/journal.ts"

/** Of the event, in characters. */
const longest = 160

export const entryLine = (body: string, prefix = ""): string => {
  const { seq, at, event, id, settles, fires, acked } = decodeEntry(body)
  const from = id ?? (settles === null ? (fires === null ? null : `timer ${fires}`) : `outcome of ${settles}`)
  const { type, ...rest } = event ?? { type: `(done: ${acked.join(", ")})` }
  const text = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`
  const shown = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
  return `${prefix}${String(seq).padStart(6)}  ${new Date(at).toISOString()}  ${type}${shown}${from === null ? "" : `  ← ${from}`}`
}
