/**
 * A conversation, a pool shard and its agents together: what one tells another is a letter, letters between two keep their
 * order, and everything else happens in any order. A world is never changed: each step makes another one.
 */
import * as books from "../actors/books.ts"
import type { Stepper } from "../actors/step.ts"
import { address, idOf, kindOf, type Address, type Kind } from "../machines/address.ts"
import type { Effect } from "../machines/effects.ts"
import type { Event } from "../machines/events.ts"
import { ada, channel, message, start } from "../machines/properties/samples.ts"
import { outcomesOf } from "./outcomes.ts"
import type { Move } from "./search.ts"
import { firstTimer, plain, posted, type Books } from "./stepping.ts"

export interface World {
  readonly now: number
  readonly actors: ReadonlyMap<Address, Books>
  /** Letters under way, oldest first, by `from to`. */
  readonly lanes: ReadonlyMap<string, ReadonlyArray<Event>>
  /** How often each turn was said. */
  readonly said: ReadonlyMap<string, number>
  /** Messages that people said, and what went wrong so far. */
  readonly spoken: number
  readonly failures: number
  /** Who took the last step. */
  readonly last: Address | null
}

/** What a world may come to: so many messages, so many failures. */
export interface Limits {
  readonly messages: number
  readonly failures: number
}

export type Steppers = Readonly<Record<Kind, Stepper>>

export const conversation = address("conversation", channel)
export const pool = address("pool", "0")

export const empty: World = {
  now: start,
  actors: new Map(),
  lanes: new Map(),
  said: new Map(),
  spoken: 0,
  failures: 0,
  last: null,
}

export const actorIn = (steppers: Steppers, world: World, of: Address): Books =>
  world.actors.get(of) ?? books.opened(steppers[kindOf(of)], { id: idOf(of), pool: "0" })

/** Others than these are not looked at: what they are told is lost. */
const isHere = (to: Address) => ["conversation", "pool", "agent"].includes(kindOf(to))

/** Letters that an effect comes to; null: it is none that is a letter. */
const lettersOf = (effect: Effect): ReadonlyArray<readonly [Address, Event]> | null => {
  switch (effect.type) {
    case "Tell":
      return isHere(effect.to) ? [[effect.to, effect.event]] : []
    case "Allocate":
      return [[pool, { type: "REQUEST", turn: effect.turn }]]
    case "Release":
      return effect.turns.map(({ id }) => [
        pool,
        { type: "WITHDRAW", turn: id, ...(effect.gently && { gently: true }) },
      ])
    default:
      return outcomesOf("agent", effect, 0).length === 0 ? [] : null
  }
}

/** An actor has taken something: its letters are under way. */
const after = (world: World, of: Address, now: Books, at: number): World => {
  const outbox = new Map(now.outbox)
  const lanes = new Map(world.lanes)
  for (const [key, { effect }] of now.outbox) {
    const letters = lettersOf(effect)
    if (letters === null) continue
    outbox.delete(key)
    for (const [to, event] of letters) lanes.set(`${of} ${to}`, [...(lanes.get(`${of} ${to}`) ?? []), event])
  }
  return { ...world, now: at, lanes, actors: new Map(world.actors).set(of, { ...now, outbox }), last: of }
}

interface Taken {
  readonly at?: number
  readonly settles?: string
  readonly fires?: string
}

export const told = (steppers: Steppers, world: World, of: Address, event: Event, how: Taken = {}): World => {
  const { at = world.now, settles = null, fires = null } = how
  const now = posted(steppers[kindOf(of)], actorIn(steppers, world, of), plain(event), at, { settles, fires })
  return after(world, of, now, at)
}

const settled = (steppers: Steppers, world: World, of: Address, key: string, event: Event): World => {
  const { effect } = world.actors.get(of)!.outbox.get(key)!
  const next = told(steppers, world, of, event, { settles: key })
  if (effect.type !== "Say" || event.type !== "SAID") return next
  return { ...next, said: new Map(world.said).set(effect.turn.id, (world.said.get(effect.turn.id) ?? 0) + 1) }
}

const delivered = (steppers: Steppers, world: World, lane: string): World => {
  const [event, ...rest] = world.lanes.get(lane)!
  const lanes = new Map(world.lanes)
  if (rest.length === 0) lanes.delete(lane)
  else lanes.set(lane, rest)
  return told(steppers, { ...world, lanes }, lane.split(" ")[1] as Address, event!)
}

/** Whose timer is due next. */
const nextTimer = (world: World) => {
  let first: { readonly of: Address; readonly timer: NonNullable<ReturnType<typeof firstTimer>> } | undefined
  for (const [of, now] of world.actors) {
    const timer = firstTimer(now)
    if (timer !== undefined && (first === undefined || timer.due < first.timer.due)) first = { of, timer }
  }
  return first
}

