/** Ids that are remembered: of so many the oldest is forgotten for a new one, and none but that. */
const most = 1000

export class Recent {
  readonly #ids = new Set<string>()

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(id: string): void {
    this.#ids.delete(id)
    this.#ids.add(id)
    if (this.#ids.size > most) this.#ids.delete(this.#ids.values().next().value!)
  }

  delete(id: string): void {
    this.#ids.delete(id)
  }
}
