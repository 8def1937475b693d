/**
 * Values in memory, for each owner apart: each owner has so much room, and all together have so much. Who was asked for longest ago
 * goes first. Map keeps the order in which keys were put, so that the first is always the one to go. Pure but for itself.
 */
export interface Weighed {
  readonly bytes: number
  /** In ms since 1970. */
  readonly heldUntil: number
  readonly labels: ReadonlyArray<string>
}

interface Slot<V> {
  readonly owner: string
  readonly id: string
  readonly value: V
}

interface Owned<V> {
  bytes: number
  readonly slots: Map<string, Slot<V>>
}

/** Of its owner's room: what is larger would drive out too much else. */
const largestShare = 0.5

export class Lru<V extends Weighed> {
  readonly #owners = new Map<string, Owned<V>>()
  /** Of all owners. */
  readonly #order = new Set<Slot<V>>()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get entries(): number {
    return this.#order.size
  }

  get(owner: string, id: string, now: number): V | null {
    const owned = this.#owners.get(owner)
    const slot = owned?.slots.get(id)
    if (owned === undefined || slot === undefined) return null
    if (slot.value.heldUntil <= now) {
      this.#remove(slot)
      return null
    }
    owned.slots.delete(id)
    owned.slots.set(id, slot)
    this.#order.delete(slot)
    this.#order.add(slot)
    return slot.value
  }

  put(owner: string, id: string, value: V, room: { readonly each: number; readonly all: number }): void {
    const before = this.#owners.get(owner)?.slots.get(id)
    if (before !== undefined) this.#remove(before)
    if (value.bytes > Math.min(room.each, room.all) * largestShare) return
    const owned = this.#owners.get(owner) ?? { bytes: 0, slots: new Map<string, Slot<V>>() }
    this.#owners.set(owner, owned)
    const slot = { owner, id, value }
    owned.slots.set(id, slot)
    owned.bytes += value.bytes
    this.#order.add(slot)
    this.#bytes += value.bytes
    while (owned.bytes > room.each) this.#remove(owned.slots.values().next().value!)
    while (this.#bytes > room.all) this.#remove(this.#order.values().next().value!)
  }

  /** Forgets what `isGone` says. Goes through all that there is. */
  sweep(isGone: (value: V) => boolean): void {
    for (const slot of this.#order) if (isGone(slot.value)) this.#remove(slot)
  }

  clear(): void {
    this.#owners.clear()
    this.#order.clear()
    this.#bytes = 0
  }

  values(): Iterable<V> {
    return [...this.#order].map(({ value }) => value)
  }

  #remove(slot: Slot<V>): void {
    const owned = this.#owners.get(slot.owner)!
    owned.slots.delete(slot.id)
    owned.bytes -= slot.value.bytes
    if (owned.slots.size === 0) this.#owners.delete(slot.owner)
    this.#order.delete(slot)
    this.#bytes -= slot.value.bytes
  }
}
