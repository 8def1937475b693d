/**
 * Two texts that were made from a third: what each changed holds, where they changed different lines. Lines that the texts have
 * in common at both ends tell what was changed, as in a merge of three (Khanna, Kunal and Pierce, "A Formal Investigation of
 * Diff3", 2007), with one change on each side.
 */

/** Lines `from` up to, and without, `to` are these now. */
interface Change {
  readonly from: number
  readonly to: number
  readonly lines: ReadonlyArray<string>
}

const changeOf = (base: ReadonlyArray<string>, now: ReadonlyArray<string>): Change => {
  const most = Math.min(base.length, now.length)
  let from = 0
  while (from < most && base[from] === now[from]) from++
  let same = 0
  while (same < most - from && base.at(-1 - same) === now.at(-1 - same)) same++
  return { from, to: base.length - same, lines: now.slice(from, now.length - same) }
}

const linesOf = (text: string): ReadonlyArray<string> => (text === "" ? [] : text.split("\n"))

/** Both changes to `base` in one text, those of `theirs` first where both add; null when both changed the same lines. */
export const merged = (base: string, theirs: string, mine: string): string | null => {
  if (theirs === base || theirs === mine) return mine
  if (mine === base) return theirs
  const lines = linesOf(base)
  const a = changeOf(lines, linesOf(theirs))
  const b = changeOf(lines, linesOf(mine))
  if (a.to > b.from && b.to > a.from) return null
  const [first, second] = b.to <= a.from && b.from < a.from ? [b, a] : [a, b]
  if (first.to > second.from) return null
  return [
    ...lines.slice(0, first.from),
    ...first.lines,
    ...lines.slice(first.to, second.from),
    ...second.lines,
    ...lines.slice(second.to),
  ].join("\n")
}
