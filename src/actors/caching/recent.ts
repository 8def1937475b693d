/**
 * What a process has put into a store lately. Another one may have dropped it just before it was put, and tells so just after: then
 * it is out of date and in the store. What was put longer ago than a message takes was dropped with all else.
 */
import { everything } from "./cache-store.ts"
import type { StoredLayer } from "./terms.ts"

/** How long what was dropped may take to be told, in ms. */
export const toldWithin = 5000

export interface Recent {
  readonly layer: StoredLayer
  readonly id: string
  readonly labels: ReadonlyArray<string>
  readonly at: number
}

export class RecentPuts {
  /** By layer and id, the oldest first. */
  readonly #puts = new Map<string, Recent>()

  note(put: Recent): void {
    const key = `${put.layer} ${put.id}`
    this.#puts.delete(key)
    this.#puts.set(key, put)
    this.#prune(put.at)
  }

  /** Those with any of these labels, which are known no longer. */
  take(labels: ReadonlyArray<string>, now: number): ReadonlyArray<Recent> {
    this.#prune(now)
    const all = labels.includes(everything)
    const taken = [...this.#puts].filter(
      ([, put]) => all || put.labels.some((label) => labels.includes(label)),
    )
    for (const [key] of taken) this.#puts.delete(key)
    return taken.map(([, put]) => put)
  }

  #prune(now: number): void {
    for (const [key, { at }] of this.#puts) {
      if (at + toldWithin > now) break
      this.#puts.delete(key)
    }
  }
}
