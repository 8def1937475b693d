/** Who is due when, earliest first. A key is due once; setting it anew counts, and nothing before. */

interface Mark {
  readonly key: string
  readonly due: number
}

export class Agenda<A> {
  readonly #set = new Map<string, { readonly due: number; readonly what: A }>()
  /** A binary heap (Williams, "Algorithm 232: Heapsort", 1964). Marks that were set anew stay until they come up, or are too many. */
  #heap: Array<Mark> = []

  /** When the first is due at the earliest, in ms since 1970. */
  get first(): number {
    return this.#heap[0]?.due ?? Number.POSITIVE_INFINITY
  }

  /** Marks that are kept, overtaken ones among them. */
  get size(): number {
    return this.#heap.length
  }

  set(key: string, due: number, what: A): void {
    const before = this.#set.get(key)?.due
    this.#set.set(key, { due, what })
    if (before === due) return
    push(this.#heap, { key, due })
    if (this.#heap.length > 2 * this.#set.size + 64) this.#heap = this.#marks()
  }

  delete(key: string): void {
    this.#set.delete(key)
  }

  /** Takes out one that is due by `now`. */
  take(now: number): A | undefined {
    while (this.first <= now) {
      const { key, due } = pop(this.#heap)
      const entry = this.#set.get(key)
      if (entry?.due !== due) continue
      this.#set.delete(key)
      return entry.what
    }
    return undefined
  }

  /** In order, which is a heap too. */
  #marks(): Array<Mark> {
    return [...this.#set].map(([key, { due }]) => ({ key, due })).toSorted((a, b) => a.due - b.due)
  }
}

const push = (heap: Array<Mark>, mark: Mark): void => {
  let at = heap.push(mark) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]!.due <= mark.due) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = mark
}

const pop = (heap: Array<Mark>): Mark => {
  const first = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return first
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]!.due < heap[child]!.due) child++
    if (heap[child]!.due >= last.due) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return first
}
