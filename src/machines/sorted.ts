/**
 * A list that keeps its order, for what is taken from one end and put in at the other, and now and then in between. Blocks of a few
 * hundred: a change moves one block, and finding it takes two binary searches.
 */

const bound = 512

/** Less than zero when `a` comes before `b`; zero for what is the same alone. */
export type Order<A> = (a: A, b: A) => number

/** The first place in a list whose element does not come before `one`. */
const placeIn = <A>(all: ReadonlyArray<A>, one: A, order: Order<A>): number => {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (order(all[middle]!, one) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export class Sorted<A> implements Iterable<A> {
  readonly #order: Order<A>
  #blocks: Array<Array<A>> = []
  size = 0

  constructor(order: Order<A>, all: ReadonlyArray<A> = []) {
    this.#order = order
    const sorted = all.toSorted(order)
    for (let n = 0; n < sorted.length; n += bound) this.#blocks.push(sorted.slice(n, n + bound))
    this.size = sorted.length
  }

  get first(): A | undefined {
    return this.#blocks[0]?.[0]
  }

  get last(): A | undefined {
    return this.#blocks.at(-1)?.at(-1)
  }

  /** The first block whose last element does not come before `one`. */
  #blockOf(one: A): number {
    let [low, high] = [0, this.#blocks.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const block = this.#blocks[middle]!
      if (this.#order(block[block.length - 1]!, one) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  add(one: A): void {
    this.size++
    const last = this.#blocks.length - 1
    if (last === -1) {
      this.#blocks.push([one])
      return
    }
    const at = Math.min(this.#blockOf(one), last)
    const block = this.#blocks[at]!
    block.splice(placeIn(block, one, this.#order), 0, one)
    // What is put in at the end fills its block; what is put in between leaves room on both sides.
    if (block.length > 2 * bound)
      this.#blocks.splice(at + 1, 0, block.splice(at === last ? 2 * bound - 1 : bound))
  }

  delete(one: A): boolean {
    const at = this.#blockOf(one)
    const block = this.#blocks[at]
    if (block === undefined) return false
    const place = placeIn(block, one, this.#order)
    if (place === block.length || this.#order(block[place]!, one) !== 0) return false
    this.size--
    block.splice(place, 1)
    if (block.length === 0) this.#blocks.splice(at, 1)
    return true
  }

  *[Symbol.iterator](): Iterator<A> {
    for (const block of this.#blocks) yield* block
  }
}
