/** The automaton of a chart takes what XState takes, of any chart that an actor may have. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  and,
  assign,
  cancel,
  createMachine,
  enqueueActions,
  initialTransition,
  not,
  or,
  raise,
  stateIn,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from "xstate"
import { makeAutomaton, witness } from "../../../src/actors/automaton/automaton.ts"
import { edgeIdOf } from "../../../src/machines/edges.ts"

interface Edge {
  /** Into the n-th state, counted around; null: it stays. */
  readonly target: number | null
  readonly reenter: boolean
  readonly guard: "even" | "notEven" | "both" | "either" | null
  readonly tells: boolean
}

interface State {
  readonly type: "compound" | "parallel" | "final"
  readonly children: ReadonlyArray<State>
  readonly a: ReadonlyArray<Edge>
  readonly b: ReadonlyArray<Edge>
  readonly always: ReadonlyArray<Edge>
  readonly done: ReadonlyArray<Edge>
  readonly later: ReadonlyArray<Edge>
}

const edge = fc.record<Edge>({
  target: fc.option(fc.nat(30), { freq: 4 }),
  reenter: fc.boolean(),
  guard: fc.constantFrom(null, null, "even", "notEven", "both", "either"),
  tells: fc.boolean(),
})

const few = (most: number) => fc.array(edge, { maxLength: most })

const stateOf = (depth: number): fc.Arbitrary<State> =>
  fc.record({
    type: fc.constantFrom("compound", "compound", "parallel", "final"),
    children: depth === 0 ? fc.constant([]) : fc.array(stateOf(depth - 1), { maxLength: 3 }),
    a: few(2),
    b: few(2),
    always: few(1),
    done: few(1),
    later: few(1),
  })

type Context = { readonly n: number; readonly fuel: number; readonly log: ReadonlyArray<string> }

/** What happens is written into the context, in its order. What the chart does by itself uses fuel up, so that it ends. */
const note = (what: string) =>
  assign(({ context }: { context: Context }) => ({ n: context.n + 1, log: [...context.log, what] }))
const burn = assign(({ context }: { context: Context }) => ({ fuel: context.fuel - 1 }))
const hasFuel = ({ context }: { context: Context }) => context.fuel > 0
const guards = {
  even: ({ context }: { context: Context }) => context.n % 2 === 0,
  notEven: not("even"),
  both: and(["even", hasFuel as never]),
  either: or(["notEven", ({ context }: { context: Context }) => context.n % 3 === 0] as never),
}

const chartOf = (top: ReadonlyArray<State>): AnyStateMachine => {
  const ids: Array<string> = []
  const naming = (states: ReadonlyArray<State>, of: string): void =>
    states.forEach((state, n) => {
      ids.push(`${of}${n}`)
      if (state.type !== "final" || of === "s") naming(state.children, `${of}${n}-`)
    })
  naming(top, "s")
  const edgeOf = ({ target, reenter, guard, tells }: Edge, name: string, isFree: boolean) => ({
    ...(target === null ? {} : { target: `#${ids[target % ids.length]}`, reenter }),
    guard: isFree ? hasFuel : guard === null ? undefined : guard,
    actions: [
      ...(isFree ? [burn] : []),
      note(name),
      { type: "Say", params: ({ context }: { context: Context }) => ({ n: context.n }) },
      enqueueActions(({ enqueue, check, context }) => {
        if (tells && hasFuel({ context: context as Context }) && check("notEven" as never)) {
          enqueue(burn as never)
          enqueue.raise({ type: "A" })
        }
      }),
    ],
  })
  const configOf = (state: State, id: string, isTop: boolean): object => {
    const { children } = state
    const isFinal = state.type === "final" && !isTop
    const edges = (of: ReadonlyArray<Edge>, name: string, isFree = false) =>
      of.map((one, n) => edgeOf(one, `${id} ${name}${n}`, isFree))
    const noted = {
      id,
      entry: [note(`in ${id}`), ...(id.endsWith("1") ? [raise({ type: "T" }, { id: "t", delay: 5 })] : [])],
      exit: [note(`out ${id}`), ...(id.endsWith("1") ? [cancel("t")] : [])],
      tags: id.length > 4 ? ["deep"] : [],
    }
    if (isFinal) return { ...noted, type: "final" }
    const inside =
      children.length === 0
        ? {}
        : {
            ...(state.type === "parallel" ? { type: "parallel" } : { initial: "c0" }),
            states: Object.fromEntries(
              children.map((child, n) => [`c${n}`, configOf(child, `${id}-${n}`, false)]),
            ),
            onDone: edges(state.done, "done", true),
          }
    return {
      ...noted,
      ...inside,
      on: { A: edges(state.a, "a"), B: edges(state.b, "b") },
      always: edges(state.always, "always", true),
      after: { 1000: edges(state.later, "later") },
    }
  }
  return createMachine(
    {
      id: "any",
      context: { n: 0, fuel: 12, log: [] },
      initial: "c0",
      states: Object.fromEntries(top.map((state, n) => [`c${n}`, configOf(state, `s${n}`, true)])),
    } as never,
    { guards } as never,
  )
}

type Action = { readonly type: string; readonly params: unknown }

const effectsOf = (actions: ReadonlyArray<Action>) =>
  actions.filter(({ type }) => type === "Say").map(({ type, params }) => ({ type, ...(params as object) }))

const timersOf = (actions: ReadonlyArray<Action>) =>
  actions.flatMap(({ type, params }) => {
    const { id, event, delay, sendId } = params as Record<string, unknown>
    if (type === "xstate.raise" && delay !== undefined) return [{ type: "arm", id, event, delay }]
    return type === "xstate.cancel" ? [{ type: "disarm", id: sendId }] : []
  })

