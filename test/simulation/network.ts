/** The network between runners, the store and Discord: it delays, loses, doubles and reorders, and can be cut in one direction. */
import { Effect } from "effect"
import { Dice } from "./dice.ts"
import type { Faults } from "./faults.ts"
import type { Machine } from "./machine.ts"
import type { Timeline } from "./timeline.ts"

/** `r2`, `store`, `discord`. */
export type Place = string

const served: ReadonlySet<Place> = new Set(["store", "discord"])

export interface Question<A, E> {
  readonly from: Machine
  readonly to: Place
  /** Called once for each time that the question arrives. */
  readonly serve: (answer: (outcome: Effect.Effect<A, E>) => void) => void
  /** How long the answer is waited for, in ms, and what then. */
  readonly patience: number
  readonly late: () => Effect.Effect<A, E>
}

export class Network {
  readonly #timeline: Timeline
  readonly #faults: Faults
  readonly #dice: Dice
  readonly #cut = new Set<string>()

  constructor(timeline: Timeline, faults: Faults, seed: number) {
    this.#timeline = timeline
    this.#faults = faults
    this.#dice = new Dice(seed, "network")
  }

  cut(from: Place, to: Place): void {
    this.#cut.add(`${from}>${to}`)
  }

  mend(from: Place, to: Place): void {
    this.#cut.delete(`${from}>${to}`)
  }

  mendAll(): void {
    this.#cut.clear()
  }

  isCut(from: Place, to: Place): boolean {
    return this.#cut.has(`${from}>${to}`)
  }

  send(from: Place, to: Place, arrive: () => void): void {
    if (this.isCut(from, to)) return
    const among = !served.has(from) && !served.has(to)
    if (among && this.#faults.strikes("messageLost")) return
    this.#timeline.after(this.#latency(from, to, among), arrive)
    if (among && this.#faults.strikes("messageDoubled")) {
      this.#timeline.after(this.#faults.dice("messageDoubled").logarithmic(1, 20_000), arrive)
    }
  }

  #latency(from: Place, to: Place, among: boolean): number {
    const usual =
      from === "discord" || to === "discord" ? this.#dice.between(10, 60) : this.#dice.between(0.1, 2)
    const slow = among
      ? ("messageDelayed" as const)
      : from === "store" || to === "store"
        ? ("storeSlow" as const)
        : ("restSlow" as const)
    return this.#faults.strikes(slow) ? this.#faults.dice(slow).logarithmic(10, 20_000) : usual
  }

  ask<A, E>({ from, to, serve, patience, late }: Question<A, E>): Effect.Effect<A, E> {
    return Effect.callback<A, E>((resume) => {
      const timer = from.later(patience, () => resume(late()))
      const answer = (outcome: Effect.Effect<A, E>) =>
        this.send(to, from.name, () =>
          from.enter(() => {
            timer.cancel()
            resume(outcome)
          }),
        )
      from.leave(() => this.send(from.name, to, () => serve(answer)))
      return Effect.sync(timer.cancel)
    })
  }
}
