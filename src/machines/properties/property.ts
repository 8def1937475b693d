/**
 * What is to hold of a chart, in whatever order things happen: written beside the charts, and held against every state that
 * `orrery check` reaches.
 */
import type { Address } from "../address.ts"
import type { Effect } from "../effects.ts"
import type { Event } from "../events.ts"

/** A state of one chart, as a property looks at it. */
export interface Moment<Context> {
  readonly context: Context
  /** As XState has it: `"idle"`, `{ active: "thinking" }`. */
  readonly value: unknown
  readonly has: (tag: string) => boolean
  /** In ms since 1970. */
  readonly at: number
}

/** What must come of a word that ends something, wherever it is heard. */
export interface Heard<Context> {
  /** As people call it: `STOP`. */
  readonly name: string
  /** Whether there is something to be ended. */
  readonly when: (before: Moment<Context>) => boolean
  readonly event: (context: Context) => Event
  /** `asks` are the effects that the event made it want. */
  readonly then: (after: Moment<Context>, before: Moment<Context>, asks: ReadonlyArray<Effect>) => boolean
}

export interface Properties<Context> {
  /** What people and other actors may tell it next. What comes of its own effects, and of its timers, is not in it. */
  readonly comes: (moment: Moment<Context>) => ReadonlyArray<Event>
  /** What decides where it goes next: two states with the same gist are explored as one. */
  readonly gist: (context: Context) => unknown
  /** By what it says, as a sentence. */
  readonly always: Readonly<Record<string, (moment: Moment<Context>) => boolean>>
  /** When nobody says anything more, all effects come to something good, and time has passed: by what it says, too. */
  readonly atRest?: Readonly<Record<string, (moment: Moment<Context>) => boolean>>
  readonly heard: ReadonlyArray<Heard<Context>>
  /** States that are not left, by their paths; those with the tag `ended` need not be named. */
  readonly stays?: ReadonlyArray<string>
  /** What may come at any time though nobody waits for it, if it is not what is usual. */
  readonly strays?: ReadonlyArray<Event>
  /** Edges that no exploration takes, and why. */
  readonly untaken?: Readonly<Record<string, string>>
  /** Ways that are too long to be found: the exploration begins after each of them, too. */
  readonly begun?: ReadonlyArray<ReadonlyArray<Event>>
}

export const failures: ReadonlyArray<Event> = [
  { type: "FAIL", reason: "it broke", retry: false },
  { type: "FAIL", reason: "it is away", retry: true },
]

/** What may come at any time though nobody waits for it, where a chart does not say otherwise. */
export const strays: ReadonlyArray<Event> = [...failures, { type: "RELEASE" }]

export const tells = (asks: ReadonlyArray<Effect>, type: Event["type"], to?: Address): boolean =>
  asks.some(
    (effect) => effect.type === "Tell" && effect.event.type === type && (to ?? effect.to) === effect.to,
  )

/** Whether a state of this name is active, at whatever depth. */
export const isIn = ({ value }: Pick<Moment<unknown>, "value">, name: string): boolean =>
  typeof value === "string"
    ? value === name
    : Object.entries(value as object).some(([key, inner]) => key === name || isIn({ value: inner }, name))
