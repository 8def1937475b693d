/** Lays a chart out in several ways, and keeps the one that is the easiest to read. */

import type { MachineDefinition } from "./definition.ts"
import { layout } from "./layout.ts"
import type { Variant } from "./options.ts"
import { complaints } from "./overlaps.ts"
import { overlap, segmentBox, segments, type Picture, type Point } from "./picture.ts"

const choices = {
  direction: ["DOWN", "RIGHT"],
  placement: ["BRANDES_KOEPF", "NETWORK_SIMPLEX", "LINEAR_SEGMENTS"],
  labelWidth: [190, 140],
  seed: [1, 2, 3, 4],
} as const

const variants: ReadonlyArray<Variant> = choices.direction.flatMap((direction) =>
  choices.placement.flatMap((placement) =>
    choices.labelWidth.flatMap((labelWidth) =>
      choices.seed.map((seed) => ({ direction, placement, labelWidth, seed })),
    ),
  ),
)

export const bestPicture = async (definition: MachineDefinition): Promise<Picture> => {
  const tried: Array<{ readonly picture: Picture; readonly cost: number }> = []
  for (const variant of variants) {
    const picture = await layout(definition, variant)
    tried.push({ picture, cost: cost(picture) })
  }
  return tried.reduce((best, other) => (other.cost < best.cost ? other : best)).picture
}

/** A page that is read without turning it, in pixels. */
const page = { width: 1000, height: 1500 }

/** What makes a picture hard to read, weighed against each other by looking at many. */
export const cost = (picture: Picture): number => {
  const lines = picture.edges.flatMap((edge) => edge.lines)
  return (
    100 * complaints(picture).length +
    Math.max(picture.width / page.width, picture.height / page.height) +
    0.03 * crossings(picture) +
    0.01 * lines.flatMap(bends).length +
    0.06 * lines.flatMap(jogs).length +
    0.02 * (length(lines) / 1000) +
    0.15 * picture.states.filter(({ words, box }) => words && words.x > box.x + 20).length
  )
}

const crossings = ({ edges }: Picture) => {
  const boxes = edges.flatMap((edge) =>
    edge.lines.flatMap(segments).map((segment) => ({ edge, box: segmentBox(segment, 1) })),
  )
  return boxes.flatMap((a, index) =>
    boxes.slice(index).filter((b) => a.edge !== b.edge && overlap(a.box, b.box)),
  ).length
}

const bends = (line: ReadonlyArray<Point>) => line.slice(2)

/** Steps aside that are so small that they look like a mistake. */
const jogs = (line: ReadonlyArray<Point>) =>
  segments(line)
    .slice(1, -1)
    .filter((segment) => length([segment]) < 10)

const length = (lines: ReadonlyArray<ReadonlyArray<Point>>) =>
  lines.flatMap(segments).reduce((sum, [a, b]) => sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0)
