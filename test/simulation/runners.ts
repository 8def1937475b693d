/** The machines and what runs on them: processes start, crash, freeze, stop, and start again. */
import { Dice } from "./dice.ts"
import { Machine } from "./machine.ts"
import type { Runner } from "./runner.ts"
import type { World } from "./world.ts"

/** How long a process may take to stop, in ms, before it is killed. */
const stopsWithin = 30_000

export class Runners {
  /** By machine; null while nothing runs there. */
  readonly up = new Map<string, Runner | null>()
  readonly #world: World
  readonly #dice: Dice
  readonly #lives = new Map<string, number>()

  constructor(world: World) {
    this.#world = world
    this.#dice = new Dice(world.seed, "runners")
  }

  get names(): ReadonlyArray<string> {
    return [...this.up.keys()]
  }

  get running(): ReadonlyArray<Runner> {
    return [...this.up.values()].filter((runner) => runner !== null)
  }

  start(name: string): void {
    if (this.up.get(name)) return
    const { timeline, faults, scale } = this.#world
    const life = (this.#lives.get(name) ?? 0) + 1
    this.#lives.set(name, life)
    const skew = this.#dice.between(-scale.skew, scale.skew)
    const machine = new Machine(timeline, faults, name, life, skew)
    machine.onFault = (fault) => (fault === "crash" ? this.crash(name) : this.freeze(name, fault))
    this.#world.note(`${machine.id} starts`)
    this.up.set(name, this.#world.boot(machine))
  }

  /** Nothing of it acts any more; a new process starts after a while. */
  crash(name: string): void {
    const runner = this.up.get(name)
    if (runner === null || runner === undefined) return
    this.#world.note(`${runner.machine.id} crashes`)
    this.#gone(runner)
    this.#world.timeline.after(this.#dice.logarithmic(200, 20_000), () => this.start(name))
  }

  freeze(name: string, ms: number): void {
    const machine = this.up.get(name)?.machine
    if (machine?.state !== "up") return
    this.#world.note(`${machine.id} freezes for ${Math.round(ms)} ms`)
    machine.freeze()
    this.#world.timeline.after(ms, () => this.#thaw(machine))
  }

  #thaw(machine: Machine): void {
    if (machine.state !== "frozen") return
    this.#world.note(`${machine.id} thaws`)
    machine.thaw()
  }

  /** As a rolling deploy does: it is told to stop, and the next one starts when it has. */
  rollOver(name: string): void {
    const runner = this.up.get(name)
    if (runner === null || runner === undefined || runner.there === null) return
    this.stop(runner, () =>
      this.#world.timeline.after(this.#dice.logarithmic(100, 5000), () => this.start(name)),
    )
  }

  /** `done` hears whether it has ended by itself; else it was killed. */
  stop(runner: Runner, done: (byItself: boolean) => void): void {
    const { machine } = runner
    const end = (byItself: boolean) => {
      if (machine.state === "dead") return
      kill.cancel()
      this.#world.note(`${machine.id} ${byItself ? "has stopped" : "is killed, since it does not stop"}`)
      this.#gone(runner)
      done(byItself)
    }
    this.#world.note(`${machine.id} stops`)
    const kill = this.#world.timeline.after(stopsWithin, () => end(false))
    runner.stop(() => end(true))
  }

  #gone(runner: Runner): void {
    runner.machine.die()
    if (this.up.get(runner.machine.name) === runner) this.up.set(runner.machine.name, null)
  }

  /** Every machine runs and none is frozen. */
  heal(): void {
    for (const [name, runner] of this.up) {
      if (runner === null) this.start(name)
      else this.#thaw(runner.machine)
    }
  }
}
