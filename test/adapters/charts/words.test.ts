import { and, createMachine, not, or, setup, stateIn } from "xstate"
import { describe, expect, it } from "vitest"
import { machineDefinition } from "../../../src/adapters/charts/definition.ts"
import type { Run } from "../../../src/adapters/charts/measure.ts"
import { behaviourWords, duration, transitionWords } from "../../../src/adapters/charts/words.ts"

const said = (runs: ReadonlyArray<Run>) => runs.map(({ text }) => text).join(" ")

const machine = setup({
  types: { events: {} as { readonly type: "GO" | "STOP" | "a.b" } },
  actions: { one: () => undefined, two: (_, _params: { readonly to: string }) => undefined },
  guards: { ready: () => true, halted: () => false, below: (_, _params: { readonly limit: number }) => true },
  delays: { pause: 90_000, computed: () => 5 },
})

const recipient = () => ({ to: "somebody" })

type States = NonNullable<Parameters<typeof machine.createMachine>[0]["states"]>

/** What the transitions of a state `s` are called. */
const labels = (state: States[string]) => {
  const { root, delays } = machineDefinition(
    machine.createMachine({ id: "m", initial: "s", states: { s: state, t: {} } }),
  )
  const { transitions = [] } = root.states![0]!
  return transitions.map((transition) => said(transitionWords(transition, transitions, delays)))
}

describe("the words on an arrow", () => {
  it("are the event, the condition and the actions", () => {
    expect(labels({ on: { GO: "t" } })).toEqual(["GO"])
    expect(labels({ on: { GO: { target: "t", guard: "ready", actions: ["one", "one"] } } })).toEqual([
      "GO [ready] / one, one",
    ])
  })

  it("say which is the last resort", () => {
    expect(labels({ on: { GO: [{ guard: "ready", target: "t" }, { target: "s" }], STOP: "t" } })).toEqual([
      "GO [ready]",
      "GO [else]",
      "STOP",
    ])
  })

  it("spell compound conditions out", () => {
    const guard = and([
      not("halted"),
      or(["ready", { type: "below", params: { limit: 3 } }]),
      stateIn({ s: "x" }),
    ])
    expect(labels({ on: { GO: { target: "t", guard } } })).toEqual([
      "GO [not halted and (ready or below(limit: 3)) and in s.x]",
    ])
  })

  it("show parameters that are written down, or the name of what computes them", () => {
    const actions = (params: { readonly to: string } | typeof recipient) =>
      labels({ on: { GO: { actions: { type: "two", params } } } })
    expect(actions({ to: "all" })).toEqual(["GO / two(to: all)"])
    expect(actions(recipient)).toEqual(["GO / two(recipient)"])
    expect(actions(() => ({ to: "x" }))).toEqual(["GO / two"])
  })

  it("name a delay, and say how long it is if that is fixed", () => {
    expect(labels({ after: { pause: "t", computed: "t", 250: "t" } })).toEqual([
      "after 250 ms",
      "after pause (1 min 30 s)",
      "after computed",
    ])
  })

  it("have a word for what has no event of its own", () => {
    expect(labels({ on: { "*": "t" }, always: { guard: "ready", target: "t" } })).toEqual([
      "any other event",
      "always [ready]",
    ])
    expect(labels({ initial: "x", states: { x: { type: "final" } }, onDone: "t" })).toEqual(["done"])
  })

  it("say that an event is ignored", () => {
    expect(labels({ on: { GO: {} } })).toEqual(["GO (ignored)"])
  })

  it("tell what invoked logic came to", () => {
    const { root, delays } = machineDefinition(
      createMachine({
        invoke: { src: "fetch", id: "it", onDone: { actions: "one" }, onError: { actions: "one" } },
      }),
    )
    const { transitions = [] } = root
    expect(transitions.map((transition) => said(transitionWords(transition, transitions, delays)))).toEqual([
      "done it / one",
      "error it / one",
    ])
    expect(behaviourWords(root).map(said)).toEqual(["do / fetch"])
  })
})

describe("a duration", () => {
  it.each([
    [0, "0 ms"],
    [250, "250 ms"],
    [5000, "5 s"],
    [900_000, "15 min"],
    [5_400_000, "1 h 30 min"],
    [2 * 86_400_000, "2 d"],
  ])("of %i ms is %s", (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words)
  })
})
