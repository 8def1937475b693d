/** A text on one line, at most so many characters of it. */
export const short = (text: string, most: number): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`
}
