/** The tokens of one prompt, spent on its parts in the order of their worth; what does not fit stays out whole. Pure. */

/** Something that goes into a prompt or does not. */
export interface Part<A> {
  readonly items: ReadonlyArray<A>
  /** In tokens, with all that stands around it. */
  readonly costs: (item: A) => number
  /** What stands above the items, if there are any; in tokens. */
  readonly heading?: number
  /** `newest`: from the last one back, without a gap; `all`: each that fits. */
  readonly takes: "newest" | "all"
}

export interface Purse {
  /** The items that are paid for, in their order. */
  readonly spend: <A>(part: Part<A>) => ReadonlyArray<A>
  /** What is left. */
  readonly left: () => number
}

export const makePurse = (tokens: number): Purse => {
  let left = tokens

  const pay = (cost: number): boolean => {
    if (cost > left) return false
    left -= cost
    return true
  }

  return {
    left: () => left,
    spend: ({ items, costs, heading = 0, takes }) => {
      const before = left
      left -= heading
      const paid = new Set<number>()
      const order = takes === "newest" ? items.map((_, at) => items.length - 1 - at) : items.keys()
      for (const at of order) {
        if (pay(costs(items[at]!))) paid.add(at)
        else if (takes === "newest") break
      }
      if (paid.size === 0) left = before
      return items.filter((_, at) => paid.has(at))
    },
  }
}
