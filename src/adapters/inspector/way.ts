/**
 * A message's way: what its correlation id led to, in every actor that it touched. It begins with one actor; who told it what,
 * the ids of its entries say, and whom it told, its effects do. Nothing is indexed for it: journals are searched around the time.
 */
import { Effect } from "effect"
import { kindOf, type Address } from "../../machines/address.ts"
import { decodeEntry, type Entry, type Owed } from "../../actors/journal.ts"
import { toldIn } from "../../replay/cut.ts"
import { laterOf, type Stop } from "./later.ts"
import { legible, type Legible, type Words } from "./legible.ts"
import type { Past, PastError } from "./past.ts"
import { Problem } from "./problem.ts"

/** From one lane to another: addresses, `Discord` and `model`. */
export interface WayStep {
  /** In ms since 1970: when the entry was taken, or the effect begun. */
  readonly at: number
  readonly from: string
  readonly to: string
  /** Of the event or the effect. */
  readonly type: string
  /** Since what caused it, in ms: how long a letter was under way, or an effect took; null: nothing here did. */
  readonly ms: number | null
  /** The entry that it came with, or was begun by. */
  readonly of: { readonly address: Address; readonly seq: number }
  readonly what: Legible
  /** Whether it is a timer that rang. */
  readonly rang: boolean
  /** Whether it comes of a timer that rang when all that people see of the message was done. */
  readonly later: boolean
}

/** All that began with a message, in order. */
export interface Way {
  readonly cause: string
  readonly from: Address
  readonly lanes: ReadonlyArray<string>
  readonly steps: ReadonlyArray<WayStep>
  /** False: there is more than is told. */
  readonly whole: boolean
}

/** Actors of one way, entries of each that are searched, and those that are told. */
const mostActors = 32
const searched = 50_000
const mostSteps = 1000
const page = 1000
/** How long after its last entry an actor is searched for another, and how far clocks of runners may differ, in ms. */
const patience = 10 * 60_000
const skew = 2000
/** In characters, of an event or effect. */
const budget = 2 * 1024

/** Where an effect goes that is no letter to an actor. */
const outside: Readonly<Partial<Record<Owed["effect"]["type"], string>>> = {
  Think: "model",
  Route: "model",
  Digest: "model",
  Use: "tools",
  Progress: "Discord",
  Check: "Discord",
  Connect: "Discord",
  Disconnect: "Discord",
  Say: "Discord",
  Show: "Discord",
  Queue: "Discord",
  Notice: "Discord",
  Retract: "Discord",
  Announce: "Discord",
}

/** Where in a journal a time is: the first entry that was not before it. */
export const entryAt = (
  past: Past,
  address: Address,
  at: number,
  last: number,
): Effect.Effect<number, PastError> =>
  Effect.gen(function* () {
    let low = yield* past.first(address)
    let high = last + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const [entry] = yield* past.entries(address, middle, 1)
      if (entry === undefined || decodeEntry(entry.body).at >= at) high = middle
      else low = middle + 1
    }
    return low
  })

const effectsOf = (past: Past, address: Address, { seq }: Entry, cause: string) =>
  Effect.map(
    past.at(address, seq, searched),
    (standing) =>
      standing &&
      [...standing.books.outbox.values()].filter(
        (owed) => owed.key.startsWith(`${seq}.`) && owed.cause === cause,
      ),
  )

/** The entries of a cause in one journal, from a time on. */
const stopsOf = (past: Past, address: Address, cause: string, since: number, last: number) =>
  Effect.gen(function* () {
    const mark = `"cause":${JSON.stringify(cause)}`
    const found: Array<Stop> = []
    let next = yield* entryAt(past, address, since - skew, last)
    let until = since + patience
    for (let read = 0; read < searched && next <= last; read += page) {
      const entries = yield* past.entries(address, next, page)
      if (entries.length === 0) break
      for (const { body } of entries.filter(({ body }) => body.includes(mark))) {
        const entry = decodeEntry(body)
        if (entry.cause !== cause) continue
        until = entry.at + patience
        found.push({ address, entry, effects: yield* effectsOf(past, address, entry, cause) })
      }
      if (decodeEntry(entries.at(-1)!.body).at > until) break
      next = entries.at(-1)!.seq + 1
    }
    return found
  })

/** When a cause began in an actor: at its first entry, searched from `seq` backwards. */
const beganAt = (past: Past, address: Address, cause: string, seq: number) =>
  Effect.gen(function* () {
    const first = yield* past.first(address)
    const mark = `"cause":${JSON.stringify(cause)}`
    let began: number | null = null
    for (let end = seq, read = 0; end >= first && read < searched; end -= page, read += page) {
      const start = Math.max(first, end - page + 1)
      const entries = yield* past.entries(address, start, end - start + 1)
      const found = entries.find(({ body }) => body.includes(mark))
      if (found !== undefined) began = decodeEntry(found.body).at
      else if (began !== null) break
    }
    return began
  })

