/** Lines and arrow heads in the language of SVG's `d`. Numbers have at most two decimals, so that files are the same everywhere. */

import { arrowSize, type Point } from "./picture.ts"

const cornerRadius = 6

export const rounded = (value: number) => String(Math.round(value * 100) / 100)

/** An arrow's line, with rounded corners. It stops within the head, so that it does not show beside the tip. */
export const arrowLine = (pieces: ReadonlyArray<ReadonlyArray<Point>>) =>
  pieces.map((piece, index) => linePath(index === pieces.length - 1 ? shortened(piece) : piece)).join("")

/** The head of an arrow that ends as a line does. */
export const arrowHead = (line: ReadonlyArray<Point>) => {
  const tip = line.at(-1)!
  const base = towards(tip, line.at(-2)!, arrowSize.length)
  const across = { x: tip.y - base.y, y: base.x - tip.x }
  const [left, right] = [1, -1].map((side) => ({
    x: base.x + (side * across.x * arrowSize.halfWidth) / arrowSize.length,
    y: base.y + (side * across.y * arrowSize.halfWidth) / arrowSize.length,
  }))
  return `M${at(tip)}L${at(left!)}L${at(right!)}Z`
}

const linePath = (line: ReadonlyArray<Point>) =>
  line
    .map((point, index) => {
      const [before, after] = [line[index - 1], line[index + 1]]
      if (!before) return `M${at(point)}`
      if (!after) return `L${at(point)}`
      const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, after) / 2)
      return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`
    })
    .join("")

const shortened = (line: ReadonlyArray<Point>) => [
  ...line.slice(0, -1),
  towards(line.at(-1)!, line.at(-2)!, arrowSize.length / 2),
]

const at = ({ x, y }: Point) => `${rounded(x)} ${rounded(y)}`

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

const towards = (from: Point, to: Point, length: number): Point => {
  const share = length / (distance(from, to) || 1)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
