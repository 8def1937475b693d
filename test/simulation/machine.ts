/**
 * A process on a machine: what comes in and goes out passes here, so that a process that crashed neither hears nor acts any
 * more, and one that is frozen does both late. Its clock is its own.
 */
import { Clock, Duration, Effect } from "effect"
import type { Faults } from "./faults.ts"
import type { Timeline } from "./timeline.ts"

export class Machine {
  /** `r2`: where it runs; it keeps the name over its lives. */
  readonly name: string
  /** `r2.3`: this life of it. */
  readonly id: string
  readonly clock: Clock.Clock
  /** How far its clock is off, in ms. */
  skew: number
  state: "up" | "frozen" | "dead" = "up"
  /** A call was the last thing that it did; `"crash"` or how long it freezes, in ms. */
  onFault: (fault: "crash" | number) => void = () => {}
  readonly #timeline: Timeline
  readonly #faults: Faults
  readonly #born: number
  #held: Array<() => void> = []

  constructor(timeline: Timeline, faults: Faults, name: string, life: number, skew: number) {
    this.#timeline = timeline
    this.#faults = faults
    this.#born = timeline.now
    this.name = name
    this.id = `${name}.${life}`
    this.skew = skew
    this.clock = clockOf(this, timeline, this.#born)
  }

  /** For how long it has run, in ms, by a clock that never jumps. */
  get uptime(): number {
    return this.#timeline.now - this.#born
  }

  /** Something reaches the process. */
  enter(run: () => void): void {
    if (this.state === "up") run()
    if (this.state === "frozen") this.#held.push(run)
  }

  /** Something leaves the process, and may be the last thing that it did for a while, or for ever. */
  leave(run: () => void): void {
    if (this.state === "frozen") this.#held.push(run)
    if (this.state !== "up") return
    const crashes = this.#faults.strikes("crashAtCall")
    const freezes = !crashes && this.#faults.strikes("freezeAtCall")
    const dice = this.#faults.dice(crashes ? "crashAtCall" : "freezeAtCall")
    const first = (crashes || freezes) && dice.chance(0.5)
    if (!first) run()
    if (crashes) this.onFault("crash")
    if (freezes) this.onFault(dice.logarithmic(200, 60_000))
    if (first) this.leave(run)
  }

  freeze(): void {
    if (this.state === "up") this.state = "frozen"
  }

  thaw(): void {
    if (this.state !== "frozen") return
    this.state = "up"
    for (const run of this.#held) this.#timeline.after(0, () => this.enter(run))
    this.#held = []
  }

  die(): void {
    this.state = "dead"
    this.#held = []
  }

  /** After `ms` of its time. */
  later(ms: number, run: () => void) {
    return this.#timeline.after(ms, () => this.enter(run))
  }
}

const clockOf = (machine: Machine, timeline: Timeline, born: number): Clock.Clock => {
  const millis = () => Math.floor(timeline.now + machine.skew)
  const nanos = () => BigInt(millis()) * 1_000_000n
  const monotonic = () => BigInt(Math.floor((timeline.now - born) * 1_000_000))
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: monotonic,
    monotonicTimeNanos: Effect.sync(monotonic),
    sleep: (duration) => {
      const ms = Duration.toMillis(duration)
      if (ms <= 0) return Effect.yieldNow
      if (ms === Number.POSITIVE_INFINITY) return Effect.never
      return Effect.callback<void>((resume) => {
        const { cancel } = machine.later(ms, () => resume(Effect.void))
        return Effect.sync(cancel)
      })
    },
  }
}
