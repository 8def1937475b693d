/**
 * A persistent map from text to records, for what an actor keeps by the thousand: a change makes a new table that shares all but
 * one path with the old one, so that what is kept of it (a digest, an index) need not be made anew.
 *
 * It is a trie over the hash of the key (Bagwell, "Ideal Hash Trees", 2001), whose leaves hold up to eight records. Its shape
 * follows from what it holds and from nothing else: two tables with the same records have the same digest, however they came about.
 */

const bits = 4
const fanOut = 1 << bits
const deepest = 32 / bits
const leafBound = 8

/** A record under its key. The same object for as long as the record is not changed. */
export interface Row<A> {
  readonly key: string
  readonly value: A
}

interface Leaf<A> {
  readonly rows: ReadonlyArray<Row<A>>
  readonly children: null
  readonly size: number
}

interface Branch<A> {
  readonly rows: null
  readonly children: ReadonlyArray<Tree<A>>
  readonly size: number
}

type Tree<A> = Leaf<A> | Branch<A>

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), and the last mixing of MurmurHash3, since ids differ in their last digits. */
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5
  for (let n = 0; n < key.length; n++) hash = Math.imul(hash ^ key.charCodeAt(n), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const slotAt = (hash: number, depth: number): number => (hash >>> (depth * bits)) & (fanOut - 1)

const leaf = <A>(rows: ReadonlyArray<Row<A>>): Leaf<A> => ({
  rows,
  children: null,
  size: rows.length,
})
const none: Leaf<never> = leaf([])

const branch = <A>(children: ReadonlyArray<Tree<A>>, size: number): Branch<A> => ({
  rows: null,
  children,
  size,
})

const byKey = (a: Row<unknown>, b: Row<unknown>): number => (a.key < b.key ? -1 : 1)

/** A tree of these rows, which are in the order of their keys. */
const built = <A>(rows: ReadonlyArray<Row<A>>, depth: number): Tree<A> => {
  if (rows.length === 0) return none
  if (rows.length <= leafBound || depth === deepest) return leaf(rows)
  const parts: Array<Array<Row<A>>> = Array.from({ length: fanOut }, () => [])
  for (const row of rows) parts[slotAt(hashOf(row.key), depth)]!.push(row)
  return branch(
    parts.map((part) => built(part, depth + 1)),
    rows.length,
  )
}

const replaced = <A>(all: ReadonlyArray<A>, at: number, one: A): ReadonlyArray<A> => {
  const copy = all.slice()
  copy[at] = one
  return copy
}

const inserted = <A>(tree: Tree<A>, row: Row<A>, hash: number, depth: number): Tree<A> => {
  if (tree.children !== null) {
    const slot = slotAt(hash, depth)
    const before = tree.children[slot]!
    const after = inserted(before, row, hash, depth + 1)
    return branch(replaced(tree.children, slot, after), tree.size + after.size - before.size)
  }
  const at = tree.rows.findIndex(({ key }) => key >= row.key)
  if (at !== -1 && tree.rows[at]!.key === row.key) return leaf(replaced(tree.rows, at, row))
  const rows = tree.rows.toSpliced(at === -1 ? tree.rows.length : at, 0, row)
  return rows.length <= leafBound || depth === deepest ? leaf(rows) : built(rows, depth)
}

const removed = <A>(tree: Tree<A>, key: string, hash: number, depth: number): Tree<A> => {
  if (tree.children !== null) {
    const slot = slotAt(hash, depth)
    const before = tree.children[slot]!
    const after = removed(before, key, hash, depth + 1)
    if (after === before) return tree
    const children = replaced(tree.children, slot, after)
    if (tree.size - 1 > leafBound) return branch(children, tree.size - 1)
    return leaf(children.flatMap(rowsOf).toSorted(byKey))
  }
  const at = tree.rows.findIndex((row) => row.key === key)
  if (at === -1) return tree
  return tree.rows.length === 1 ? none : leaf(tree.rows.toSpliced(at, 1))
}

const rowsOf = <A>(tree: Tree<A>): ReadonlyArray<Row<A>> => tree.rows ?? tree.children.flatMap(rowsOf)

const each = <A>(tree: Tree<A>, see: (row: Row<A>) => void): void => {
  if (tree.rows !== null) for (const row of tree.rows) see(row)
  else for (const child of tree.children) each(child, see)
}

/** Tells of each row that is in one of two nodes alone: first as it was, then as it is. */
const compared = <A>(
  before: Tree<A>,
  after: Tree<A>,
  gone: (row: Row<A>) => void,
  come: (row: Row<A>) => void,
): void => {
  if (before === after) return
  if (before.children !== null && after.children !== null) {
    for (let n = 0; n < fanOut; n++) compared(before.children[n]!, after.children[n]!, gone, come)
    return
  }
  const [was, is] = [rowsOf(before), rowsOf(after)]
  for (const row of was) if (!is.includes(row)) gone(row)
  for (const row of is) if (!was.includes(row)) come(row)
}

/** Tables that came of one another, and the digest of the one that was asked for it last. */
export interface Line {
  root: Tree<unknown>
  digest: bigint
}

/** Digests are of so many bits. */
const digestBits = 256

export class Table<A> {
  readonly #root: Tree<A>
  /** The same for all tables that came of one another: what is kept beside a table is kept under it. */
  readonly line: Line

  private constructor(root: Tree<A>, line: Line) {
    this.#root = root
    this.line = line
  }

  static of<A>(records: Readonly<Record<string, A>>): Table<A> {
    const rows = Object.entries(records).map(([key, value]): Row<A> => ({ key, value }))
    return new Table(built(rows.toSorted(byKey), 0), { root: none, digest: 0n })
  }

  get size(): number {
    return this.#root.size
  }

  row(key: string): Row<A> | undefined {
    const hash = hashOf(key)
    let tree = this.#root
    for (let depth = 0; tree.children !== null; depth++) tree = tree.children[slotAt(hash, depth)]!
    for (const row of tree.rows) if (row.key === key) return row
    return undefined
  }

  get(key: string): A | undefined {
    return this.row(key)?.value
  }

  set(key: string, value: A): Table<A> {
    return new Table(inserted(this.#root, { key, value }, hashOf(key), 0), this.line)
  }

  delete(key: string): Table<A> {
    const root = removed(this.#root, key, hashOf(key), 0)
    return root === this.#root ? this : new Table(root, this.line)
  }

  /** In an order that follows from the keys. */
  each(see: (row: Row<A>) => void): void {
    each(this.#root, see)
  }

  /** In the order of the keys. */
  rows(): ReadonlyArray<Row<A>> {
    return rowsOf(this.#root).toSorted(byKey)
  }

  values(): ReadonlyArray<A> {
    return this.rows().map(({ value }) => value)
  }

  /** What differs in `after`, in time that grows with how much does. */
  compare(after: Table<A>, gone: (row: Row<A>) => void, come: (row: Row<A>) => void): void {
    compared(this.#root, after.#root, gone, come)
  }

  /**
   * A digest of all that it holds: the sum of its records' (Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing:
   * Incrementality at Reduced Cost", 1997, whose AdHash this is). So only what differs from the table of the same line that was asked
   * last is looked at. It tells tables apart that differ by accident; who wants two with one digest can find them with effort.
   */
  digest(hash: (text: string) => bigint): bigint {
    const { line } = this
    let sum = line.digest
    const of = ({ key, value }: Row<unknown>) => hash(JSON.stringify([key, value]))
    compared(
      line.root,
      this.#root,
      (row) => (sum -= of(row)),
      (row) => (sum += of(row)),
    )
    line.root = this.#root
    line.digest = BigInt.asUintN(digestBits, sum)
    return line.digest
  }

  /** How it is written: its records under their keys. */
  toJSON(): Readonly<Record<string, A>> {
    return Object.fromEntries(this.rows().map(({ key, value }) => [key, value]))
  }
}
