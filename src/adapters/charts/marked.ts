/** A drawn chart with some of its edges and states marked, each by a class and a few characters. */

export interface Mark {
  readonly class: string
  /** Drawn beside the words of an edge, in the corner of a state. */
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
  /<g class="([^"]*)" data-(edge|state)="([^"]*)">\n((?:<title>[^<]*<\/title>\n)?)((?:<rect class="(?:card|box)"[^>]*>\n)?)/g

const noteAt = (what: string, shape: string, note: string | undefined): string => {
  const [, left, top, width] = /x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)"/.exec(shape)?.map(Number) ?? []
  if (note === undefined || left === undefined || top === undefined || width === undefined) return ""
  const [x, y] = what === "edge" ? [left - 3, top + 12] : [left + width - 5, top + 14]
  return `<text class="mark" x="${x}" y="${y}" text-anchor="end">${escaped(note)}</text>\n`
}

export const marked = (svg: string, { edges, states, style }: Marks): string =>
  svg
    .replace(group, (all, classes: string, what: string, id: string, title: string, shape: string) => {
      const mark = (what === "edge" ? edges : states).get(plain(id))
      if (mark === undefined) return all
      const said = mark.title === undefined ? title : `<title>${escaped(mark.title)}</title>\n`
      return `<g class="${classes} ${mark.class}" data-${what}="${id}">\n${said}${shape}${noteAt(what, shape, mark.note)}`
    })
    .replace("</style>", `${markStyle}${style}</style>`)

const markStyle = `.statechart .mark { font-size: 11px; font-weight: 700; fill: var(--chart-accent); paint-order: stroke; stroke: var(--chart-page); stroke-width: 3px; }\n`
