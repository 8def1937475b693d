/** Breadth first: every state that some order of moves leads to is looked at once, by its key, the nearest first. */

/** One way on from a state. */
export interface Move<S> {
  /** In a word or two, for people. */
  readonly name: string
  /** To whom it happens; left out where there is but one. */
  readonly of?: string
  /** The event that is taken; null: something is done that no chart hears of. */
  readonly event: unknown
  /** Whether it may come as things are; what only a failure brings does not count as a way out. */
  readonly due: boolean
  /** Throws what the chart throws. */
  readonly take: () => S
}

export interface Node<S> {
  readonly state: S
  readonly from: Node<S> | null
  readonly by: Omit<Move<S>, "take"> | null
  readonly depth: number
  /** Where its due moves lead; filled in when it is left. */
  readonly next: Array<Node<S>>
  /** Whether its moves were all taken. */
  explored: boolean
}

export interface Space<S> {
  readonly begin: ReadonlyArray<S>
  readonly key: (state: S) => string
  readonly moves: (state: S) => ReadonlyArray<Move<S>>
  /** Looks at a state when it is found. False: the search ends. */
  readonly found: (node: Node<S>) => boolean
  /** A move that the chart broke on. False: the search ends. */
  readonly broke: (node: Node<S>, move: Move<S>, error: unknown) => boolean
  /** Looks at each step, also those to states that are known. False: the search ends. */
  readonly stepped?: (node: Node<S>, move: Move<S>, after: S) => boolean
}

export interface Bounds {
  /** So many states are looked at, at most. */
  readonly states: number
  /** Ends with the first that does not hold. */
  readonly first?: boolean
  readonly progress?: (states: number, waiting: number) => void
}

export interface Found<S> {
  readonly nodes: ReadonlyArray<Node<S>>
  /** Steps that were taken, also those to states that were known. */
  readonly steps: number
  /** States whose moves were not all taken: 0 means that the search is exhaustive. */
  readonly left: number
  /** Up to so many steps from the beginning everything was looked at. */
  readonly depth: number
}

export const search = <S>(space: Space<S>, { states, progress }: Bounds): Found<S> => {
  const known = new Map<string, Node<S>>()
  const nodes: Array<Node<S>> = []
  let steps = 0
  let goesOn = true
  const add = (key: string, state: S, from: Node<S> | null, by: Node<S>["by"]): Node<S> => {
    const node: Node<S> = {
      state,
      from,
      by,
      depth: from === null ? 0 : from.depth + 1,
      next: [],
      explored: false,
    }
    known.set(key, node)
    nodes.push(node)
    goesOn &&= space.found(node)
    return node
  }
  for (const state of space.begin) {
    const key = space.key(state)
    if (goesOn && !known.has(key)) add(key, state, null, null)
  }
  let at = 0
  for (; goesOn && at < nodes.length && nodes.length < states; at++) {
    const node = nodes[at]!
    for (const move of space.moves(node.state)) {
      if (!goesOn) break
      let after: S
      try {
        after = move.take()
      } catch (error) {
        goesOn &&= space.broke(node, move, error)
        continue
      }
      steps++
      goesOn &&= space.stepped?.(node, move, after) ?? true
      const key = space.key(after)
      const { take: _, ...by } = move
      const next = known.get(key) ?? (goesOn ? add(key, after, node, by) : undefined)
      if (next !== undefined && move.due) node.next.push(next)
    }
    node.explored = goesOn
    if (at % 100 === 0) progress?.(nodes.length, nodes.length - at)
  }
  const left = nodes.filter(({ explored }) => !explored)
  return { nodes, steps, left: left.length, depth: left[0]?.depth ?? nodes.at(-1)?.depth ?? 0 }
}

/** The way to a node, from the beginning. */
export const wayTo = <S>(node: Node<S>): ReadonlyArray<Node<S>> =>
  node.from === null ? [node] : [...wayTo(node.from), node]

/**
 * Of these nodes, those from which no due moves ever lead to where `isOut` holds. What was not explored may lead anywhere, and
 * counts as a way out.
 */
export const stuckIn = <S>(
  nodes: ReadonlyArray<Node<S>>,
  isOut: (node: Node<S>) => boolean,
): ReadonlyArray<Node<S>> => {
  const before = new Map<Node<S>, Array<Node<S>>>()
  for (const node of nodes)
    for (const next of node.next) {
      const all = before.get(next)
      if (all === undefined) before.set(next, [node])
      else all.push(node)
    }
  const out = new Set(nodes.filter((node) => !node.explored || isOut(node)))
  const waiting = [...out]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop())
    for (const other of before.get(node) ?? [])
      if (!out.has(other)) {
        out.add(other)
        waiting.push(other)
      }
  return nodes.filter((node) => !out.has(node))
}
