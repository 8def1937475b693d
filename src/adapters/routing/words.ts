/** Words as they stand in a text, of any script. Pure, and defined for every string. */

export interface Word {
  /** In one case for all: `Größe`, `GRÖSSE` and `grösse` are the same. */
  readonly folded: string
  /** As it was written. */
  readonly written: string
  /** What stands between it and the word before; white space and hyphens, however many, are one space. */
  readonly gap: string
  /** Where it begins and ends in the text. */
  readonly from: number
  readonly to: number
}

/** Underscores within are part of a word, those around it are italics. */
const run = /[\p{L}\p{M}\p{N}]+(_+[\p{L}\p{M}\p{N}]+)*/gu
/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Knows the words of those by a dictionary. https://unicode.org/reports/tr29/#Word_Boundaries */
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" })

/** By way of capitals, which brings `ß` and `ss`, `ς` and `σ` together. */
export const folded = (word: string): string => word.normalize("NFC").toUpperCase().toLowerCase()

/** The words of a text in NFC, in their order. */
export const wordsOf = (text: string): ReadonlyArray<Word> => {
  const found: Array<Word> = []
  const add = (written: string, from: number) => {
    const gap = text
      .slice(found.at(-1)?.to ?? 0, from)
      .replace(/[\s\u2010\u2011-]+/g, " ")
      .replaceAll("’", "'")
    found.push({ folded: folded(written), written, gap, from, to: from + written.length })
  }
  for (const { 0: written, index } of text.matchAll(run)) {
    if (!unspaced.test(written)) add(written, index)
    else for (const part of segmenter.segment(written)) add(part.segment, index + part.index)
  }
  return found
}
