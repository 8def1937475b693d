/**
 * Takes a recording again in today's code, with something changed: another event, or entries left out. What follows from it
 * follows: letters carry what their senders say now, and what nobody asked for any more does not happen. What is asked for and
 * was never answered in the recording stays open. No network, no clock: what came from outside then comes again.
 */
import type { EventObject } from "xstate"
import type { Books } from "../actors/books.ts"
import * as books from "../actors/books.ts"
import { chained, decodeEntry, type Entry, type Owed } from "../actors/journal.ts"
import { begin, toVersion, type Standing } from "../actors/replay.ts"
import { inputOf, lineageOf } from "../actors/steppers.ts"
import { kindOf, type Address } from "../machines/address.ts"
import type { Effect } from "../machines/effects.ts"
import type { Turn } from "../machines/values.ts"
import type { Bundle, Recorded, RecordedEntry } from "./bundle.ts"
import { toldIn, type Told } from "./cut.ts"
import { replayed } from "./replay.ts"
import { matched, signatureOf } from "./signature.ts"
import * as then from "./then.ts"

export interface Place {
  readonly address: Address
  readonly seq: number
}

export interface Changes {
  /** Another event in place of the recorded one. */
  readonly event?: (place: Place, recorded: EventObject) => EventObject
  /** Entries to be left out. */
  readonly without?: (place: Place) => boolean
}

export interface Retaken {
  readonly bundle: Bundle
  /** Recorded entries that did not come about. */
  readonly dropped: ReadonlyArray<Place>
  /** Effects that nobody has answered in the recording, though they are asked for; a letter is to somebody who is not in it. */
  readonly open: ReadonlyArray<{ readonly address: Address; readonly effect: Effect }>
}

type Draft = Omit<Entry, "hash" | "seq" | "machine">

/** An actor while its log is taken again. */
interface Taking {
  readonly log: Recorded
  /** What each entry asked for when it was recorded. */
  readonly asked: ReadonlyMap<number, ReadonlyArray<Owed>>
  next: number
  standing: Standing
  readonly entries: Array<RecordedEntry>
  /** The key now for each key then. */
  readonly keys: Map<string, string | null>
  /** All that was ever asked for now. */
  readonly effects: Map<string, Owed>
  /** Letters that nobody was told in the recording. */
  readonly letters: Array<Draft>
}

const askedThen = (log: Recorded): ReadonlyMap<number, ReadonlyArray<Owed>> => {
  const asked = new Map<number, ReadonlyArray<Owed>>()
  for (const { seq, then: line } of log.entries) if (line !== null) asked.set(seq, then.read(line).asks)
  if (asked.size < log.entries.length)
    replayed(log, ({ seq }, _, { books: now }) => asked.set(seq, newIn(now, seq)))
  return asked
}

const newIn = ({ outbox }: Books, seq: number): ReadonlyArray<Owed> =>
  [...outbox.values()].filter(({ key }) => key.startsWith(`${seq}.`))

const opened = (log: Recorded): Taking => {
  const { address, base } = log
  const lineage = lineageOf(address)
  const start = begin(address, lineage, inputOf(address), base, undefined)
  const standing = toVersion(address, lineage, start, lineage.today.machine)
  const owed = [...standing.books.outbox.values()]
  return {
    log,
    asked: askedThen(log),
    next: 0,
    standing,
    entries: [],
    keys: new Map(owed.map(({ key }) => [key, key])),
    effects: new Map(owed.map((it) => [it.key, it])),
    letters: [],
  }
}

/** The event that a letter holds, from what its sender asks for now; null: the effect is no such letter. */
const letterOf = ({ effect }: Owed, recorded: EventObject): EventObject | null => {
  if (effect.type === "Tell") return effect.event
  if (effect.type === "Allocate")
    return Object.assign({}, recorded, { turn: { ...effect.turn, ...claimedThen(recorded) } })
  const isHeld = (turn: unknown) => effect.type === "Release" && effect.turns.some(({ id }) => id === turn)
  return isHeld((recorded as { turn?: unknown }).turn as string) ? recorded : null
}

