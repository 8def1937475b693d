/**
 * One durable actor. What it is told it takes, steps, commits, performs and observes, in that order:
 *
 *   take      the letters that wait, one batch at a time
 *   step      the chart decides, and nothing has happened yet
 *   commit    journal, snapshot, outbox and timers become true at once, or not at all; senders are answered after it
 *   perform   what the chart wants done; what comes of each is a letter to the same actor
 *   observe   counters, and whoever watches
 *
 * After a crash, the outbox is what is still owed, and the journal is what was.
 */
import type { Address } from "../machines/address.ts"
import type { Event } from "../machines/events.ts"
import * as books from "./books.ts"
import type { Resident } from "./watching/census.ts"
import { draft, type Draft } from "./draft.ts"
import type { Ledger } from "./ledger.ts"
import type { Owed, Timer } from "./journal.ts"
import { Mailbox, type Letter } from "./mailbox.ts"
import { ActorUnavailable, MailboxFull, Poisoned, type Envelope, type Receipt, type Refused } from "./mail.ts"
import type { Surroundings } from "./surroundings.ts"

/** What others tell is no outcome and no timer. */
const fromOutside = { settles: null, during: null, fires: null }
/** What an actor tells itself of an outcome or a timer, and nobody waits for. */
const nothingUnderWay = { during: null, taken: () => {} }

/** How long what was done without an event may stay in the stored outbox, in ms. */
const tidyAfter = 5000

export class Actor {
  readonly address: Address
  /** Where it is in the census. */
  readonly resident: Resident
  readonly #around: Surroundings
  readonly mailbox: Mailbox
  #ledger: Ledger
  /** Set and unset without a pause, so that a letter put in at any moment finds somebody who will take it. */
  #taking = false
  #taken: Promise<void> = Promise.resolve()
  /** Takes nothing from others, and begins nothing, any more. */
  #leaving = false
  #stopped = false
  /** Effects under way, by outbox key, and how to stop each. */
  readonly #underWay = new Map<string, () => void>()
  /** Timers whose event is in the mailbox. */
  readonly #fired = new WeakSet<Timer>()
  /** Outbox entries that are done without an event, to be taken out with the next commit. */
  #acked: Array<string> = []

  constructor(address: Address, around: Surroundings, ledger: Ledger) {
    this.address = address
    this.#around = around
    this.mailbox = new Mailbox(around.limits.mailbox, around.observer.waiting)
    this.#ledger = ledger
    this.resident = around.observer.woke(address, ledger.books.snapshot)
    for (const owed of ledger.books.outbox.values()) this.#perform(owed, true)
    this.#arm()
  }

  get books(): books.Books {
    return this.#ledger.books
  }

  get epoch(): number {
    return this.#ledger.epoch
  }

  /** Effects that are owed and not done. */
  get owed(): number {
    return this.books.outbox.size - this.#acked.length
  }

  /** Resolves when the event is durable. */
  tell({ id, cause, event }: Envelope): Promise<Receipt> {
    return new Promise((accept, refuse) => {
      const letter: Letter = { ...fromOutside, id, at: this.#around.now(), cause, event, accept, refuse }
      if (this.#leaving) return this.#refuse([letter], "it is being stopped")
      if (this.mailbox.offer(letter)) return this.#go()
      this.#around.observer.counts.refused++
      refuse(new MailboxFull({ address: this.address }))
    })
  }

  #go(): void {
    if (this.#taking) return
    this.#taking = true
    this.#taken = this.#takeAll()
  }

  async #takeAll(): Promise<void> {
    // What is told in one tick goes in one batch.
    await Promise.resolve()
    try {
      while (this.mailbox.size > 0 && !this.#stopped) await this.#takeBatch()
    } finally {
      this.#taking = false
    }
    if (!this.#stopped) this.#around.paused(this.address)
  }

  async #takeBatch(): Promise<void> {
    const letters = this.mailbox.take(this.#around.limits.batch)
    const step = draft(this.#around.stepper, this.#ledger, letters, this.#acked, this.#around.limits)
    if (step.commit === null) return this.#answer(step)
    const result = await this.#around.commit({ address: this.address, ...step.commit }).catch(() => null)
    if (result === null) return this.#lose(letters, "nobody knows what the store has of it")
    if (result._tag === "Fenced") {
      this.#around.observer.counts.fenced++
      return this.#lose(letters, "it has moved to another owner")
    }
    if (result._tag === "Duplicates") {
      return this.mailbox.putBack(this.#withoutDuplicates(letters, new Set(result.ids)))
    }
    this.#adopt(step)
    this.#answer(step)
  }

  /** What was committed is true now: effects begin, timers are armed, watchers see it. */
  #adopt({ ledger, entries, through, taken, at, acked }: Draft): void {
    const before = this.#ledger.books
    this.#ledger = ledger
    this.#acked = this.#acked.slice(acked)
    for (const [key, stop] of this.#underWay) if (!ledger.books.outbox.has(key)) this.#forget(key, stop)
    for (const [key, owed] of ledger.books.outbox) if (!before.outbox.has(key)) this.#perform(owed, false)
    this.#arm()
    this.#around.observer.committed(this.resident, {
      address: this.address,
      at,
      entries,
      before: before.snapshot,
      through,
      taken,
      after: ledger.books.snapshot,
    })
  }

  #answer({ accepted, duplicates, poisoned }: Draft): void {
    const { counts } = this.#around.observer
    for (const { accept } of accepted) accept("committed")
    for (const { accept } of duplicates) accept("duplicate")
    counts.duplicates += duplicates.length
    for (const { letter, reason } of poisoned) {
      counts.poisoned++
      this.#writeOff(letter)
      letter.refuse(new Poisoned({ address: this.address, reason }))
      this.#around.broke(this.address, letter.event?.type ?? "?", reason)
    }
  }

  /** What came of an effect, or a timer, broke the chart: it would again, so it is taken as done. */
  #writeOff({ cause, settles, fires }: Letter): void {
    if (settles !== null || fires !== null) this.#tellSelf({ cause, event: null, settles, fires })
  }

  #withoutDuplicates(letters: ReadonlyArray<Letter>, ids: ReadonlySet<string>): ReadonlyArray<Letter> {
    return letters.filter((letter) => {
      const seen = letter.id !== null && ids.has(letter.id)
      if (seen) {
        this.#around.observer.counts.duplicates++
        letter.accept("duplicate")
      }
      return !seen
    })
  }

