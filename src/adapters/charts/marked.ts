/** A drawn chart with some of its edges and states marked, each by a class and, on an edge, a few characters beside its words. */

export interface Mark {
  readonly class: string
  /** Drawn beside the edge. */
  readonly note?: string
  /** Read out, and shown when it is pointed at. */
  readonly title?: string
}

export interface Marks {
  /** By `data-edge`. */
  readonly edges: ReadonlyMap<string, Mark>
  /** By `data-state`. */
  readonly states: ReadonlyMap<string, Mark>
  /** CSS for the classes. */
  readonly style: string
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!)

const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name]!)

const group =
  /<g class="([^"]*)" data-(edge|state)="([^"]*)">\n((?:<title>[^<]*<\/title>\n)?)((?:<rect class="card"[^>]*>\n)?)/g

const noteAt = (card: string, note: string | undefined): string => {
  const [, x, y] = /x="([\d.-]+)" y="([\d.-]+)"/.exec(card) ?? []
  if (note === undefined || x === undefined || y === undefined) return ""
  return `<text class="mark" x="${Number(x) - 3}" y="${Number(y) + 12}" text-anchor="end">${escaped(note)}</text>\n`
}

export const marked = (svg: string, { edges, states, style }: Marks): string =>
  svg
    .replace(group, (all, classes: string, what: string, id: string, title: string, card: string) => {
      const mark = (what === "edge" ? edges : states).get(plain(id))
      if (mark === undefined) return all
      const said = mark.title === undefined ? title : `<title>${escaped(mark.title)}</title>\n`
      return `<g class="${classes} ${mark.class}" data-${what}="${id}">\n${said}${card}${noteAt(card, mark.note)}`
    })
    .replace("</style>", `${markStyle}${style}</style>`)

const markStyle = `.statechart .mark { font-size: 11px; font-weight: 700; fill: var(--chart-accent); paint-order: stroke; stroke: var(--chart-page); stroke-width: 3px; }\n`
