/**
 * Simulated time: what is to happen, in order of time and then of planning. Whatever one happening leads to at the same
 * instant, in promises and in `setImmediate`, is over before the next one begins.
 */

export interface Planned {
  readonly cancel: () => void
}

interface Task {
  readonly at: number
  readonly order: number
  run: (() => void) | null
}

/** More than this at one instant is a loop that does not let time pass. */
const mostAtOnce = 200_000

export class Timeline {
  /** In ms since 1970; a real process sees whole ones. */
  now: number
  /** Happenings so far. */
  steps = 0
  #order = 0
  readonly #tasks: Array<Task> = []
  #immediates: Array<() => void> = []

  constructor(start: number) {
    this.now = start
  }

  after(ms: number, run: () => void): Planned {
    return this.at(this.now + ms, run)
  }

  at(at: number, run: () => void): Planned {
    const task: Task = { at: Math.max(at, this.now), order: this.#order++, run }
    push(this.#tasks, task)
    return { cancel: () => void (task.run = null) }
  }

  /** As `setImmediate`: at this instant, after what runs now. */
  soon(run: () => void): void {
    this.#immediates.push(run)
  }

  /** Lets the next thing happen; false when nothing is planned. */
  async advance(): Promise<boolean> {
    for (;;) {
      const task = pop(this.#tasks)
      if (task === undefined) return false
      if (task.run === null) continue
      this.now = task.at
      this.steps++
      task.run()
      await this.settle()
      return true
    }
  }

  /** Until nothing more happens at this instant. */
  async settle(): Promise<void> {
    await allPromises()
    for (let count = 0; this.#immediates.length > 0;) {
      const batch = this.#immediates
      this.#immediates = []
      for (const run of batch) {
        if (++count > mostAtOnce) throw new Error("the same instant never ends")
        run()
        await allPromises()
      }
    }
  }
}

/** Node runs its tick queue when no microtask is left: https://nodejs.org/api/process.html#processnexttickcallback-args */
const allPromises = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

const before = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

const push = (heap: Array<Task>, task: Task): void => {
  let at = heap.push(task) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(task, heap[parent]!)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = task
}

const pop = (heap: Array<Task>): Task | undefined => {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
    if (!before(heap[child]!, last)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return first
}
