import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { AnyStateMachine } from "xstate"
import { charts } from "../../../src/machines/index.ts"
import { bestPicture } from "../../../src/adapters/charts/best.ts"
import { machineDefinition, type StateDefinition } from "../../../src/adapters/charts/definition.ts"
import { folder } from "../../../src/adapters/charts/generate.ts"
import { complaints } from "../../../src/adapters/charts/overlaps.ts"
import { inside, type Picture } from "../../../src/adapters/charts/picture.ts"
import { svg } from "../../../src/adapters/charts/svg.ts"
import { samples } from "./samples.ts"

const states = (state: StateDefinition): ReadonlyArray<StateDefinition> => [
  state,
  ...(state.states ?? []).flatMap(states),
]

const pictures = new Map<AnyStateMachine, Promise<Picture>>()

/** Once: it takes long. */
const pictureOf = (machine: AnyStateMachine): Promise<Picture> => {
  const picture = pictures.get(machine) ?? bestPicture(machineDefinition(machine))
  pictures.set(machine, picture)
  return picture
}

describe.each(Object.entries({ ...samples, ...charts }))("the picture of %s", (_, machine) => {
  const definition = machineDefinition(machine)
  const all = states(definition.root)

  it("has no words on lines, borders or other words, and no line through a state", async () => {
    const picture = await pictureOf(machine)
    expect(complaints(picture)).toEqual([])

    const box = new Map(picture.states.map(({ state, box }) => [state.path, box]))
    expect([...box.keys()]).toEqual(all.map(({ path }) => path))
    for (const { path, states = [] } of all)
      for (const child of states) expect(inside(box.get(child.path)!, box.get(path)!)).toBe(true)

    const drawn = picture.edges.flatMap(({ edge }) => edge.cards.map(({ transition }) => transition.id))
    const inner = picture.states.flatMap(({ header }) => header.inner.map(({ transition }) => transition.id))
    const wanted = all.flatMap(({ initial, transitions = [] }) => [
      ...(initial ? [initial] : []),
      ...transitions,
    ])
    expect(new Set([...drawn, ...inner])).toEqual(new Set(wanted.map(({ id }) => id)))
  })
})

describe("statecharts/", () => {
  it.each(Object.entries(charts))("holds the picture of %s (if not: npm run charts)", async (_, machine) => {
    const file = join(folder, `${machineDefinition(machine).id}.svg`)
    expect(svg(await pictureOf(machine))).toBe(await readFile(file, "utf8"))
  })
})