/** What a turn claimed of budgets: it was looked up between its conversation and the pool, as what it needs of its agent was. */
const claimedThen = (recorded: EventObject) => {
  const { claim } = (recorded as EventObject & { readonly turn: Turn }).turn
  return claim === undefined ? {} : { claim }
}

export const retaken = (bundle: Bundle, changes: Changes = {}): Retaken => {
  const actors = new Map(bundle.map((log) => [log.address, opened(log)]))
  const dropped: Array<Place> = []
  const strays: Array<Retaken["open"][number]> = []
  /** Answers of then that nobody waited for when they came, and effects of now that wait for one. */
  const answers = new Map<string, Draft>()
  const waiting = new Map<string, { readonly by: Taking; readonly key: string }>()

  const take = (of: Taking, entry: Draft, then: ReadonlyArray<Owed>): void => {
    const { stepper, books: was } = of.standing
    const seq = was.seq + 1
    const whole = { seq, ...entry, machine: stepper.machine }
    const after = books.post(stepper, was, whole)
    const { hash, body } = chained(of.standing.hash, whole, stepper.text(after.snapshot))
    const line = thenLine(of.standing, after, whole)
    of.entries.push({ seq, id: entry.id, body, line: 0, then: line })
    of.standing = { stepper, books: after, hash }
    const asks = newIn(after, seq)
    for (const owed of asks) of.effects.set(owed.key, owed)
    const keys = matched(then, asks)
    for (const [was, is] of keys) of.keys.set(was, is)
    const known = new Set(keys.values())
    for (const owed of asks) if (!known.has(owed.key)) deliver(of, owed, entry)
  }

  /** The answer that was given to somebody else then, or at another time. */
  const answered = (by: Taking, key: string, { at }: Draft, answer: Draft): void =>
    void by.letters.push({ ...answer, at: Math.max(at, answer.at), settles: key, acked: [] })

  /** A letter that was not written then is there at once. */
  const deliver = (by: Taking, owed: Owed, entry: Draft): void => {
    const { log } = by
    const { at, epoch } = entry
    const { effect, key, cause } = owed
    const signature = signatureOf(log.address, effect)
    const answer = answers.get(signature)
    if (answer === undefined) waiting.set(signature, { by, key })
    else {
      answers.delete(signature)
      return answered(by, key, entry, answer)
    }
    const draft = { at, cause, epoch, settles: null, fires: null, acked: [] }
    if (effect.type === "Tell") {
      const to = actors.get(effect.to)
      if (to === undefined) strays.push({ address: log.address, effect })
      else to.letters.push({ ...draft, id: `${log.address}#${key}`, event: effect.event as Entry["event"] })
    } else if (effect.type === "Allocate") {
      const pools = [...actors.values()].filter((it) => kindOf(it.log.address) === "pool")
      const event = { type: "REQUEST", turn: effect.turn } as unknown as Entry["event"]
      if (pools.length !== 1) strays.push({ address: log.address, effect })
      else pools[0]!.letters.push({ ...draft, id: `${log.address}#${key}/${effect.turn.id}`, event })
    }
  }

  /** Whether the answer in an entry that does not come about is one that somebody else waits for, or may yet. */
  const isHandedOn = ({ log, asked }: Taking, entry: Draft): boolean => {
    const { settles } = entry
    if (settles === null || entry.event === null) return false
    const owed = asked.get(Number.parseInt(settles, 10))?.find(({ key }) => key === settles)
    if (owed === undefined) return false
    const signature = signatureOf(log.address, owed.effect)
    const other = waiting.get(signature)
    if (other === undefined || !other.by.standing.books.outbox.has(other.key)) answers.set(signature, entry)
    else {
      waiting.delete(signature)
      answered(other.by, other.key, entry, entry)
      return true
    }
    return false
  }

  const redo = (of: Taking, recorded: RecordedEntry): void => {
    const place = { address: of.log.address, seq: recorded.seq }
    const { hash: _, seq: __, machine: ___, ...entry } = decodeEntry(recorded.body)
    const again = changes.without?.(place) === true ? null : following(of, entry, actors)
    if (again === null) {
      if (!isHandedOn(of, entry)) dropped.push(place)
      return
    }
    const event =
      again.event === null ? null : (changes.event?.(place, again.event as EventObject) ?? again.event)
    take(of, { ...again, event: event as Entry["event"] }, of.asked.get(recorded.seq) ?? [])
  }

  for (let of = nextOf(actors); of !== null; of = nextOf(actors)) {
    const letter = of.letters.shift()
    if (letter === undefined) redo(of, of.log.entries[of.next++]!)
    else if (letter.settles === null || of.standing.books.outbox.has(letter.settles)) take(of, letter, [])
  }

  return {
    bundle: [...actors.values()].map(({ log, entries }) => ({ ...log, entries })),
    dropped,
    open: [...strays, ...[...actors.values()].flatMap(openIn)],
  }
}

