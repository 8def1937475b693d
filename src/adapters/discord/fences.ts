/** Where the code fences of a text are. Discord opens a block at any three backticks and closes it at the next three. */

export interface Fence {
  /** Where its first backtick is, and where what belongs to the mark ends: after the language and its line break. */
  readonly from: number
  readonly to: number
  readonly opens: boolean
  /** What follows an opening mark on its line, such as `ts`; empty when nothing does. */
  readonly language: string
}

/** Longer than any language's name: text after three backticks that is none. */
const mark = /```(?:([\w+\-.#]{1,30})?\n)?/g

export const fencesIn = (text: string): ReadonlyArray<Fence> => {
  const fences: Array<Fence> = []
  for (const found of text.matchAll(mark)) {
    const opens = fences.length % 2 === 0
    const to = found.index + (opens ? found[0].length : 3)
    fences.push({ from: found.index, to, opens, language: opens ? (found[1] ?? "") : "" })
  }
  return fences
}
