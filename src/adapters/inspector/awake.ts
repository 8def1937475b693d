/** Actors in memory, as somebody asks for them. All are gone through, a slice at a time, so that no message waits for it. */
import { Clock, Effect } from "effect"
import { idOf, kindOf, type Address } from "../../machines/address.ts"
import type { Quarantined, Seen } from "../../actors/host.ts"
import { pathOf } from "../../machines/edges.ts"
import type { AwakePage, AwakeRow } from "./api.ts"
import type { AwakeQuery } from "./queries.ts"
import { holds, longStays, settledSince } from "./stuck.ts"
import { guildsOf, usersOf } from "./whose.ts"

/** Actors between two turns of everybody else. */
const slice = 1000

interface Looked {
  readonly actor: Seen
  /** What it is sorted by. */
  readonly key: number | string
}

type Condition = (actor: Seen) => boolean

const failing: ReadonlySet<string> = new Set(["degraded", "quarantined", "retrying", "failed", "failing"])

const isFailing: Condition = ({ resident }) =>
  resident.trouble !== null || resident.standing.states.some(({ key }) => failing.has(key))

const isUnderWay: Condition = ({ owed, mailbox }) => owed > 0 || mailbox.size > 0

const conditions = (query: typeof AwakeQuery.Type, now: number): ReadonlyArray<Condition> => {
  const { kind, find, user, guild, state, preset, mail, older } = query
  const longStay = longStays()
  const all: ReadonlyArray<readonly [unknown, Condition]> = [
    [kind, ({ address }) => kindOf(address) === kind],
    [find, ({ address }) => address.includes(find!)],
    [state, ({ resident }) => resident.standing.states.some((active) => pathOf(active) === state)],
    [mail, ({ mailbox }) => mailbox.size >= mail!],
    [older, ({ resident }) => now - settledSince(resident) >= older! * 1000],
    [user, ({ address, books }) => usersOf(address, books.snapshot.context).has(user!)],
    [guild, ({ address, books }) => guildsOf(address, books.snapshot.context).has(guild!)],
    [query.error, ({ resident }) => resident.trouble !== null && says(resident.trouble, query.error!)],
    [preset === "underway" || undefined, isUnderWay],
    [preset === "waiting" || undefined, (actor) => !isUnderWay(actor) && actor.books.timers.size > 0],
    [preset === "failing" || undefined, isFailing],
    [preset === "stuck" || undefined, (actor) => holds(actor, now, longStay).length > 0],
  ]
  return all.filter(([asked]) => asked !== undefined && asked !== "").map(([, condition]) => condition)
}

const says = (trouble: { readonly event: string; readonly reason: string }, text: string): boolean =>
  `${trouble.event} ${trouble.reason}`.toLowerCase().includes(text.toLowerCase())

const keys: Readonly<
  Record<NonNullable<(typeof AwakeQuery.Type)["sort"]>, (actor: Seen) => number | string>
> = {
  address: ({ address }) => address,
  age: ({ resident }) => settledSince(resident),
  moved: ({ resident }) => -resident.moved,
  mailbox: ({ mailbox }) => -mailbox.size,
  owed: ({ owed }) => -owed,
}

const inOrder = (a: Looked, b: Looked): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.actor.address < b.actor.address ? -1 : 1

/** Keeps the first `most` of what is added. */
class First {
  readonly #most: number
  #kept: Array<Looked> = []
  total = 0

  constructor(most: number) {
    this.#most = most
  }

  add(looked: Looked): void {
    this.total++
    this.#kept.push(looked)
    if (this.#kept.length > 4 * this.#most) this.#kept = this.sorted()
  }

  sorted(): Array<Looked> {
    return this.#kept.toSorted(inOrder).slice(0, this.#most)
  }
}

const others = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

export const awake = (
  {
    awake: actors,
    quarantined,
  }: {
    readonly awake: ReadonlyMap<Address, Seen>
    readonly quarantined: () => ReadonlyArray<Quarantined>
  },
  query: typeof AwakeQuery.Type,
): Effect.Effect<AwakePage> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const { page = 1, limit = 50, sort = "address" } = query
    const wanted = conditions(query, now)
    const first = new First(page * limit)
    let seen = 0
    for (const actor of actors.values()) {
      if (++seen % slice === 0) yield* others
      if (wanted.every((condition) => condition(actor))) first.add({ actor, key: keys[sort](actor) })
    }
    // Actors went on while others were looked at.
    const at = yield* Clock.currentTimeMillis
    const still = conditions(query, at)
    const longStay = longStays()
    const row = ({ actor }: Looked): AwakeRow => {
      const { address, books, resident, owed, mailbox } = actor
      const { standing, trouble, moved } = resident
      const { states } = standing
      return {
        address,
        active: states.filter(({ parent }) => parent !== undefined).map(pathOf),
        since: settledSince(resident),
        exactly: resident.since.some((at) => !Number.isNaN(at)),
        moved,
        seq: books.seq,
        mailbox: mailbox.size,
        owed,
        timers: books.timers.size,
        trouble,
        holds: holds(actor, at, longStay),
      }
    }
    const broken = query.preset === "failing" || query.error !== undefined ? quarantined() : []
    return {
      now: at,
      awake: actors.size,
      total: first.total,
      rows: first
        .sorted()
        .slice((page - 1) * limit)
        .filter(({ actor }) => still.every((condition) => condition(actor)))
        .map(row),
      quarantined: broken.filter(({ address }) => idOf(address).includes(query.find ?? "")),
    }
  })
