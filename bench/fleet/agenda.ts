/** What is to happen when, the first first: a binary heap. */
export class Agenda<A> {
  readonly #at: Array<number> = []
  readonly #what: Array<A> = []

  /** When the first is due; infinity: nothing is. */
  get next(): number {
    return this.#at[0] ?? Number.POSITIVE_INFINITY
  }

  add(at: number, what: A): void {
    let child = this.#at.length
    while (child > 0) {
      const parent = (child - 1) >>> 1
      if (this.#at[parent]! <= at) break
      this.#at[child] = this.#at[parent]!
      this.#what[child] = this.#what[parent]!
      child = parent
    }
    this.#at[child] = at
    this.#what[child] = what
  }

  take(): A {
    const first = this.#what[0]!
    const [at, what] = [this.#at.pop()!, this.#what.pop()!]
    const size = this.#at.length
    if (size === 0) return first
    let parent = 0
    for (let child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && this.#at[child + 1]! < this.#at[child]!) child++
      if (this.#at[child]! >= at) break
      this.#at[parent] = this.#at[child]!
      this.#what[parent] = this.#what[child]!
      parent = child
    }
    this.#at[parent] = at
    this.#what[parent] = what
    return first
  }
}
