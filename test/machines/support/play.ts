/** One chart, played by hand: it is told events, its clock is moved, and what it wants done is there to be looked at. */
import type { Kind } from "../../../src/machines/address.ts"
import type { Effect, EffectOf, EffectType } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import { charts } from "../../../src/machines/index.ts"
import * as books from "../../../src/actors/books.ts"
import { makeStepper, type Stepper } from "../../../src/actors/step.ts"
import { start } from "./words.ts"

export { start }

const steppers = Object.fromEntries(
  Object.entries(charts).map(([kind, chart]) => [kind, makeStepper(chart)]),
) as Record<Kind, Stepper>

/** `active.thinking`, `active.working`: the path of a state down to where it becomes parallel. */
const pathOf = (value: unknown): string => {
  if (typeof value === "string") return value
  const keys = Object.keys(value as object)
  if (keys.length !== 1) return ""
  const rest = pathOf((value as Record<string, unknown>)[keys[0]!])
  return rest === "" ? keys[0]! : `${keys[0]}.${rest}`
}

export class Play<Context> {
  now = start
  readonly stepper: Stepper
  books: books.Books
  /** What the last event made it want. */
  wants: ReadonlyArray<Effect> = []

  constructor(kind: Kind, input: object) {
    this.stepper = steppers[kind]
    this.books = books.opened(this.stepper, input)
  }

  #post(event: object, more: Partial<books.Posting>): void {
    const before = this.books
    this.books = books.post(this.stepper, before, {
      seq: before.seq + 1,
      at: this.now,
      cause: "test",
      event: event as books.Posting["event"],
      settles: null,
      fires: null,
      acked: [],
      ...more,
    })
    this.wants = [...this.books.outbox]
      .filter(([key]) => !before.outbox.has(key))
      .map(([, { effect }]) => effect)
  }

  tell(event: Event): this {
    this.#post(event, {})
    return this
  }

  /** The first effect of this type that is owed, or the effect itself, comes to this event. */
  settle(which: EffectType | Effect, event: Event): this {
    const owed = [...this.books.outbox.values()].find(
      ({ effect }) => effect === which || effect.type === which,
    )
    if (owed === undefined) throw new Error(`no ${typeof which === "string" ? which : which.type} is owed`)
    this.#post(event, { settles: owed.key })
    return this
  }

  /** Lets time pass; timers fire in the order in which they are due. */
  pass(ms: number): this {
    const end = this.now + ms
    const wanted: Array<Effect> = []
    for (;;) {
      const next = [...this.books.timers.values()].toSorted((a, b) => a.due - b.due)[0]
      if (next === undefined || next.due > end) break
      this.now = next.due
      this.#post(next.event, { fires: next.id })
      wanted.push(...this.wants)
    }
    this.now = end
    this.wants = wanted
    return this
  }

  /** Time passes while nobody runs it; then the timers that were due fire, late. */
  sleep(ms: number): this {
    this.now += ms
    const due = [...this.books.timers.values()].filter((timer) => timer.due <= this.now)
    for (const timer of due) this.#post(timer.event, { fires: timer.id })
    return this
  }

  /** Goes through a record and comes back, as over a restart. */
  restart(): this {
    const state = JSON.stringify(this.stepper.keep(this.books.snapshot))
    const { seq, outbox, timers } = this.books
    this.books = books.reopened(this.stepper, {
      seq,
      hash: "",
      machine: this.stepper.machine,
      state: JSON.parse(state) as never,
      outbox: [...outbox.values()],
      timers: [...timers.values()],
    })
    return this
  }

  get value(): unknown {
    return this.books.snapshot.value
  }

  /** The state in words; of an agent its life. */
  get state(): string {
    const { value } = this
    return pathOf(typeof value === "object" && value !== null && "life" in value ? value.life : value)
  }

  /** Whether its chart says that it may leave memory. */
  get asleep(): boolean {
    return this.books.snapshot.hasTag("asleep")
  }

  get context(): Context {
    return this.books.snapshot.context as Context
  }

  /** Types of what the last event made it want. */
  get wanted(): ReadonlyArray<EffectType> {
    return this.wants.map(({ type }) => type)
  }

  /** What the last event made it tell others: `pool/0 IDLED`. */
  get told(): ReadonlyArray<string> {
    return this.wants
      .filter((effect): effect is EffectOf<"Tell"> => effect.type === "Tell")
      .map(({ to, event }) => `${to} ${event.type}`)
  }

  want<T extends EffectType>(type: T): EffectOf<T> {
    const found = this.wants.find((effect): effect is EffectOf<T> => effect.type === type)
    if (found === undefined) throw new Error(`it does not want ${type}, but ${this.wanted.join(", ")}`)
    return found
  }

  /** Types of all that is owed. */
  get owed(): ReadonlyArray<EffectType> {
    return [...this.books.outbox.values()].map(({ effect }) => effect.type)
  }
}
