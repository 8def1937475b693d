/** One actor on a stage: a clock that is moved by hand, a store in memory, effects that end when the test says so. */
import { Effect } from "effect"
import type { AnyStateMachine, EventObject } from "xstate"
import type { Address } from "../../../src/machines/address.ts"
import { Actor } from "../../../src/actors/actor.ts"
import type { Owed } from "../../../src/actors/journal.ts"
import { limits, type Limits } from "../../../src/actors/ledger.ts"
import type { Envelope, Receipt } from "../../../src/actors/mail.ts"
import { Observer } from "../../../src/actors/watching/observer.ts"
import { recover } from "../../../src/actors/recovery.ts"
import { makeLineage, type Lineage } from "../../../src/actors/lineage.ts"
import type { Stepper } from "../../../src/actors/step.ts"
import type { Commit, CommitResult } from "../../../src/actors/store.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { sample } from "./sample.ts"

export const home: Address = "conversation/1"

/** An effect under way. */
export interface Doing {
  readonly owed: Owed
  readonly again: boolean
  readonly done: (outcome: EventObject | null) => void
  stopped: boolean
}

export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export class Stage {
  now = 1000
  readonly store = new MemoryStore()
  readonly lineage: Lineage
  readonly stepper: Stepper
  readonly doing: Array<Doing> = []
  /** Keys of effects that were stopped, in order. */
  readonly stops: Array<string> = []
  readonly broken: Array<string> = []
  readonly lost: Array<Address> = []
  readonly commits: Array<Commit> = []
  readonly observer = Effect.runSync(Effect.provide(Observer, Observer.layer))
  /** What a commit comes to: by default what the store says. */
  commit = async (commit: Commit): Promise<CommitResult> => this.write(commit)
  readonly #limits: Limits
  readonly #alarms = new Map<Address, { readonly due: number; readonly ring: () => void }>()

  constructor(bounds: Partial<Limits> = {}, machine: AnyStateMachine = sample) {
    this.#limits = { ...limits, ...bounds }
    this.lineage = makeLineage(machine, [])
    this.stepper = this.lineage.today
  }

  async write(commit: Commit): Promise<CommitResult> {
    this.commits.push(commit)
    return (await Effect.runPromise(this.store.service.commit([commit])))[0]!
  }

  async wake(address: Address = home): Promise<Actor> {
    const claim = await Effect.runPromise(this.store.service.claim(address))
    return new Actor(
      address,
      {
        stepper: this.stepper,
        now: () => this.now,
        ringAt: (of, due, ring) =>
          void (due === null ? this.#alarms.delete(of) : this.#alarms.set(of, { due, ring })),
        commit: (commit) => this.commit(commit),
        perform: (_, owed, again, done) => {
          const doing: Doing = { owed, again, done: done as Doing["done"], stopped: false }
          this.doing.push(doing)
          return () => {
            doing.stopped = true
            this.stops.push(owed.key)
          }
        },
        observer: this.observer,
        paused: () => {},
        lost: (of) => void this.lost.push(of),
        broke: (of, event, reason) => void this.broken.push(`${of} ${event}: ${reason}`),
        limits: this.#limits,
      },
      recover(address, this.lineage, {}, claim),
    )
  }

  /** When the actor is rung, or null. */
  alarm(address: Address = home): number | null {
    return this.#alarms.get(address)?.due ?? null
  }

  /** Lets time pass, and rings who is due. */
  async pass(ms: number): Promise<void> {
    this.now += ms
    for (let rings = 0; rings < 20; rings++) {
      const due = [...this.#alarms].find(([, alarm]) => alarm.due <= this.now)
      if (due === undefined) return settled()
      this.#alarms.delete(due[0])
      due[1].ring()
      await settled()
    }
    throw new Error("an alarm rings for ever")
  }

  /** The events in an actor's journal; null for an entry without one. */
  journal(address: Address = home): ReadonlyArray<string | null> {
    return (this.store.actors.get(address)?.journal ?? []).map(
      ({ body }) => (JSON.parse(body) as { event: EventObject | null }).event?.type ?? null,
    )
  }

  wakeAt(address: Address = home): number | null {
    return this.store.actors.get(address)?.wakeAt ?? null
  }
}

let letters = 0

/** Tells an actor something under an id of its own, or the given one. */
export const tell = (actor: Actor, type: string, more: object = {}, id: string | null = `t${++letters}`) =>
  actor.tell({ id, cause: "test", event: { type, ...more } as never as Envelope["event"] })

export const outcome = async (receipt: Promise<Receipt>): Promise<string> =>
  receipt.catch((error: { readonly _tag: string }) => error._tag)
