/** What is remembered by an id, at most so much: the oldest is forgotten for a new one, and none but that. */
export class RecentMap<V> {
  readonly #values = new Map<string, V>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  has(id: string): boolean {
    return this.#values.has(id)
  }

  get(id: string): V | undefined {
    return this.#values.get(id)
  }

  /** The id is the newest then. */
  set(id: string, value: V): void {
    this.#values.delete(id)
    this.#values.set(id, value)
    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value!)
  }

  delete(id: string): void {
    this.#values.delete(id)
  }
}

/** Ids that are remembered: the newest thousand. */
export class Recent {
  readonly #ids = new RecentMap<true>(1000)

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(id: string): void {
    this.#ids.set(id, true)
  }

  delete(id: string): void {
    this.#ids.delete(id)
  }
}
