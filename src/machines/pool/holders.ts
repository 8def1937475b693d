/**
 * Which agent has a turn. It is one, but for what is only thought of: a letter that comes a second time is drafted before the
 * store says that it is known, and gives its turn to a second agent in a table that never comes to be. So all that have it are
 * known, and the first by name counts.
 */
export class Holders {
  readonly #first = new Map<string, string>()
  /** Those behind the first, in the order of their names; seldom anybody. */
  readonly #others = new Map<string, ReadonlyArray<string>>()

  of(turn: string): string | null {
    return this.#first.get(turn) ?? null
  }

  add(turn: string, agent: string): void {
    const first = this.#first.get(turn)
    if (first === undefined) this.#first.set(turn, agent)
    else this.#keep(turn, [...this.#all(turn), agent].toSorted())
  }

  delete(turn: string, agent: string): void {
    if (!this.#others.has(turn)) this.#first.delete(turn)
    else
      this.#keep(
        turn,
        this.#all(turn).filter((other) => other !== agent),
      )
  }

  #all(turn: string): ReadonlyArray<string> {
    return [this.#first.get(turn)!, ...(this.#others.get(turn) ?? [])]
  }

  #keep(turn: string, [first, ...others]: ReadonlyArray<string>): void {
    this.#first.set(turn, first!)
    if (others.length === 0) this.#others.delete(turn)
    else this.#others.set(turn, others)
  }
}
