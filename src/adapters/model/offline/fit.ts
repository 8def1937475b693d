/** Keeps an answer within its limit: the last lines go first. Pure. */
import { tokens } from "./words.ts"

/** The leading lines that fit into `budget` tokens; a first line that does not fit alone is cut. */
export const fit = (lines: ReadonlyArray<string>, budget: number): ReadonlyArray<string> => {
  const kept: Array<string> = []
  let left = budget
  for (const line of lines) {
    left -= tokens(line)
    if (left < 0) break
    kept.push(line)
  }
  const cut = kept.length === 0 ? shorten(lines[0] ?? "", budget) : ""
  // A heading that promises a list which was cut away says nothing.
  while (kept.length > 1 && kept.length < lines.length && kept.at(-1)!.endsWith(":")) kept.pop()
  return cut === "" ? kept : [cut]
}

const shorten = (line: string, budget: number): string => {
  const letters = [...line]
  while (letters.length > 0 && tokens(`${letters.join("")}…`) > budget) letters.pop()
  return letters.length === 0 ? "" : `${letters.join("").trimEnd()}…`
}