const thenLine = (standing: Standing, after: Books, entry: Omit<Entry, "hash">): string =>
  then.written(standing, standing, after, entry)

/** A recorded entry as it comes about now; null: it does not. */
const following = (
  { standing: { books: now }, keys }: Taking,
  entry: Draft,
  actors: ReadonlyMap<Address, Taking>,
): Draft | null => {
  const acked = entry.acked.flatMap((key) => {
    const is = keys.get(key)
    return is !== undefined && is !== null && now.outbox.has(is) ? [is] : []
  })
  const settles = entry.settles === null ? null : (keys.get(entry.settles) ?? null)
  if (entry.settles !== null && (settles === null || !now.outbox.has(settles))) return null
  if (entry.fires !== null && !now.timers.has(entry.fires)) return null
  if (entry.event === null) return acked.length === 0 ? null : { ...entry, acked }
  const told = toldIn(entry.id)
  const sender = told === null ? undefined : actors.get(told.by)
  if (told === null || sender === undefined) return { ...entry, acked, settles }
  return retold(entry, told, sender, { acked, settles })
}

const retold = (
  entry: Draft,
  told: Told,
  sender: Taking,
  rest: Pick<Draft, "acked" | "settles">,
): Draft | null => {
  const key = sender.keys.get(told.key)
  // Before its log begins, it did what it did.
  if (key === undefined && (sender.log.base?.seq ?? 0) >= told.seq) return { ...entry, ...rest }
  const owed = key === undefined || key === null ? undefined : sender.effects.get(key)
  const event = owed === undefined ? null : letterOf(owed, entry.event as unknown as EventObject)
  if (owed === undefined || event === null) return null
  const part = entry.id!.slice(`${told.by}#${told.key}`.length)
  return { ...entry, ...rest, id: `${told.by}#${owed.key}${part}`, event: event as Entry["event"] }
}

/** Whose entry is next: the earliest whose sender has come as far. */
const nextOf = (actors: ReadonlyMap<Address, Taking>): Taking | null => {
  let first: { readonly of: Taking; readonly at: number; readonly waits: boolean } | null = null
  for (const of of actors.values()) {
    const entry = of.log.entries[of.next]
    if (of.letters.length > 0) return of
    if (entry === undefined) continue
    const told = toldIn(entry.id)
    const sender = told === null ? undefined : actors.get(told.by)
    const came =
      sender === undefined
        ? Number.POSITIVE_INFINITY
        : (sender.log.entries[sender.next]?.seq ?? Number.POSITIVE_INFINITY)
    const it = { of, at: timeOf(entry), waits: told !== null && came <= told.seq }
    if (first === null || (first.waits && !it.waits) || (first.waits === it.waits && it.at < first.at))
      first = it
  }
  return first?.of ?? null
}

const timeOf = ({ body }: RecordedEntry): number => Number(/"at":(\d+)/.exec(body)?.[1] ?? 0)

/** What only somebody outside could answer. */
const asked: ReadonlySet<string> = new Set([
  "Think",
  "Use",
  "Route",
  "Say",
  "Connect",
  "Show",
  "Queue",
  "Provision",
  "Recruit",
])

const openIn = ({ log, standing, keys }: Taking): Retaken["open"] => {
  const expected = new Set(keys.values())
  return [...standing.books.outbox.values()]
    .filter(({ key, effect }) => asked.has(effect.type) && !expected.has(key))
    .map(({ effect }) => ({ address: log.address, effect }))
}
