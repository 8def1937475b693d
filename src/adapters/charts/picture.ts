/** A chart with a place for everything. Lengths are in pixels, from the top left corner of the picture. */

import type { Card, Header } from "./cards.ts"
import type { MachineDefinition, StateDefinition } from "./definition.ts"
import type { Edge } from "./graph.ts"

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export interface Picture {
  readonly definition: MachineDefinition
  readonly width: number
  readonly height: number
  /** Parents before children. */
  readonly states: ReadonlyArray<StateShape>
  readonly edges: ReadonlyArray<EdgeShape>
}

export interface StateShape {
  readonly state: StateDefinition
  readonly box: Box
  readonly header: Header
  /** One of several that are active together. */
  readonly region: boolean
  /** Where the words in the state's box are; a history state has none. */
  readonly words?: Box
  /** Where the state begins. */
  readonly dot?: Box
}

export interface EdgeShape {
  readonly edge: Edge
  /** From source to target, interrupted where the label is. The arrow's head is at the end of the last piece. */
  readonly lines: ReadonlyArray<ReadonlyArray<Point>>
  readonly cards: ReadonlyArray<{ readonly card: Card; readonly box: Box }>
}

export const right = (box: Box) => box.x + box.width
export const bottom = (box: Box) => box.y + box.height

/** Do two boxes share more than a border? */
export const overlap = (a: Box, b: Box) =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a)

/** Is `a` wholly within `b`? */
export const inside = (a: Box, b: Box) =>
  a.x >= b.x && a.y >= b.y && right(a) <= right(b) && bottom(a) <= bottom(b)

export const segments = (line: ReadonlyArray<Point>): ReadonlyArray<readonly [Point, Point]> =>
  line.slice(1).map((point, index) => [line[index]!, point] as const)

/** The box that a horizontal or vertical segment fills, `thickness` wide. */
export const segmentBox = ([from, to]: readonly [Point, Point], thickness: number): Box => ({
  x: Math.min(from.x, to.x) - thickness / 2,
  y: Math.min(from.y, to.y) - thickness / 2,
  width: Math.abs(from.x - to.x) + thickness,
  height: Math.abs(from.y - to.y) + thickness,
})

/** Of an arrow's head. */
export const arrowSize = { length: 8, halfWidth: 4 }

/** What the head of an arrow that ends as a line does takes up. */
export const headBox = (line: ReadonlyArray<Point>): Box => {
  const [from, tip] = [line.at(-2)!, line.at(-1)!]
  const { length, halfWidth } = arrowSize
  const base = {
    x: tip.x - Math.sign(tip.x - from.x) * length,
    y: tip.y - Math.sign(tip.y - from.y) * length,
  }
  const box = segmentBox([base, tip], 0)
  return tip.x === from.x
    ? { ...box, x: tip.x - halfWidth, width: 2 * halfWidth }
    : { ...box, y: tip.y - halfWidth, height: 2 * halfWidth }
}
