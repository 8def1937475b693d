/**
 * A picture as SVG. Every state is a group with `data-state="<path>"`. Every transition is a group with
 * `data-edge="<id>"`: the label on its arrow, its line in a state's box, or the arrow itself when it has no words.
 * A transition with several targets has several such groups.
 */

import { cardPad, headerPad, type Card, type Header } from "./cards.ts"
import type { StateDefinition } from "./definition.ts"
import type { Block } from "./measure.ts"
import { arrowHead, arrowLine, rounded } from "./path.ts"
import {
  bottom,
  right,
  type Box,
  type EdgeShape,
  type Picture,
  type Point,
  type StateShape,
} from "./picture.ts"
import { style } from "./style.ts"

export const svg = ({ definition, width, height, states, edges }: Picture): string => {
  const [titleId, descriptionId] = ["title", "description"].map(
    (part) => `statechart-${definition.id}-${part}`,
  )
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg"${attributes({
      class: "statechart",
      role: "img",
      "aria-labelledby": `${titleId} ${descriptionId}`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    })}>`,
    `<title id="${escape(titleId!)}">Statechart ${escape(definition.id)}</title>`,
    `<desc id="${escape(descriptionId!)}">${escape(description(definition.root))}</desc>`,
    `<style>${style}</style>`,
    rectangle("page", { x: 0, y: 0, width, height }, 0),
    ...states.flatMap(stateLines),
    ...edges.flatMap(edgeLines),
    `</svg>`,
  ]
  return `${lines.join("\n")}\n`
}

/** What the picture shows, for who does not see it. */
const description = ({ description, states = [] }: StateDefinition) =>
  [description, states.length > 0 ? `States: ${states.map(({ key }) => key).join(", ")}.` : undefined]
    .filter(Boolean)
    .join(" ")

const stateLines = (shape: StateShape): ReadonlyArray<string> => {
  const { state, region, box, header, words, dot } = shape
  const kinds = ["state", state.type, ...(state.states ? ["nested"] : []), ...(region ? ["region"] : [])]
  return [
    `<g${attributes({ class: kinds.join(" "), "data-state": state.path })}>`,
    `<title>${escape([state.path || state.key, state.description].filter(Boolean).join(": "))}</title>`,
    ...(state.type === "history" ? historyLines(state, box) : [rectangle("box", box, 6)]),
    ...(state.type === "final" ? [rectangle("inset", inset(box, 3), 4)] : []),
    ...(words ? headerLines(header, words) : []),
    ...(dot ? [circle("dot", dot)] : []),
    `</g>`,
  ]
}

const historyLines = ({ history }: StateDefinition, box: Box) => [
  circle("box", box),
  `<text${attributes({ class: "event", x: box.x + box.width / 2, y: box.y + box.height / 2 + 4, "text-anchor": "middle" })}>${history === "deep" ? "H*" : "H"}</text>`,
]

const headerLines = ({ title, behaviour, inner }: Header, words: Box): ReadonlyArray<string> => {
  const titleLines = textLines(title, words)
  if (behaviour.height === 0 && inner.length === 0) return titleLines
  const ruleY = words.y + title.height + headerPad.y / 2
  let y = words.y + title.height + headerPad.y
  const behaviourLines = textLines(behaviour, { x: words.x, y })
  y += behaviour.height
  const innerLines = inner.flatMap((card) => {
    const { height } = card.block
    const lines = cardLines("inner", card, { ...inset(words, -cardPad.x), y, height }, 0)
    y += height
    return lines
  })
  const rule = `<line${attributes({ class: "rule", x1: words.x, y1: ruleY, x2: right(words), y2: ruleY })}/>`
  return [...titleLines, rule, ...behaviourLines, ...innerLines]
}

const edgeLines = ({ edge, lines, cards }: EdgeShape): ReadonlyArray<string> => {
  const wordless = edge.cards.find(({ block }) => block.height === 0)
  return [
    `<g${attributes({ class: "edge", ...(wordless && { "data-edge": wordless.transition.id }) })}>`,
    `<path${attributes({ class: "line", d: arrowLine(lines) })}/>`,
    `<path${attributes({ class: "head", d: arrowHead(lines.at(-1)!) })}/>`,
    ...cards.flatMap(({ card, box }) => cardLines("label", card, box, cardPad.y)),
    `</g>`,
  ]
}

const cardLines = (name: string, { transition, block }: Card, box: Box, above: number) => [
  `<g${attributes({ class: name, "data-edge": transition.id })}>`,
  ...(transition.description ? [`<title>${escape(transition.description)}</title>`] : []),
  rectangle("card", box, 4),
  ...textLines(block, { x: box.x + cardPad.x, y: box.y + above }),
  `</g>`,
]

/** Every line is as wide as it was measured to be, whatever font it is drawn with. */
const textLines = ({ lines }: Block, { x, y }: Point): ReadonlyArray<string> => {
  let baseline = y - 4
  return lines.map(({ runs, width, height }) => {
    baseline += height
    const spans = runs.map(({ text, role }) => `<tspan class="${role}">${escape(text)}</tspan>`)
    return `<text${attributes({ x, y: baseline, textLength: width, lengthAdjust: "spacingAndGlyphs" })}>${spans.join("")}</text>`
  })
}

const rectangle = (name: string, { x, y, width, height }: Box, rx: number) =>
  `<rect${attributes({ class: name, x, y, width, height, rx })}/>`

const circle = (name: string, { x, y, width, height }: Box) =>
  `<circle${attributes({ class: name, cx: x + width / 2, cy: y + height / 2, r: width / 2 })}/>`

const inset = (box: Box, by: number): Box => ({
  x: box.x + by,
  y: box.y + by,
  width: right(box) - box.x - 2 * by,
  height: bottom(box) - box.y - 2 * by,
})

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? rounded(value) : escape(value)}"`)
    .join("")

const escape = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]!,
  )