export interface Roads {
  readonly past: Past
  /** The last entry of an actor; 0: there is none. */
  readonly lastOf: (address: Address) => Effect.Effect<number, PastError>
  /** Who is told by an effect. */
  readonly toldBy: (owed: Owed) => ReadonlyArray<Address>
}

export const wayOf = (
  { past, lastOf, toldBy }: Roads,
  cause: string,
  from: Address,
  words: Words,
): Effect.Effect<Way, PastError | Problem> =>
  Effect.gen(function* () {
    const began = yield* beganAt(past, from, cause, yield* lastOf(from))
    if (began === null)
      return yield* new Problem({ status: 404, message: `${from} has no entry that ${cause} led to.` })
    const stops: Array<Stop> = []
    const known = new Set<Address>([from])
    const queue: Array<Address> = [from]
    let since = began
    for (let of = queue.shift(); of !== undefined && stops.length < mostSteps; of = queue.shift()) {
      const found = yield* stopsOf(past, of, cause, since, yield* lastOf(of))
      stops.push(...found)
      const told = found.flatMap(({ entry, effects }) => [
        ...[toldIn(entry.id)?.by].filter((by) => by !== undefined),
        ...(effects ?? []).flatMap(toldBy),
      ])
      for (const other of told) {
        if (known.has(other) || known.size >= mostActors) continue
        known.add(other)
        queue.push(other)
      }
      since = Math.min(since, ...found.map(({ entry }) => entry.at))
    }
    const steps = drawn(stops, words).slice(0, mostSteps)
    return {
      cause,
      from,
      lanes: lanesOf(steps),
      steps,
      whole: known.size < mostActors && stops.length < mostSteps,
    }
  })

const ranks = ["Discord", "conversation", "constellation", "pool", "agent"]
const rankOf = (lane: string): number => {
  if (lane === "model") return ranks.length + 1
  if (lane === "tools") return ranks.length + 2
  const rank = ranks.indexOf(lane.includes("/") ? kindOf(lane as Address) : lane)
  return rank === -1 ? ranks.length : rank
}

const lanesOf = (steps: ReadonlyArray<WayStep>): ReadonlyArray<string> =>
  [...new Set(steps.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => rankOf(a) - rankOf(b))

/** Stops as arrows in the order in which they happened; what happened in one millisecond, in the order of cause and effect. */
const drawn = (stops: ReadonlyArray<Stop>, words: Words): ReadonlyArray<WayStep> => {
  const byEntry = new Map(stops.map((stop) => [`${stop.address}#${stop.entry.seq}`, stop]))
  const owed = new Map(
    stops.flatMap(({ address, effects }) =>
      (effects ?? []).map((each) => [`${address}#${each.key}`, each] as const),
    ),
  )
  const depths = new Map<Stop, number>()
  const before = ({ address, entry }: Stop): Stop | undefined => {
    const told = toldIn(entry.id)
    if (told !== null) return byEntry.get(`${told.by}#${told.seq}`)
    const key = entry.settles ?? null
    return key === null ? undefined : byEntry.get(`${address}#${key.slice(0, key.indexOf("."))}`)
  }
  const depthOf = (stop: Stop): number => {
    const known = depths.get(stop)
    if (known !== undefined) return known
    const cause = before(stop)
    const depth = cause === undefined ? 0 : depthOf(cause) + 1
    depths.set(stop, depth)
    return depth
  }

  const idle = laterOf(stops, before)
  const arrows = stops.flatMap((stop) => {
    const { address, entry, effects } = stop
    const later = idle.has(stop)
    const { at, seq, event } = entry
    const cause = before(stop)
    const told = toldIn(entry.id)
    const settled = entry.settles === null ? undefined : owed.get(`${address}#${entry.settles}`)
    const came: WayStep = {
      at,
      from: told?.by ?? (settled && outside[settled.effect.type]) ?? cameFrom(entry, address),
      to: address,
      type: event?.type ?? "",
      ms: cause === undefined ? null : Math.max(0, at - cause.entry.at),
      of: { address, seq },
      what: legible(event, words, budget),
      rang: entry.fires !== null,
      later,
    }
    const asked = (effects ?? []).flatMap(({ effect }): ReadonlyArray<WayStep> => {
      const to = outside[effect.type]
      if (to === undefined) return []
      const what = legible(effect, words, budget)
      const of = { address, seq }
      return [{ at, from: address, to, type: effect.type, ms: null, of, what, rang: false, later }]
    })
    const depth = depthOf(stop)
    const isTidying = event === null
    return [
      ...(isTidying ? [] : [{ step: came, depth }]),
      ...asked.map((step) => ({ step, depth: depth + 0.5 })),
    ]
  })
  return arrows
    .toSorted((a, b) => a.step.at - b.step.at || a.depth - b.depth || a.step.of.seq - b.step.of.seq)
    .map(({ step }) => step)
}

/** An event that nobody in the cluster told: a timer's own, something an effect told meanwhile, or from Discord. */
const cameFrom = ({ id, fires, settles }: Entry, address: Address): string =>
  fires !== null || settles !== null || id === null ? address : "Discord"