/** Regions in the chart's order, as every step of an actor begins. */
const atRest = (chart: AnyStateMachine, { value, context }: AnyMachineSnapshot): AnyMachineSnapshot => {
  const snapshot = chart.resolveState({ value, context } as never)
  snapshot._nodes.sort((a, b) => a.order - b.order)
  return snapshot
}

const seen = ({ value, context, tags, _nodes }: AnyMachineSnapshot) => ({
  // Its spelling counts: a journal's hash is over it.
  value: JSON.stringify(value),
  context,
  tags: [...tags].toSorted(),
  states: _nodes.map(({ id }) => id).toSorted(),
})

describe("an automaton", () => {
  it("does what XState's transition() does on any chart", () => {
    fc.assert(
      fc.property(
        fc.array(stateOf(2), { minLength: 1, maxLength: 3 }),
        fc.array(fc.constantFrom("A", "B", "T", "NEVER_HEARD_OF", "later"), { maxLength: 12 }),
        (states, events) => {
          const chart = chartOf(states)
          const { initial, next } = makeAutomaton(chart)
          let [theirs, actions] = initialTransition(chart)
          let ours = initial(undefined)
          for (const type of [null, ...events]) {
            if (type !== null) {
              const event =
                type === "later" ? { type: `xstate.after.1000.${theirs._nodes.at(-1)!.id}` } : { type }
              ;[theirs, actions] = transition(chart, theirs, event as never)
              ours = next(ours.snapshot, event)
            }
            expect(seen(ours.snapshot)).toEqual(seen(theirs))
            expect(ours.effects).toEqual(effectsOf(actions as never))
            expect(ours.timers).toEqual(timersOf(actions as never))
            theirs = atRest(chart, theirs)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  const door = createMachine({
    id: "door",
    context: { knocks: 0 },
    initial: "shut",
    states: {
      shut: {
        on: { KNOCK: { actions: assign({ knocks: ({ context }) => context.knocks + 1 }) } },
        always: { guard: ({ context }) => context.knocks > 1, target: "open" },
      },
      open: {},
    },
  })

  it("tells what each microstep took, and has it witnessed from where it was taken", () => {
    const { initial, next } = makeAutomaton(door)
    const witnessed: Array<unknown> = []
    witness(door, (taken, event, before) =>
      witnessed.push([taken.map(edgeIdOf), event.type, before.value, before.context]),
    )
    const once = next(initial({}).snapshot, { type: "KNOCK" })
    const twice = next(once.snapshot, { type: "KNOCK" })
    expect(once.taken.map((of) => of.map(edgeIdOf))).toEqual([["shut|KNOCK|0"]])
    expect(twice.taken.map((of) => of.map(edgeIdOf))).toEqual([["shut|KNOCK|0"], ["shut||0"]])
    expect(witnessed).toEqual([
      [["shut|KNOCK|0"], "KNOCK", "shut", { knocks: 0 }],
      [["shut|KNOCK|0"], "KNOCK", "shut", { knocks: 1 }],
      [["shut||0"], "KNOCK", "shut", { knocks: 2 }],
    ])
  })

  it("gives a snapshot back as it is when nothing came of an event", () => {
    const { initial, next } = makeAutomaton(door)
    const { snapshot } = initial({})
    expect(next(snapshot, { type: "NEVER_HEARD_OF" })).toEqual({
      snapshot,
      effects: [],
      timers: [],
      taken: [],
    })
    expect(next(snapshot, { type: "NEVER_HEARD_OF" }).snapshot).toBe(snapshot)
  })

  it("makes snapshots that XState takes", () => {
    const { initial, next } = makeAutomaton(door)
    const { snapshot } = next(initial({}).snapshot, { type: "KNOCK" })
    const [after] = transition(door, snapshot as never, { type: "KNOCK" })
    expect(after.value).toBe("open")
    expect([snapshot.can({ type: "KNOCK" }), snapshot.matches("shut" as never)]).toEqual([true, true])
  })

  it.each([
    [
      "a guard that asks for a state",
      { on: { A: { guard: stateIn("shut"), target: ".shut" } } },
      "asks for a state",
    ],
    ["an action that sends", { on: { A: { actions: { type: "sends" } } } }, "no journal can hold"],
    ["a guard that is not there", { on: { A: { guard: "none" } } }, "has no guard none"],
    ["an end of its own", { on: { A: "#end" } }, "no durable actor ends"],
    ["an actor of its own", { invoke: { src: "other" } }, "invokes an actor"],
    [
      "a history",
      { within: { a: { initial: "b", states: { b: {}, was: { type: "history" } } } } },
      "is a history",
    ],
    ["a wildcard", { on: { "*": ".shut" } }, "takes any event as *"],
    ["a wildcard of some", { within: { a: { on: { "x.*": {} } } } }, "takes any event as x.*"],
  ])("refuses %s", (_, more, why) => {
    const sends = Object.assign(() => {}, { type: "xstate.sendTo", resolve: () => [] })
    const chart = createMachine(
      {
        id: "odd",
        initial: "shut",
        states: { shut: {}, end: { id: "end", type: "final" }, ...("within" in more ? more.within : {}) },
        ...more,
      } as never,
      { actions: { sends } as never },
    )
    const tell = () => {
      const { initial, next } = makeAutomaton(chart)
      return next(initial({}).snapshot, { type: "A" })
    }
    expect(tell).toThrow(why)
  })
})