  #perform(owed: Owed, again: boolean): void {
    if (this.#leaving) return
    const { key, cause } = owed
    this.#underWay.set(key, () => {})
    const done = (event: Event | null) => {
      if (!this.#underWay.delete(key) || this.#stopped) return
      if (event === null) {
        this.#acked.push(key)
        return this.#arm()
      }
      this.#tellSelf({ cause, event, settles: key, fires: null })
    }
    const meanwhile = (event: Event) =>
      new Promise<boolean>((taken) => {
        if (!this.#underWay.has(key) || this.#stopped) return taken(false)
        const isOwed = () => this.#underWay.has(key) && !this.#stopped
        this.#tellSelf(
          { cause, event, settles: null, fires: null },
          { during: key, taken: () => taken(isOwed()) },
        )
      })
    const stop = this.#around.perform(this.address, owed, again, done, meanwhile)
    if (this.#underWay.has(key)) this.#underWay.set(key, stop)
  }

  #forget(key: string, stop: () => void): void {
    this.#underWay.delete(key)
    stop()
  }

  /** The last first: what waits for another in its lane must not pass it when that is stopped. */
  #forgetAll(): void {
    for (const [key, stop] of [...this.#underWay].toReversed()) this.#forget(key, stop)
  }

  #tellSelf(
    what: Pick<Letter, "cause" | "event" | "settles" | "fires">,
    { during, taken }: { readonly during: string | null; readonly taken: () => void } = nothingUnderWay,
  ): void {
    this.mailbox.put({ id: null, at: this.#around.now(), during, accept: taken, refuse: taken, ...what })
    this.#go()
  }

  #arm(): void {
    const due = books.firstDue(this.books, (timer) => !this.#fired.has(timer))
    const tidy = this.#acked.length > 0 ? this.#around.now() + tidyAfter : null
    const next = due === null ? tidy : tidy === null ? due : Math.min(due, tidy)
    this.#around.ringAt(this.address, next, () => this.ring())
  }

  /** Fires the timers that are due, and tidies the outbox when nothing else does. */
  ring(): void {
    if (this.#stopped) return
    const now = this.#around.now()
    const due = [...this.books.timers.values()].filter((timer) => timer.due <= now && !this.#fired.has(timer))
    for (const timer of due) {
      this.#fired.add(timer)
      this.#tellSelf({ cause: timer.cause, event: timer.event, settles: null, fires: timer })
    }
    if (due.length > 0) return
    if (this.#acked.length > 0) this.#tidy()
    else this.#arm()
  }

  /** The store had it woken: what is due fires, and the store hears when to have it woken next. */
  wake(): void {
    if (this.#stopped) return
    this.ring()
    this.#tidy()
  }

  #tidy(): void {
    this.#tellSelf({ cause: "tidy", event: null, settles: null, fires: null })
  }

  /** Leaves memory: what was taken is committed; what is under way is stopped, and owed to whoever wakes the actor next. */
  async stop(): Promise<void> {
    if (!this.#leaving) {
      this.#leaving = true
      this.#forgetAll()
      if (this.#acked.length > 0) this.#tidy()
    }
    await this.#taken
    this.#end("it is being stopped")
  }

  /** Somebody else owns it, or may: what is in memory counts no more. */
  #lose(letters: ReadonlyArray<Letter>, reason: string): void {
    this.#refuse(letters, reason)
    this.#end(reason)
    this.#around.lost(this.address)
  }

  #end(reason: string): void {
    if (this.#stopped) return
    this.#leaving = true
    this.#stopped = true
    this.#around.ringAt(this.address, null, () => {})
    this.#forgetAll()
    this.#refuse(this.mailbox.take(Number.POSITIVE_INFINITY), reason)
    this.#around.observer.slept(this.resident)
  }

  #refuse(letters: ReadonlyArray<Letter>, reason: string): void {
    const error: Refused = new ActorUnavailable({ address: this.address, reason })
    for (const { refuse } of letters) refuse(error)
  }
}
