/** Dates and figures as people give them: `5,000 euros`, `40 of 500 people`, `in March`, `on Friday`. English; pure. */
import { stopWords } from "../../routing/stop-words.ts"
import { clip } from "./words.ts"

export interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

const month =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
const weekday = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
const stretch = "days?|weeks?|months?|quarters?|years?"
const count = "\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of|several|half a"
const when = "in|on|by|from|until|till|before|after|since|for|this|next|last|mid|early|late|within|at"

const datePattern = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:(?:${when})[\\s-]+)(?:the\\s+)?)*(?:` +
    [
      `\\d{4}-\\d{2}-\\d{2}`,
      `\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?:${month})(?:,?\\s+\\d{4})?`,
      `(?:${month})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?!\\d)(?:,?\\s+\\d{4})?`,
      `(?:${month})(?:,?\\s+\\d{4})?`,
      `(?:${weekday})s?`,
      `(?:in|within|for|next|last)\\s+(?:the\\s+(?:next|last)\\s+)?(?:${count})\\s+(?:${stretch})`,
      `(?:this|next|last)\\s+(?:week(?:end)?|month|quarter|year|spring|summer|autumn|fall|winter)`,
      `(?:spring|summer|autumn|winter)\\s+\\d{4}`,
      `tomorrow|tonight|q[1-4](?:\\s+\\d{4})?`,
      `\\d{1,2}(?::\\d{2})?\\s?(?:am|pm)|\\d{1,2}:\\d{2}`,
    ].join("|") +
    `)(?![\\p{L}\\p{N}])`,
  "giu",
)

/** `may`, `mar` and such are words, too: they count with a day, a year or a preposition, or as March does. */
const isDate = (text: string): boolean =>
  !/^(may|mar|jan|jun|sept?|dec|march|second)$/i.test(text) || text === "March"

/** Moments and stretches of time, each with the word that places it: `in March`. */
export const datesIn = (text: string): ReadonlyArray<Span> =>
  spans(text, datePattern).filter((it) => isDate(it.text))

/** Without the word that places it: `March`. */
export const bareDate = (date: string): string => {
  const bare = date.replace(
    new RegExp(`^(?:(?:in|on|by|from|until|till|before|after|since|for|at)\\s+)+(?:the\\s+)?`, "i"),
    "",
  )
  return new RegExp(`^(?:${count})\\s+(?:${stretch})$`, "i").test(bare) ? date : bare
}

const digits = "\\d{1,3}(?:[,\\u00a0]\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?"
const spelt =
  "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a|one|two|three|five) (?:hundred|thousand|million)"
const amount = `(?:[€$£¥]\\s?)?(?:${digits})(?:\\s?(?:%|k\\b|million\\b|thousand\\b|€|\\$|£))?`
const figurePattern = new RegExp(
  `(?<![\\p{L}\\p{N}_.,:/#+-])(?:${amount}(?:\\s+(?:out\\s+)?of\\s+(?:the\\s+)?(?:${digits}))?|(?:${spelt}))(?![\\p{L}\\p{N}_]|[:./-]\\d|[+/*=-])`,
  "giu",
)

/** Numbers with what they count, as it stands: `5,000 euros`, `1,200 a month`. A spelt number counts with a noun only. */
export const figuresIn = (text: string): ReadonlyArray<Span> => {
  const dates = datesIn(text)
  return spans(text, figurePattern)
    .filter(({ start, end }) => !dates.some((date) => start < date.end && date.start < end))
    .flatMap((it) => {
      const unit = unitAfter(text.slice(it.end))
      if (unit === "" && !/\d/.test(it.text)) return []
      return [{ text: it.text + unit, start: it.start, end: it.end + unit.length }]
    })
}

const unitAfter = (rest: string): string => {
  const noun = /^\s+(\p{L}{2,})(?![\p{L}'’])/u.exec(rest)
  const counts =
    noun !== null &&
    (noun[1] === "people" || !stopWords.has(noun[1]!.toLowerCase())) &&
    !/(ed|ly)$/.test(noun[1]!)
  const unit = counts ? noun[0] : ""
  return unit + (/^\s+(?:an?|per)\s+(?:\p{L}+)(?![\p{L}'’])/u.exec(rest.slice(unit.length))?.[0] ?? "")
}

const spans = (text: string, pattern: RegExp): ReadonlyArray<Span> =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    text: found.replace(/\s+/g, " "),
    start: index,
    end: index + found.length,
  }))

/** What somebody said that can be checked or counted. */
export interface Fact {
  readonly by: string
  readonly text: string
}

/**
 * The facts of what was told, each once, with who gave it first: a sentence with one stays whole, of one with several the
 * facts are taken, unless they would mean nothing alone.
 */
export const factsIn = (told: ReadonlyArray<Fact>): ReadonlyArray<Fact> => {
  const all = told.flatMap(({ by, text }) => {
    const spans = [...figuresIn(text), ...datesIn(text)].sort((a, b) => a.start - b.start)
    if (spans.length === 0) return []
    const speak = spans.every((it) => /\p{L}{3}|[€$£¥]/u.test(it.text) && !/%|per ?cent/i.test(it.text))
    return speak && (spans.length > 1 || text.length > longestWhole)
      ? spans.slice(0, 3).map((it) => ({ by, text: bareDate(it.text) }))
      : [{ by, text: `“${clip(text, longestWhole)}”` }]
  })
  return all.filter(
    ({ text }, at) => at === all.findIndex((it) => it.text.toLowerCase() === text.toLowerCase()),
  )
}

/** In characters. */
const longestWhole = 60
