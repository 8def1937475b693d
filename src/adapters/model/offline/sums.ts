/** Does the sums that a message spells out, and shows them in one line: `40 of 500 = 8 %`. Pure. */

const number = "(?:[€$£]\\s?)?(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(k\\b)?"
const unit =
  "(?:\\s?[€$£]|\\s(?!times\\b|plus\\b|minus\\b|divided\\b|multiplied\\b|of\\b|out\\b|x\\b|percent\\b|and\\b|to\\b|or\\b|is\\b|in\\b)\\p{L}{2,})?"
const signs: Readonly<Record<string, string>> = {
  "+": "+",
  plus: "+",
  "-": "−",
  "−": "−",
  minus: "−",
  "*": "×",
  "×": "×",
  x: "×",
  times: "×",
  "multiplied by": "×",
  "/": "÷",
  "÷": "÷",
  "divided by": "÷",
}
/** `10-12` and `3/4` are a span and a date: a minus and a slash want room on both sides. */
const sign =
  "(\\s*[+*×÷]\\s*|\\s+[-−/x]\\s+|(?<=\\d)x(?=\\d)|\\s+(?:plus|minus|times|multiplied by|divided by)\\s+)"

const chain = new RegExp(
  `(?<![\\p{L}\\p{N}.,(])${number}${unit}(?:${sign}${number}${unit})+(?![\\p{N}]|[.,]\\d|\\s*[)(])`,
  "iu",
)
const step = new RegExp(`${number}${unit}|${sign}`, "giu")
const percentOf = new RegExp(
  `(?<![\\p{L}\\p{N}.,])${number}\\s?(?:%|per ?cent)\\s+of\\s+(?:the\\s+|our\\s+)?${number}`,
  "iu",
)
const partOf = new RegExp(
  `(?<![\\p{L}\\p{N}.,])${number}${unit}\\s+(?:out\\s+)?of\\s+(?:the\\s+|our\\s+)?${number}(?!\\s?%)`,
  "iu",
)
const isOf = new RegExp(
  `(?:percent(?:age)?|per ?cent|share|%)\\s+(?:of|out of)\\s+(?:the\\s+|our\\s+)?${number}${unit}\\s+(?:is|are|makes?)\\s+(?:the\\s+)?${number}`,
  "iu",
)
const change = new RegExp(`from\\s+${number}${unit}\\s+to\\s+${number}`, "iu")
const compare = new RegExp(`\\bcompare\\s+${number}${unit}\\s+(?:and|to|with|vs\\.?)\\s+${number}`, "iu")
const several = new RegExp(
  `\\b(average|mean|median|sum|total)\\s+(?:of|for)\\s+((?:${number}${unit}(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)?){2,})`,
  "iu",
)
const grows =
  /\b(grow|grew|growth|rose|rise|increase|change|drop|fell|fall|decrease|up|down|percent|per ?cent|%)/i

/** The sum with its result, `12 × 1,200 = 14,400`; null when the text spells none out. */
export const sumIn = (text: string): string | null => {
  const share = isOf.exec(text)
  if (share !== null) return ratio(valueOf(share, 3), valueOf(share, 1))
  const percent = percentOf.exec(text)
  if (percent !== null) {
    const [part, whole] = [valueOf(percent, 1), valueOf(percent, 3)]
    return `${shown(part)} % of ${shown(whole)} = ${shown((part * whole) / 100)}`
  }
  const part = partOf.exec(text)
  if (part !== null) return ratio(valueOf(part, 1), valueOf(part, 3))
  const grown = grows.test(text) ? change.exec(text) : null
  if (grown !== null) return changed(valueOf(grown, 1), valueOf(grown, 3))
  const pair = compare.exec(text)
  if (pair !== null) return changed(valueOf(pair, 1), valueOf(pair, 3))
  const list = several.exec(text)
  if (list !== null) return combined(list[1]!.toLowerCase(), list[2]!)
  const sum = chain.exec(text)
  return sum === null ? null : calculated(sum[0])
}

const valueOf = (found: RegExpExecArray, at: number): number =>
  Number(found[at]!.replaceAll(",", "")) * (found[at + 1] === undefined ? 1 : 1000)

const ratio = (part: number, whole: number): string =>
  whole === 0
    ? `${shown(part)} of 0 has no percentage`
    : `${shown(part)} of ${shown(whole)} = ${shown((100 * part) / whole, 2)} %`

const changed = (from: number, to: number): string =>
  from === 0
    ? `from 0 to ${shown(to)} has no percentage`
    : `from ${shown(from)} to ${shown(to)} = ${to >= from ? "+" : "−"}${shown((100 * Math.abs(to - from)) / from, 2)} %`

const combined = (what: string, list: string): string => {
  const values = [...list.matchAll(new RegExp(number, "giu"))].map((found) => valueOf(found, 1))
  const total = values.reduce((sum, value) => sum + value, 0)
  if (what === "sum" || what === "total")
    return `${values.map((it) => shown(it)).join(" + ")} = ${shown(total)}`
  const sorted = values.toSorted((a, b) => a - b)
  const middle =
    (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
  return what === "median"
    ? `the median of ${sorted.map((it) => shown(it)).join(", ")} = ${shown(middle)}`
    : `(${values.map((it) => shown(it)).join(" + ")}) ÷ ${values.length} = ${shown(total / values.length)}`
}

/** Times and divided by go before plus and minus. */
const calculated = (text: string): string => {
  const values: Array<number> = []
  const ops: Array<string> = []
  for (const found of text.matchAll(step)) {
    if (found[1] !== undefined) values.push(valueOf(found, 1))
    else ops.push(signs[found[3]!.trim().toLowerCase()]!)
  }
  const spelt = values
    .map((value, at) => (at === 0 ? shown(value) : `${ops[at - 1]} ${shown(value)}`))
    .join(" ")
  const terms = [values[0]!]
  ops.forEach((op, at) => {
    const value = values[at + 1]!
    if (op === "×") terms.push(terms.pop()! * value)
    else if (op === "÷") terms.push(terms.pop()! / value)
    else terms.push(op === "+" ? value : -value)
  })
  const total = terms.reduce((sum, term) => sum + term, 0)
  return Number.isFinite(total)
    ? `${spelt} = ${shown(total)}`
    : `${spelt} has no result: nothing can be divided by 0`
}

const shown = (value: number, places = 4): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: places }).replace("-", "−")
