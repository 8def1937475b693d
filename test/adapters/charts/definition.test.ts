import { createActor, type AnyTransitionDefinition } from "xstate"
import { describe, expect, it } from "vitest"
import { machineDefinition, type StateDefinition } from "../../../src/adapters/charts/definition.ts"
import { edgeIdOf } from "../../../src/machines/edges.ts"
import { lifecycle, samples, workshop } from "./samples.ts"

const find = (state: StateDefinition, path: string): StateDefinition | undefined =>
  state.path === path ? state : state.states?.map((child) => find(child, path)).find(Boolean)

const states = (state: StateDefinition): ReadonlyArray<StateDefinition> => [
  state,
  ...(state.states ?? []).flatMap(states),
]

describe("a machine as plain data", () => {
  const root = machineDefinition(lifecycle).root

  it("is JSON, with nothing lost", () => {
    for (const machine of Object.values(samples)) {
      const definition = machineDefinition(machine)
      expect(JSON.parse(JSON.stringify(definition))).toEqual(definition)
    }
  })

  it("names the machine, its version, and how long its delays are, if that is fixed", () => {
    expect(machineDefinition(lifecycle)).toMatchObject({
      id: "lifecycle",
      version: "3",
      delays: { idleTimeout: 900_000, backoff: null },
    })
  })

  it("keeps the states in the machine's order, with what they do and what they are for", () => {
    expect(root.states?.map(({ key }) => key)).toEqual([
      "available",
      "allocated",
      "active",
      "idle",
      "released",
    ])
    expect(find(root, "active")).toMatchObject({
      type: "compound",
      description: "Answers, one question at a time.",
      initial: { id: "active|xstate.init|0", target: ["active.ready"] },
      entry: [{ type: "remember" }],
      exit: [{ type: "disconnect" }, { type: "release" }],
    })
  })

  it("tells a timer by its transition, not by the actions that arm and disarm it", () => {
    const { entry, exit, transitions } = find(root, "idle")!
    expect([entry, exit]).toEqual([undefined, undefined])
    expect(transitions).toContainEqual({
      id: "idle|xstate.after.3600000.lifecycle.idle|0",
      event: "xstate.after.3600000.lifecycle.idle",
      delay: 3_600_000,
      target: ["released"],
    })
  })

  it("resolves targets to paths, across the hierarchy", () => {
    const targets = states(root).flatMap(({ transitions = [] }) => transitions.map((t) => [t.id, t.target]))
    expect(targets).toEqual(
      expect.arrayContaining([
        ["allocated.connecting|FAIL|1", ["released"]],
        ["idle|ASKED|0", ["active.thinking"]],
        ["active|RESET|0", ["active.ready"]],
        ["active.thinking|ASKED|0", undefined],
      ]),
    )
  })

  it("takes guards apart, and parameters that are written down", () => {
    const { transitions = [] } = find(root, "active.thinking")!
    expect(transitions.find(({ event }) => event === "TOOL_CALLED")?.guard).toEqual({
      type: "and",
      guards: [
        { type: "or", guards: [{ type: "hasQueue" }, { type: "attemptsLeft" }] },
        { type: "below", params: { limit: 8 } },
      ],
    })
  })

  it("knows history states and their defaults, final states, regions, and several targets", () => {
    const { root } = machineDefinition(workshop)
    expect(find(root, "running.work.recent")).toMatchObject({
      type: "history",
      history: "shallow",
      initial: { target: ["running.work.first"] },
    })
    expect(find(root, "running.everything")).toMatchObject({ type: "history", history: "deep" })
    expect(find(root, "running.work.finished")?.type).toBe("final")
    expect(find(root, "running")?.type).toBe("parallel")
    expect(root.transitions?.map(({ target }) => target)).toEqual([
      ["off"],
      ["running.work.second", "running.health.ill"],
    ])
  })
})

describe("the id of an edge", () => {
  it("is unique within a machine", () => {
    for (const machine of Object.values(samples)) {
      const ids = states(machineDefinition(machine).root).flatMap(({ initial, transitions = [] }) =>
        [...transitions, ...(initial ? [initial] : [])].map(({ id }) => id),
      )
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it("is found again in the transitions that XState reports to have taken", () => {
    const taken: Array<string> = []
    const actor = createActor(lifecycle, {
      inspect: (inspected) => {
        if (inspected.type === "@xstate.microstep")
          taken.push(...(inspected._transitions as Array<AnyTransitionDefinition>).map(edgeIdOf))
      },
    }).start()
    actor.send({ type: "ALLOCATE" })
    actor.send({ type: "CONNECTED" })
    actor.send({ type: "FAIL" })
    const known = states(machineDefinition(lifecycle).root).flatMap(({ initial, transitions = [] }) =>
      [...transitions, ...(initial ? [initial] : [])].map(({ id }) => id),
    )
    expect(known).toEqual(expect.arrayContaining(taken))
    expect(taken).toEqual(
      expect.arrayContaining([
        "available|ALLOCATE|0",
        "allocated|CONNECTED|0",
        "active.ready||0",
        "active|FAIL|0",
      ]),
    )
  })
})
