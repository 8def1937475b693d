/**
 * One chart, in whatever order things come: from its initial state and from states of recorded logs, everything that may happen
 * next, until there is no new state or the bound is reached.
 */
import { Schema } from "effect"
import type { AnyStateMachine, EventObject } from "xstate"
import * as books from "../actors/books.ts"
import { makeStepper, type Stepper } from "../actors/step.ts"
import type { Kind } from "../machines/address.ts"
import { Effect as WantedEffect } from "../machines/effects.ts"
import { Event } from "../machines/events.ts"
import { strays as usual, type Properties } from "../machines/properties/property.ts"
import { start } from "../machines/properties/samples.ts"
import { makeTracer } from "../replay/trace.ts"
import { makeEdges } from "./edges.ts"
import { outcomesOf, shard } from "./outcomes.ts"
import { calmed, makeRest, type ChartState } from "./rest.ts"
import { search, wayTo, type Bounds, type Move, type Node } from "./search.ts"
import { flawsOf } from "./shape.ts"
import { asksOf, firstTimer, leavesOf, momentOf, plain, posted, withoutSilent } from "./stepping.ts"
import type { Explored, Taken, Violation } from "./violation.ts"

export interface Checked {
  readonly explored: Explored
  readonly violations: ReadonlyArray<Violation>
}

const timed = (event: unknown, at: number): EventObject => ({ ...(event as EventObject), at }) as EventObject

const isEvent = Schema.is(Event)
const isEffect = Schema.is(WantedEffect)
/** How much too late a timer fires when nobody ran the actor, in ms. */
const late = 2 * 3_600_000

/** All that may happen next, and to what it leads. */
const movesOf =
  (kind: Kind, stepper: Stepper, { comes, strays = usual }: Properties<unknown>) =>
  ({ books: now, now: at }: ChartState): ReadonlyArray<Move<ChartState>> => {
    const move = (
      name: string,
      event: Event | EventObject,
      more: {
        readonly at?: number
        readonly due?: boolean
        readonly settles?: string
        readonly fires?: string
      } = {},
    ): Move<ChartState> => ({
      name,
      event,
      due: more.due ?? true,
      take: () => {
        const then = more.at ?? at
        const { settles = null, fires = null } = more
        return { books: posted(stepper, now, plain(event as Event), then, { settles, fires }), now: then }
      },
    })
    const timer = firstTimer(now)
    return [
      ...[...now.outbox.values()].flatMap(({ key, effect }) =>
        outcomesOf(kind, effect, at).map(({ event }) =>
          move(`${effect.type} came to`, event, { settles: key }),
        ),
      ),
      ...comes(momentOf(now, at)).map((event) => move("came", event)),
      ...(timer === undefined
        ? []
        : [
            move("time passed", timer.event, { fires: timer.id, at: Math.max(at, timer.due) }),
            move("time passed, late", timer.event, { fires: timer.id, at: Math.max(at, timer.due) + late }),
          ]),
      ...strays.map((event) => move("out of turn", event, { due: false })),
    ]
  }

/** What is owed, by its type: more than two of a type are as two. */
const owedIn = (kind: Kind, { outbox }: ChartState["books"]): ReadonlyArray<string> => {
  const types = [...outbox.values()]
    .filter(({ effect }) => outcomesOf(kind, effect, 0).length > 0)
    .map(({ effect }) => effect.type)
    .toSorted()
  return types.filter((type, n) => type !== types[n - 2])
}

/** Steps to rest, at most. */
const patience = 60

