/** Finds a place for everything in a chart: ELK's layout of the graph, with the words and the labels put in. */

import { createRequire } from "node:module"
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js"
import { cardGap, cardHeight, headerPad, type Header } from "./cards.ts"
import type { MachineDefinition, StateDefinition } from "./definition.ts"
import { dotId, graphOf, stateId, type Edge, type Graph } from "./graph.ts"
import type { Variant } from "./options.ts"
import { bottom, inside, overlap, right, segmentBox, segments } from "./picture.ts"
import type { Box, EdgeShape, Picture, Point, StateShape } from "./picture.ts"

/** elkjs is CommonJS, and its types promise a default export that Node does not find. */
const Elk = createRequire(import.meta.url)("elkjs") as new () => ELK
const elk = new Elk()

export const layout = async (definition: MachineDefinition, variant: Variant): Promise<Picture> => {
  const graph = graphOf(definition, variant)
  const placed = await elk.layout(graph.root)
  const nodes = descendants(placed)
  const boxes = new Map(nodes.map((node) => [node.id, boxOf(node)]))
  const edges = nodes.flatMap((node) => (node.edges ?? []).map((edge) => edgeShape(edge, graph)))
  const { width, height } = boxOf(placed)
  const states = stateShapes(definition.root, false, { boxes, graph, edges })
  return { definition, width: Math.ceil(width), height: Math.ceil(height), states, edges }
}

const descendants = (node: ElkNode): ReadonlyArray<ElkNode> => [
  node,
  ...(node.children ?? []).flatMap(descendants),
]

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height })

interface Found {
  readonly boxes: ReadonlyMap<string, Box>
  readonly graph: Graph
  readonly edges: ReadonlyArray<EdgeShape>
}

const stateShapes = (state: StateDefinition, region: boolean, found: Found): ReadonlyArray<StateShape> => {
  const box = found.boxes.get(stateId(state.path))!
  const header = found.graph.headers.get(state.path)!
  const dot = found.boxes.get(dotId(state.path))
  const words = state.type === "history" ? undefined : wordsBox(box, header, found.edges)
  return [
    { state, region, box, header, ...(words && { words }), ...(dot && { dot }) },
    ...(state.states ?? []).flatMap((child) =>
      stateShapes(child, state.type === "parallel" && child.type !== "history", found),
    ),
  ]
}

/** How wide a line is taken to be when words look for a place beside it. */
const lineRoom = 12

/** The words stand at the top left, or further right where lines that enter from above leave room for them. */
const wordsBox = (box: Box, header: Header, edges: ReadonlyArray<EdgeShape>): Box => {
  const place = (x: number) => ({
    x: x + headerPad.x,
    y: box.y + headerPad.y,
    width: header.width - 2 * headerPad.x,
    height: header.height - 2 * headerPad.y,
  })
  const lines = edges
    .flatMap(({ lines }) => lines.flatMap(segments))
    .map((segment) => segmentBox(segment, lineRoom))
    .filter((line) => overlap(line, { ...box, height: header.height }))
  const places = [box.x, ...lines.map(right)].sort((a, b) => a - b).map(place)
  const free = places.find((words) => inside(words, box) && !lines.some((line) => overlap(line, words)))
  return free ?? place(box.x)
}

const edgeShape = (placed: ElkExtendedEdge, graph: Graph): EdgeShape => {
  const edge = graph.edges.get(placed.id)!
  const line = (placed.sections ?? []).flatMap(pointsOf)
  const [label] = placed.labels ?? []
  if (!label) return { edge, lines: [line], cards: [] }
  const box = boxOf(label)
  return { edge, lines: interrupt(line, box), cards: cardShapes(edge, box) }
}

const pointsOf = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): ReadonlyArray<Point> => [
  startPoint,
  ...bendPoints,
  endPoint,
]

const cardShapes = ({ cards }: Edge, label: Box): EdgeShape["cards"] => {
  let y = label.y
  return cards.map((card) => {
    const box = { ...label, y, height: cardHeight(card) }
    y = bottom(box) + cardGap
    return { card, box }
  })
}

/** The pieces of a line that are outside a box. */
const interrupt = (line: ReadonlyArray<Point>, box: Box): ReadonlyArray<ReadonlyArray<Point>> => {
  const pieces: Array<Array<Point>> = [[line[0]!]]
  for (const [from, to] of segments(line)) {
    if (overlap(segmentBox([from, to], 1), box)) {
      pieces.at(-1)!.push(clamp(from, box))
      pieces.push([clamp(to, box)])
    }
    pieces.at(-1)!.push(to)
  }
  return pieces.map(withoutRepeats).filter((piece) => piece.length > 1)
}

const clamp = ({ x, y }: Point, box: Box): Point => ({
  x: Math.min(Math.max(x, box.x), right(box)),
  y: Math.min(Math.max(y, box.y), bottom(box)),
})

const withoutRepeats = (line: ReadonlyArray<Point>) =>
  line.filter(
    (point, index) => index === 0 || point.x !== line[index - 1]!.x || point.y !== line[index - 1]!.y,
  )
