/** What ELK is told. Names and values: https://eclipse.dev/elk/reference/options.html */

import type { Header } from "./cards.ts"
import type { StateDefinition } from "./definition.ts"

/** What is tried for the best picture. */
export interface Variant {
  readonly direction: "DOWN" | "RIGHT"
  /** A strategy for placing nodes; or, of that of Brandes and Köpf, an alignment, or the smallest one. */
  readonly placement: "NETWORK_SIMPLEX" | "LINEAR_SEGMENTS" | "NONE" | "LEFTUP" | "RIGHTUP"
  /** Widths at which the words on an arrow, and in a state's box, are wrapped, in pixels. */
  readonly labelWidth: number
  readonly stateWidth: number
  readonly seed: number
}

const everywhere = ({ placement }: Variant) => ({
  ...(placement === "NETWORK_SIMPLEX" || placement === "LINEAR_SEGMENTS"
    ? { "elk.layered.nodePlacement.strategy": placement }
    : { "elk.layered.nodePlacement.bk.fixedAlignment": placement }),
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.layered.edgeLabels.centerLabelPlacementStrategy": "TAIL_LAYER",
  "elk.spacing.nodeNode": "24",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "6",
  "elk.spacing.labelNode": "8",
  "elk.layered.spacing.nodeNodeBetweenLayers": "22",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
})

export const chartOptions = (variant: Variant) => ({
  ...everywhere(variant),
  "elk.algorithm": "layered",
  "elk.direction": variant.direction,
  "elk.randomSeed": String(variant.seed),
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=8,left=8,bottom=8,right=8]",
})

export const compoundOptions = ({ width, height }: Header, { type }: StateDefinition, variant: Variant) => ({
  ...everywhere(variant),
  "elk.padding": `[top=${height + 6},left=14,bottom=14,right=14]`,
  "elk.nodeSize.constraints": "MINIMUM_SIZE",
  // ELK turns a downward layout over, and forgets to turn a compound's minimum with it.
  "elk.nodeSize.minimum": variant.direction === "DOWN" ? `(${height},${width})` : `(${width},${height})`,
  "elk.layered.crossingMinimization.semiInteractive": String(type === "parallel"),
})

/** Regions stand side by side in the order in which the machine has them, with their tops on one line. */
export const regionOptions = (index: number, { direction }: Variant) => ({
  "elk.position": `(${index * 1000},${index * 1000})`,
  "elk.alignment": direction === "DOWN" ? "TOP" : "LEFT",
})

export const dotOptions = { "elk.layered.layering.layerConstraint": "FIRST" }

export const labelOptions = { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" }
