/** Lays a chart out in several ways, and keeps the one that is the easiest to read. */

import type { MachineDefinition } from "./definition.ts"
import { layout } from "./layout.ts"
import type { Variant } from "./options.ts"
import { complaints } from "./overlaps.ts"
import { overlap, segmentBox, segments, type Picture, type Point } from "./picture.ts"

interface Choices {
  readonly placement: ReadonlyArray<Variant["placement"]>
  readonly stateWidth: number
  readonly seed: ReadonlyArray<number>
}

/** What is tried at first, and what is tried when all of that has flaws: few machines are so tangled. */
const rounds: ReadonlyArray<Choices> = [
  { placement: ["NONE", "LEFTUP", "RIGHTUP", "NETWORK_SIMPLEX"], stateWidth: 230, seed: [1, 2, 3] },
  { placement: ["NONE", "NETWORK_SIMPLEX", "LINEAR_SEGMENTS"], stateWidth: 130, seed: [1, 2, 3, 4, 5, 6] },
]

const variants = ({ placement, stateWidth, seed }: Choices): ReadonlyArray<Variant> =>
  (["DOWN", "RIGHT"] as const).flatMap((direction) =>
    [190, 140].flatMap((labelWidth) =>
      placement.flatMap((placement) =>
        seed.map((seed) => ({ direction, labelWidth, stateWidth, placement, seed })),
      ),
    ),
  )

export const bestPicture = async (definition: MachineDefinition): Promise<Picture> => {
  const tried: Array<{ readonly picture: Picture; readonly cost: number }> = []
  const best = () => tried.reduce((best, other) => (other.cost < best.cost ? other : best)).picture
  for (const round of rounds) {
    for (const variant of variants(round)) {
      const picture = await layout(definition, variant)
      tried.push({ picture, cost: cost(picture) })
    }
    if (complaints(best()).length === 0) break
  }
  return best()
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
    0.04 * (length(lines) / 1000) +
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