export const checkChart = (
  kind: Kind,
  machine: AnyStateMachine,
  properties: Properties<unknown>,
  bounds: Bounds,
  recorded: ReadonlyArray<ChartState> = [],
): Checked => {
  const stepper = makeStepper(machine)
  const trace = makeTracer(machine)
  const edges = makeEdges(machine, Object.keys(properties.untaken ?? {}))
  const violations: Array<Violation> = []
  const told = new Set<string>()

  const way = (
    node: Node<ChartState>,
    last?: { readonly move: Move<ChartState>; readonly after: ChartState | null },
  ): ReadonlyArray<Taken> => {
    const steps = wayTo(node)
    const taken = steps.slice(1).map((to, n) => takenOf(steps[n]!.state, to.by!, to.state))
    return last === undefined ? taken : [...taken, takenOf(node.state, last.move, last.after)]
  }
  const takenOf = (
    before: ChartState,
    by: Pick<Move<ChartState>, "name" | "event">,
    after: ChartState | null,
  ): Taken => {
    const at = after?.now ?? before.now
    let edges: ReadonlyArray<string> = []
    try {
      edges = trace.step(before.books.snapshot, timed(by.event, at)).map(({ edge }) => edge)
    } catch {
      // Where the chart breaks, it has taken no edge to its end.
    }
    return {
      name: by.name,
      of: kind,
      event: by.event,
      edges,
      leads: leavesOf((after ?? before).books.snapshot.value),
    }
  }
  /** Once each: the first is the shortest. */
  const violated = (
    type: Violation["type"],
    claim: string,
    detail: string,
    taken: () => ReadonlyArray<Taken>,
  ): boolean => {
    if (!told.has(claim)) {
      told.add(claim)
      violations.push({ of: kind, type, claim, detail, way: taken() })
    }
    return bounds.first !== true
  }

  const goesOn = () => bounds.first !== true || violations.length === 0

  const key = ({ books: now }: ChartState): string =>
    JSON.stringify([
      now.snapshot.value,
      properties.gist(now.snapshot.context),
      owedIn(kind, now),
      [...now.timers.values()].toSorted((a, b) => a.due - b.due).map(({ id }) => id),
    ])

  const restOf = makeRest<ChartState>({ key, calmed: (state) => calmed(kind, stepper, state), patience })
  const rest = (node: Node<ChartState>): void => {
    try {
      restOf(node.state, (end, rests) => {
        const moment = momentOf(end.books, end.now)
        const wrong = Object.entries(properties.atRest ?? {}).filter(([, holds]) => !holds(moment))
        const isRestless = !rests && moment.has("ended")
        for (const [claim] of wrong)
          violated("restless", claim, "it does not hold when all has come to rest after this", () =>
            way(node),
          )
        if (isRestless)
          violated("restless", restless, `after ${patience} steps it still does`, () => way(node))
        return wrong.length === 0 && !isRestless
      })
    } catch {
      // What breaks is told of where the step is taken.
    }
  }

  /** Of each step, also of one to a state like another that was looked at: what is alike may differ in what is to hold. */
  const holdsAlways = ({ books: now, now: at }: ChartState, taken: () => ReadonlyArray<Taken>): void => {
    const moment = momentOf(now, at)
    for (const [claim, holds] of Object.entries(properties.always))
      if (!told.has(claim) && !holds(moment)) violated("claim", claim, "it does not hold here", taken)
  }

  const look = (node: Node<ChartState>): boolean => {
    const { books: now, now: at } = node.state
    const moment = momentOf(now, at)
    if (node.from === null) holdsAlways(node.state, () => way(node))
    for (const { name, when, event, then } of properties.heard) {
      if (told.has(name) || !when(moment)) continue
      const word = event(moment.context)
      const move: Move<ChartState> = { name: "came", event: word, due: true, take: () => node.state }
      try {
        const after = { books: posted(stepper, now, plain(word), at), now: at }
        edges.step(now.snapshot, timed(word, at))
        if (!then(momentOf(after.books, at), moment, asksOf(after.books)))
          violated("heard", name, `${name} comes to nothing, or not to what it must`, () =>
            way(node, { move, after }),
          )
      } catch (error) {
        violated("broken", `${name} is taken`, String(error), () => way(node, { move, after: null }))
      }
    }
    rest(node)
    return goesOn()
  }

  const initial: ChartState = { books: books.opened(stepper, { id: shard, pool: shard }), now: start }
  const after = (events: ReadonlyArray<Event>): ChartState => {
    let now = initial.books
    for (const event of events) {
      edges.step(now.snapshot, timed(event, start))
      now = withoutSilent(kind, posted(stepper, now, plain(event), start))
    }
    return { books: now, now: start }
  }
  const found = search<ChartState>(
    {
      begin: [initial, ...(properties.begun ?? []).map(after), ...recorded],
      key,
      moves: (state) =>
        movesOf(kind, stepper, properties)({ ...state, books: withoutSilent(kind, state.books) }),
      found: look,
      broke: (node, move, error) =>
        violated("broken", "every event that may come is taken", String(error), () =>
          way(node, { move, after: null }),
        ),
      stepped: (node, move, after) => {
        edges.step(node.state.books.snapshot, timed(move.event, after.now))
        holdsAlways(after, () => way(node, { move, after }))
        for (const effect of asksOf(after.books)) {
          if (told.has(readable)) break
          const back = JSON.parse(JSON.stringify(effect)) as { readonly event?: unknown }
          if (!isEffect(back) || (effect.type === "Tell" && !isEvent(back.event)))
            violated("unreadable", readable, JSON.stringify(effect), () => way(node, { move, after }))
        }
        return goesOn()
      },
    },
    bounds,
  )

  for (const { type, claim, detail, node } of flawsOf(machine, found, edges, properties.stays ?? []))
    violated(type, claim, detail, () => (node === null ? [] : way(node)))
  const { nodes, steps, left, depth } = found
  return {
    explored: {
      of: kind,
      states: nodes.length,
      steps,
      left,
      depth,
      edges: { of: edges.of, never: edges.never() },
      recorded: recorded.length,
    },
    violations,
  }
}

const restless = "who has ended wants nothing, and wakes no more"
const readable = "what it wants and tells can be read again"