/** All that may happen next. */
export const movesOf =
  (steppers: Steppers, { messages, failures }: Limits) =>
  (world: World): ReadonlyArray<Move<World>> => {
    const move = (name: string, of: Address, event: Event, take: () => World): Move<World> => ({
      name,
      of,
      event,
      due: true,
      take,
    })
    const say = (called: ReadonlyArray<string>): Move<World> => {
      const event: Event = { type: "MESSAGE", message: message(50_000 + world.spoken, { called }) }
      const spoken = world.spoken + 1
      return move("came", conversation, event, () => ({
        ...told(steppers, world, conversation, event),
        spoken,
      }))
    }
    const fail = (name: string, of: Address, event: Event): Move<World> =>
      move(name, of, event, () => ({ ...told(steppers, world, of, event), failures: world.failures + 1 }))
    const mayFail = world.failures < failures
    const busy = [...world.actors].filter(
      ([of, { snapshot }]) => kindOf(of) === "agent" && (snapshot.context as { turn: unknown }).turn !== null,
    )
    const timer = nextTimer(world)
    return [
      ...[...world.lanes].map(([lane, [event]]) =>
        move("was told", lane.split(" ")[1] as Address, event!, () => delivered(steppers, world, lane)),
      ),
      ...[...world.actors].flatMap(([of, { outbox }]) =>
        [...outbox.values()].flatMap(({ key, effect }) =>
          outcomesOf(kindOf(of), effect, world.now)
            .filter(({ good }) => good || mayFail)
            .map(({ event, good }) =>
              move(`${effect.type} came to`, of, event, () => {
                const next = settled(steppers, world, of, key, event)
                return good ? next : { ...next, failures: world.failures + 1 }
              }),
            ),
        ),
      ),
      ...(world.spoken < messages ? [say(["writer"]), say([])] : []),
      ...(mayFail
        ? [
            fail("came", conversation, { type: "HALT", by: ada }),
            fail("came", pool, { type: "DRAIN" }),
            ...busy.map(([of]) => fail("it broke", of, { type: "FAIL", reason: "it broke", retry: false })),
            ...busy.map(([of]) =>
              fail("it broke", pool, { type: "FAILED", agent: idOf(of), turn: null, reason: "it broke" }),
            ),
          ]
        : []),
      ...(timer === undefined
        ? []
        : [
            move("time passed", timer.of, timer.timer.event as Event, () =>
              told(steppers, world, timer.of, timer.timer.event as Event, {
                fires: timer.timer.id,
                at: Math.max(world.now, timer.timer.due),
              }),
            ),
          ]),
    ]
  }

/** What is counted and explained for people alone. */
const idle: ReadonlySet<string> = new Set(["counts", "turnTakes", "why"])

/** Times in it are left out: how long ago something was decides nothing, and the order of timers is told apart. */
const timeless = (key: string, value: unknown) =>
  idle.has(key) || (typeof value === "number" && value > 1e11) ? 0 : value

export const keyOf =
  (steppers: Steppers) =>
  ({ actors, lanes, said, spoken, failures }: World): string =>
    JSON.stringify(
      [
        [...actors]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([of, { snapshot, outbox }]) => [
            of,
            steppers[kindOf(of)].keep(snapshot),
            [...outbox.values()].map(({ effect }) => effect.type),
          ]),
        [...actors]
          .flatMap(([of, { timers }]) => [...timers.values()].map(({ id, due }) => ({ of, id, due })))
          .toSorted((a, b) => a.due - b.due)
          .map(({ of, id }) => [of, id]),
        [...lanes].filter(([, letters]) => letters.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        [...said].toSorted(([a], [b]) => (a < b ? -1 : 1)),
        spoken,
        failures,
      ],
      timeless,
    )

/**
 * What happens next when nothing goes wrong any more and nobody says anything: letters arrive, effects come to something good,
 * who halted resumes, time passes. Null: all is at rest.
 */
export const calmed = (steppers: Steppers, world: World): World | null => {
  for (const [lane, letters] of world.lanes) if (letters.length > 0) return delivered(steppers, world, lane)
  for (const [of, { outbox }] of world.actors)
    for (const { key, effect } of outbox.values())
      return settled(steppers, world, of, key, outcomesOf(kindOf(of), effect, world.now)[0]!.event)
  const floor = world.actors.get(conversation)?.snapshot.context as { halted: unknown } | undefined
  if (floor !== undefined && floor.halted !== null)
    return told(steppers, world, conversation, { type: "RESUME", by: ada })
  const timer = nextTimer(world)
  if (timer === undefined) return null
  const { of, timer: due } = timer
  return told(steppers, world, of, due.event as Event, { fires: due.id, at: Math.max(world.now, due.due) })
}
