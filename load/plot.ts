/** A plot over time as SVG: lines, bounds that were promised, stretches of the run. Colours are the page's, for light and dark. Pure. */

export interface Line {
  readonly name: string
  /** Null leaves a gap. */
  readonly values: ReadonlyArray<readonly [at: number, value: number | null]>
}

export interface Plot {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly lines: ReadonlyArray<Line>
  /** What must not be passed. */
  readonly bounds?: ReadonlyArray<{ readonly name: string; readonly value: number }>
  readonly log?: boolean
}

/** Where something happens, in s. */
export interface Band {
  readonly name: string
  readonly from: number
  readonly to: number
}

const [width, height, left, right, top, bottom] = [920, 260, 64, 150, 34, 30]
const [inner, tall] = [width - left - right, height - top - bottom]

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

/** Round steps: 1, 2, 5 and their tenfolds. */
const steps = (most: number, wanted: number): ReadonlyArray<number> => {
  const rough = most / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((of) => of * power).find((of) => of >= rough)!
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, n) => n * step)
}

const decades = (least: number, most: number): ReadonlyArray<number> => {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
  return Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n))
}

const said = (value: number): string =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : String(Number(value.toPrecision(3)))

const clock = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`

/** At most so many points a line: the greatest of each group, so that no peak is lost. */
const thinned = ({ values }: Line, most = 600): Line["values"] => {
  const size = Math.ceil(values.length / most)
  if (size <= 1) return values
  return Array.from({ length: Math.ceil(values.length / size) }, (_, n) => {
    const group = values.slice(n * size, (n + 1) * size)
    return group.reduce((best, pair) => ((pair[1] ?? -1) > (best[1] ?? -1) ? pair : best))
  })
}

const path = (points: ReadonlyArray<readonly [number, number] | null>): string => {
  let draws = false
  return points
    .map((point) => {
      const verb = draws ? "L" : "M"
      draws = point !== null
      return point === null ? "" : `${verb}${point[0].toFixed(1)} ${point[1].toFixed(1)}`
    })
    .join("")
}

/** Labels one under another, as near as may be to where they belong. */
const apart = (wanted: ReadonlyArray<number>, distance = 15): ReadonlyArray<number> => {
  const order = wanted.map((y, n) => ({ y, n })).toSorted((a, b) => a.y - b.y)
  for (const [n, label] of order.entries()) if (n > 0) label.y = Math.max(label.y, order[n - 1]!.y + distance)
  const over = Math.max(0, (order.at(-1)?.y ?? 0) - (top + tall))
  return order.toSorted((a, b) => a.n - b.n).map(({ y }) => y - over)
}

export const svg = (
  { id, title, unit, lines, bounds = [], log = false }: Plot,
  bands: ReadonlyArray<Band>,
  end: number,
): string => {
  const values = [
    ...lines.flatMap((line) => line.values.flatMap(([, value]) => (value === null ? [] : [value]))),
    ...bounds.map(({ value }) => value),
  ]
  const most = values.reduce((a, b) => Math.max(a, b), 0) || 1
  const least = values.filter((value) => value > 0).reduce((a, b) => Math.min(a, b), most)
  const marks = log ? decades(least, most) : steps(most * 1.08, 4)
  const [low, high] = log ? [marks[0]!, marks.at(-1)!] : [0, Math.max(most * 1.08, marks.at(-1)!)]
  const x = (at: number) => left + (Math.min(at, end) / end) * inner
  const y = (value: number) => {
    const of = log ? Math.log10(Math.max(value, low) / low) / Math.log10(high / low) : value / high
    return top + tall - of * tall
  }
  const lasts = lines.map((line) => line.values.findLast(([, value]) => value !== null)?.[1] ?? null)
  const labels = apart(lasts.map((last) => y(last ?? 0)))
  return `<svg id="${id}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${title}, ${unit}`)}">
<text class="title" x="${left}" y="18">${escaped(title)}<tspan class="unit" dx="8">${escaped(unit)}</tspan></text>
${bands.map(({ name, from, to }, n) => `<rect class="band b${n % 2}" x="${x(from).toFixed(1)}" y="${top}" width="${Math.max(0, x(to) - x(from)).toFixed(1)}" height="${tall}"/>${x(to) - x(from) > name.length * 7 ? `<text class="name" x="${(x(from) + 4).toFixed(1)}" y="${top + 12}">${escaped(name)}</text>` : ""}`).join("\n")}
${marks.map((mark) => `<line class="grid" x1="${left}" x2="${left + inner}" y1="${y(mark).toFixed(1)}" y2="${y(mark).toFixed(1)}"/><text class="mark" x="${left - 8}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end">${said(mark)}</text>`).join("\n")}
${steps(end, 6)
  .map(
    (at) =>
      `<text class="mark" x="${x(at).toFixed(1)}" y="${height - 10}" text-anchor="middle">${clock(at)}</text>`,
  )
  .join("\n")}
${bounds.map(({ name, value }) => `<line class="bound" x1="${left}" x2="${left + inner}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text class="bound" x="${left + inner - 4}" y="${(y(value) - 4).toFixed(1)}" text-anchor="end">${escaped(name)}</text>`).join("\n")}
${lines.map((line, n) => `<path class="line c${n}" d="${path(thinned(line).map(([at, value]) => (value === null ? null : ([x(at), y(value)] as const))))}"/>`).join("\n")}
${lines.map(({ name }, n) => `<text class="label c${n}" x="${left + inner + 8}" y="${(labels[n]! + 4).toFixed(1)}">${escaped(name)}</text>`).join("\n")}
</svg>`
}
