/**
 * What the inspector answers; the page and other tools build on this. Everything is JSON, read from what is committed,
 * and nothing here wakes an actor or takes it over, but to send an event or to apply a template.
 * | path | answer |
 * |---|---|
 * | `GET /health`, `GET /ready` | 200 while the process lives; when the store answers, else 503 |
 * | `GET /status` | `Report` of `actors/watching/status.ts` |
 * | `GET /api/actors?kind=&find=&after=&limit=` | `ActorPage` |
 * | `GET /api/awake?kind=&find=&user=&guild=&state=&error=&preset=&mail=&older=&sort=&page=&limit=` | `AwakePage` |
 * | `GET /api/fleet/:kind` | `FleetView` |
 * | `GET /api/actors/:kind/:id` | `ActorView` |
 * | `GET /api/actors/:kind/:id/journal?from=&limit=` | `JournalPage` |
 * | `GET /api/actors/:kind/:id/at?seq=&against=` | `Moment` |
 * | `GET /api/actors/:kind/:id/changes?path=&before=` | `PathHistory` |
 * | `GET /api/messages/:cause?from=`, or `:id?channel=` | `Way` of `way.ts`; by a message's id in Discord alone, too |
 * | `GET /api/actors/:kind/:id/form?event=` | `EventForm` |
 * | `POST /api/actors/:kind/:id/dry-run`, `{ event }` | `DryRun` |
 * | `POST /api/actors/:kind/:id/send`, `{ event, seq, request }` | `Sent`; 403 unless it is switched on |
 * | `GET /api/constellations/plan?user=&template=&after=`, `POST /api/constellations/apply` | see `templates.ts` |
 * | `GET /api/actors/:kind/:id/seek?event=&from=&backwards=` | `Sought` |
 * | `/api/pool`, `/api/agents`; `/api/people/*`; `/api/coverage` | see `pool.ts`; `people.ts`; `coverage.ts` |
 * | `WebSocket /api/live?actor=` | `LiveFrame`, one JSON text frame each, at most ten a second |
 *
 * A refusal is `{ message }`, a sentence for people: 400 for a query that does not read, 403 for what is switched off, 404 for an actor that was never
 * committed, 409 for an event that cannot be taken now, 500 for one whose journal is broken, 503 while the store does not answer.
 *
 * What people and agents say is hidden in each of them unless the query has `words=shown`; see `legible.ts`, which bounds
 * all contexts and events as well. States are paths as in `statecharts/`, edges the ids of `data-edge` there.
 */
import type { Address, Kind } from "../../machines/address.ts"
import type { Trouble } from "../../actors/watching/census.ts"
import type { Quarantined } from "../../actors/host.ts"
import type { Entry } from "../../actors/journal.ts"
import type { Counts } from "../../actors/watching/observer.ts"
import type { Legible } from "./legible.ts"

export interface ActorSummary {
  readonly address: Address
  readonly seq: number
  /** Active states, parents before children; null if they do not read, and `trouble` says why. */
  readonly active: ReadonlyArray<string> | null
  readonly trouble: string | null
}

/** Why an actor is called stuck; `ms` since when. */
export type Hold =
  /** Longer in the state `what`, with something to do, than 99 in 100 stays took (`usual`, in ms). */
  | { readonly why: "long"; readonly what: string; readonly ms: number; readonly usual: number }
  /** The timer `what` is due and does not ring. */
  | { readonly why: "overdue"; readonly what: string; readonly ms: number }
  /** It owes the effect `what`, and nothing was committed. */
  | { readonly why: "outbox"; readonly what: string; readonly ms: number }

/** An actor in memory. Times in ms since 1970. */
export interface AwakeRow {
  readonly address: Address
  readonly active: ReadonlyArray<string>
  /** When its state last changed; not `exactly`: it has not since it was woken then. */
  readonly since: number
  readonly exactly: boolean
  /** Its last commit here. */
  readonly moved: number
  readonly seq: number
  readonly mailbox: number
  readonly owed: number
  readonly timers: number
  readonly trouble: Trouble | null
  readonly holds: ReadonlyArray<Hold>
}

export interface AwakePage {
  /** `now` in ms since 1970; how many are `awake`, and how many of them were asked for. */
  readonly now: number
  readonly awake: number
  readonly total: number
  readonly rows: ReadonlyArray<AwakeRow>
  /** Those whose journal does not read, where failures are asked for. */
  readonly quarantined: ReadonlyArray<Quarantined>
}

export interface ActorPage {
  readonly actors: ReadonlyArray<ActorSummary>
  /** Where to go on; null at the end. A search may stop, and go on, before it has found anything. */
  readonly next: Address | null
}

/** The first of a list. */
export interface Listed<A> {
  readonly total: number
  readonly items: ReadonlyArray<A>
}

/** What an actor is, owes and has armed. */
export interface BooksView {
  /** `conversation@1` */
  readonly machine: string
  /** XState's state value. */
  readonly value: unknown
  readonly active: ReadonlyArray<string>
  readonly context: Legible
  /** Effects that are owed. */
  readonly outbox: Listed<{ readonly key: string; readonly cause: string; readonly effect: Legible }>
  /** `due` in ms since 1970. */
  readonly timers: Listed<{
    readonly id: string
    readonly due: number
    readonly cause: string
    readonly event: Legible
  }>
  /** Events that its states have transitions for, and which states. A guard may still refuse one. */
  readonly legal: ReadonlyArray<{ readonly type: string; readonly states: ReadonlyArray<string> }>
}

