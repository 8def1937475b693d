import { beforeAll, describe, expect, it } from "vitest"
import { machineDefinition } from "../../../src/adapters/charts/definition.ts"
import { layout } from "../../../src/adapters/charts/layout.ts"
import { complaints } from "../../../src/adapters/charts/overlaps.ts"
import type { Box, EdgeShape, Picture, StateShape } from "../../../src/adapters/charts/picture.ts"
import { lifecycle } from "./samples.ts"

let picture: Picture

beforeAll(async () => {
  const variant = { direction: "DOWN", placement: "NONE", labelWidth: 190, stateWidth: 230, seed: 1 } as const
  picture = await layout(machineDefinition(lifecycle), variant)
})

const labelBox = (id: string) =>
  picture.edges.flatMap(({ cards }) => cards).find(({ card }) => card.transition.id === id)!.box

const stateShape = (path: string) => picture.states.find(({ state }) => state.path === path)!

const withEdge = (id: string, change: (edge: EdgeShape) => Partial<EdgeShape>): Picture => ({
  ...picture,
  edges: picture.edges.map((shape) =>
    shape.edge.cards.some(({ transition }) => transition.id === id) ? { ...shape, ...change(shape) } : shape,
  ),
})

const withLabelAt = (id: string, place: Partial<Box>): Picture =>
  withEdge(id, ({ cards }) => ({
    cards: cards.map(({ card, box }) => ({ card, box: { ...box, ...place } })),
  }))

const withState = (path: string, change: Partial<StateShape>): Picture => ({
  ...picture,
  states: picture.states.map((shape) => (shape.state.path === path ? { ...shape, ...change } : shape)),
})

const connected = "allocated|CONNECTED|0"
const allocate = "available|ALLOCATE|0"

describe("what a reader would stumble over", () => {
  it("is nothing in a good picture", () => {
    expect(complaints(picture)).toEqual([])
  })

  it("is a label on another", () => {
    const { x, y } = labelBox(allocate)
    expect(complaints(withLabelAt(connected, { x: x + 5, y }))).toContain(
      `label ${allocate} overlaps label ${connected}`,
    )
  })

  it("is a label on the line of another arrow, and a label that touches one", () => {
    const edge = picture.edges.find(({ cards }) =>
      cards.some(({ card }) => card.transition.id === "released|DISCONNECTED|0"),
    )!
    const [a, b] = edge.lines.at(-1)!
    const message = `label ${connected} overlaps line state:released → state:available`
    const y = (a!.y + b!.y) / 2
    expect(complaints(withLabelAt(connected, { x: a!.x - 5, y }))).toContain(message)
    expect(complaints(withLabelAt(connected, { x: a!.x + 1, y }))).toContain(message)
    expect(complaints(withLabelAt(connected, { x: a!.x + 10, y }))).not.toContain(message)
  })

  it("is a label on its own line, where that is not interrupted", () => {
    const whole = withEdge(connected, ({ lines }) => ({ lines: [lines.flat()] }))
    expect(complaints(whole)).toContain(`label ${connected} overlaps line state:allocated → state:active`)
  })

  it("is a label on the border of a state", () => {
    const { x, y } = stateShape("allocated").box
    expect(complaints(withLabelAt(connected, { x: x - 10, y: y + 60 }))).toContain(
      `label ${connected} overlaps state "allocated"`,
    )
  })

  it("is a label within a state that has no states", () => {
    const { x, y } = stateShape("idle").box
    expect(complaints(withLabelAt(connected, { x: x + 2, y: y + 2, width: 10, height: 10 }))).toContain(
      `label ${connected} overlaps state "idle"`,
    )
  })

  it("is a state's words on a line, on a state within, or over its border", () => {
    const { words } = stateShape("active")
    const ready = stateShape("active.ready").box
    const { box } = stateShape("active")
    expect(complaints(withState("active", { words: { ...words!, width: box.width - 40 } }))).toContain(
      `words of "active" overlaps line state:active → state:active.ready`,
    )
    expect(complaints(withState("active", { words: ready }))).toContain(
      `words of "active" overlaps state "active.ready"`,
    )
    expect(complaints(withState("active", { words: { ...words!, x: box.x - 1 } }))).toContain(
      `words of "active" overlaps state "active"`,
    )
  })

  it("is a line through a state", () => {
    const { x, y, width, height } = stateShape("idle").box
    const through = [
      { x: x - 20, y: y + height / 2 },
      { x: x + width + 20, y: y + height / 2 },
    ]
    expect(complaints(withEdge(connected, () => ({ lines: [through] })))).toContain(
      `state "idle" overlaps line state:allocated → state:active`,
    )
  })

  it("is two lines on top of each other", () => {
    const { lines } = picture.edges.find(({ edge }) => edge.source === "state:released")!
    expect(complaints(withEdge(connected, () => ({ lines })))).toContain(
      "line state:allocated → state:active overlaps line state:released → state:available",
    )
  })

  it("is anything that leaves the page", () => {
    expect(complaints({ ...picture, width: picture.width - 10 })).toContain(
      `state "" overlaps the page's border`,
    )
  })
})