/** Where an actor stands among those who look after each other. */
export interface Place {
  /** Who supervises it, and who does that; the nearest first. */
  readonly above: ReadonlyArray<Address>
  /** Those that it looks after or works with, each with what it says of them. */
  readonly below: Listed<{ readonly address: Address; readonly says: string }>
  /** What its supervisor says of it, as `idle, 2 failures since it last spoke`; null: it has none, or that does not say. */
  readonly said: string | null
}

/** What only the process knows in which an actor is awake. Times in ms since 1970. */
export interface InMemory {
  readonly woke: number
  readonly moved: number
  readonly mailbox: number
  readonly trouble: Trouble | null
  /** Since when it is in each active state; null: since before it was woken. */
  readonly since: Readonly<Record<string, number | null>>
  readonly holds: ReadonlyArray<Hold>
}

export interface ActorView extends BooksView {
  readonly address: Address
  /** Null: it sleeps, or another process has it. */
  readonly inMemory: InMemory | null
  readonly place: Place
  /** The first entry that the journal or the archive has. */
  readonly first: number
  /** How often somebody has taken the actor over. */
  readonly epoch: number
  /** Of the last entry, and its hash. */
  readonly seq: number
  readonly hash: string
}

/** An entry as it was written, see `actors/journal.ts`, and what the chart made of it. */
export interface JournalEntry extends Omit<Entry, "event"> {
  /** Null for one that only takes `acked` out of the outbox. */
  readonly event: Legible
  /** The transitions it took, and the states that are active after it; null where the journal could not be replayed. */
  readonly edges: ReadonlyArray<string> | null
  readonly active: ReadonlyArray<string> | null
}

/** What is at a path of an actor's `state` or `context`, before and after. */
export interface ChangeView {
  /** As `context.inbox[0].text`. */
  readonly path: string
  readonly then: Legible
  readonly now: Legible
  /** Whether anything was there, and is. */
  readonly was: boolean
  readonly is: boolean
}

/** An actor as it was after an entry; 0: before the first. */
export interface Moment extends BooksView {
  readonly address: Address
  readonly seq: number
  readonly hash: string
  readonly entry: JournalEntry | null
  /** What differs from how it was after entry `against`. */
  readonly against: number
  readonly changes: Listed<ChangeView>
}

/** How an event is written: a JSON Schema (2020-12) with its definitions under `$defs`. */
export interface EventForm {
  readonly type: string
  readonly schema: Readonly<Record<string, unknown>>
  /** Whether the actor's states have a transition for it, after entry `seq`. */
  readonly legal: boolean
  readonly seq: number
  /** Whether events may be sent here: `send = true` in `[inspector]`. */
  readonly enabled: boolean
}

/** What an event would lead to after entry `seq`. Nothing has happened. */
export interface DryRun {
  readonly seq: number
  readonly before: ReadonlyArray<string>
  readonly after: ReadonlyArray<string>
  readonly edges: ReadonlyArray<string>
  readonly changes: Listed<ChangeView>
  /** Effects that it would owe, and not any more; timers that would be armed, and not any more. */
  readonly owes: ReadonlyArray<Legible>
  readonly cancels: ReadonlyArray<Legible>
  readonly arms: ReadonlyArray<{ readonly id: string; readonly due: number }>
  readonly disarms: ReadonlyArray<{ readonly id: string; readonly due: number }>
}

/** `id` is the event's, and the cause of all that it leads to. */
export interface Sent {
  readonly receipt: "committed" | "duplicate"
  readonly id: string
}

export interface Sought {
  /** The entry; null: there is none, or not among those that were looked at. */
  readonly found: number | null
  /** Where to look on; null: there is none. */
  readonly next: number | null
}

/** Who changed what is at a path, the newest first. */
export interface PathHistory {
  readonly path: string
  readonly found: ReadonlyArray<{ readonly entry: JournalEntry; readonly changes: ReadonlyArray<ChangeView> }>
  /** Where to ask on (`before`); null: there is nothing older. */
  readonly next: number | null
}

/** An entry that does not read. */
export interface BrokenEntry {
  readonly seq: number
  readonly trouble: string
}
export interface JournalPage {
  readonly entries: ReadonlyArray<JournalEntry | BrokenEntry>
}

/** Live actors of this process by kind and state path; `""` has all of a kind. A state in which nobody is is left out. */
export type Living = Readonly<Record<Kind, Readonly<Record<string, number>>>>

/** A state over all live actors of this process. Rates are over the last minute, stays since the start; times in ms. */
export interface StateFigures {
  readonly path: string
  readonly live: number
  /** Entered, a minute. */
  readonly entered: number
  /** Stays that ended, and how long they took; null while there is none. */
  readonly stays: number
  readonly p50: number | null
  readonly p99: number | null
}

/** From a state to one beside it, as seen from entry to entry of a journal. */
export interface FlowFigures {
  readonly from: string
  readonly to: string
  /** A minute. */
  readonly rate: number
  /** Since the start. */
  readonly count: number
}

export interface FleetView {
  readonly states: ReadonlyArray<StateFigures>
  readonly flows: ReadonlyArray<FlowFigures>
  /** Seconds that rates are over: less than 60 in the first minute. */
  readonly over: number
}

export interface LiveFrame {
  readonly live: Living
  /** What became of events since the start of the process. */
  readonly events: Readonly<Counts>
  /** Entries of `actor` since the frame before, oldest first. */
  readonly fired: ReadonlyArray<JournalEntry>
  /** Entries of `actor` that were left out since the frame before: more than fit, or the reader was slow. */
  readonly dropped: number
}
