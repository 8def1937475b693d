/**
 * A persistent map from text to records, for what an actor keeps by the thousand: a change makes a new table and leaves the one
 * before it as it was, and what differs between two of them is found in time that grows with how much does, so that what is kept of
 * a table (a digest, an index) need not be made anew.
 *
 * All tables that came of one another share one map. The one that was changed last has it, and is asked and changed at the cost of
 * the map; one before it knows which of its successors is on the way to the map, and the one record that it has otherwise. Who
 * changes an older one has the map brought back to it (Baker, "Shallow Binding Makes Functional Arrays Fast", 1991).
 */

/** A record under its key. The same object for as long as the record is not changed. */
export interface Row<A> {
  readonly key: string
  readonly value: A
}

const byKey = (a: Row<unknown>, b: Row<unknown>): number => (a.key < b.key ? -1 : 1)

/** Tables that came of one another; the one that was asked for its digest last, and that digest. */
export interface Line {
  last: Table<unknown> | null
  digest: bigint
}

/** Digests are of so many bits. */
const digestBits = 256

/** A table that is farther from the map than so many changes has the map brought to it when it is asked. */
const far = 32

export class Table<A> {
  /** The map, or null: then this is as `#next`, but for what is under `#key`: `#row`, or nothing. */
  #rows: Map<string, Row<A>> | null
  #next: Table<A> | null = null
  #key = ""
  #row: Row<A> | undefined = undefined
  readonly size: number
  /** The same for all tables that came of one another: what is kept beside a table is kept under it. */
  readonly line: Line

  private constructor(rows: Map<string, Row<A>>, line: Line) {
    this.#rows = rows
    this.size = rows.size
    this.line = line
  }

  static of<A>(records: Readonly<Record<string, A>>): Table<A> {
    const rows = new Map<string, Row<A>>()
    for (const key of Object.keys(records)) rows.set(key, { key, value: records[key]! })
    return new Table(rows, { last: null, digest: 0n })
  }

  row(key: string): Row<A> | undefined {
    if (this.#rows !== null) return this.#rows.get(key)
    return Table.#isFar(this) ? this.#own().get(key) : Table.#onTheWay(this, key)
  }

  static #isFar<A>(from: Table<A>): boolean {
    let table = from
    for (let steps = 0; steps < far && table.#rows === null; steps++) table = table.#next!
    return table.#rows === null
  }

  /** What stands under a key in the first table on the way to the map that has it otherwise, or in the map. */
  static #onTheWay<A>(from: Table<A>, key: string): Row<A> | undefined {
    let table = from
    for (; table.#rows === null; table = table.#next!) if (table.#key === key) return table.#row
    return table.#rows.get(key)
  }

  get(key: string): A | undefined {
    return this.row(key)?.value
  }

  set(key: string, value: A): Table<A> {
    const rows = this.#own()
    const before = rows.get(key)
    rows.set(key, { key, value })
    return this.#become(rows, key, before)
  }

  delete(key: string): Table<A> {
    const before = this.row(key)
    if (before === undefined) return this
    const rows = this.#own()
    rows.delete(key)
    return this.#become(rows, key, before)
  }

  /** The map has changed under a key where this has `row`: it is the next table's. */
  #become(rows: Map<string, Row<A>>, key: string, row: Row<A> | undefined): Table<A> {
    const next = new Table(rows, this.line)
    this.#leave(next, key, row)
    return next
  }

  #leave(next: Table<A>, key: string, row: Row<A> | undefined): void {
    this.#rows = null
    this.#next = next
    this.#key = key
    this.#row = row
  }

  /** Brings the map to this table: back on the way, each change is undone, and known to the table that had it. */
  #own(): Map<string, Row<A>> {
    return this.#rows ?? Table.#brought(this)
  }

  static #brought<A>(to: Table<A>): Map<string, Row<A>> {
    const way: Array<Table<A>> = []
    let holder = to
    for (; holder.#rows === null; holder = holder.#next!) way.push(holder)
    const rows = holder.#rows
    for (const table of way.toReversed()) {
      const key = table.#key
      const after = rows.get(key)
      if (table.#row === undefined) rows.delete(key)
      else rows.set(key, table.#row)
      holder.#leave(table, key, after)
      table.#rows = rows
      table.#next = null
      table.#row = undefined
      holder = table
    }
    return rows
  }

  /** In no particular order. */
  each(see: (row: Row<A>) => void): void {
    // Whoever sees one may go on to change the table.
    const all = [...this.#own().values()]
    for (const row of all) see(row)
  }

  /** In the order of the keys. */
  rows(): ReadonlyArray<Row<A>> {
    return [...this.#own().values()].sort(byKey)
  }

  values(): ReadonlyArray<A> {
    return this.rows().map(({ value }) => value)
  }

  /** The map of the line, and what a table has otherwise. */
  static #otherwise<A>(
    from: Table<A>,
  ): readonly [Map<string, Row<A>>, ReadonlyMap<string, Row<A> | undefined>] {
    const rows = new Map<string, Row<A> | undefined>()
    let table = from
    for (; table.#rows === null; table = table.#next!)
      if (!rows.has(table.#key)) rows.set(table.#key, table.#row)
    return [table.#rows, rows]
  }

  /**
   * What differs in `after`: first all that is gone, then all that has come. Of two tables that came of one another it takes time
   * that grows with how many changes lie between them.
   */
  compare(after: Table<A>, gone: (row: Row<A>) => void, come: (row: Row<A>) => void): void {
    if (after === this) return
    if (after.line !== this.line) {
      const [was, is] = [this.#own(), after.#own()]
      for (const row of was.values()) if (is.get(row.key) !== row) gone(row)
      for (const row of is.values()) if (was.get(row.key) !== row) come(row)
      return
    }
    const [[rows, before], [, now]] = [Table.#otherwise(this), Table.#otherwise(after)]
    const arrived: Array<Row<A>> = []
    const see = (key: string) => {
      const was = before.has(key) ? before.get(key) : rows.get(key)
      const is = now.has(key) ? now.get(key) : rows.get(key)
      if (was === is) return
      if (was !== undefined) gone(was)
      if (is !== undefined) arrived.push(is)
    }
    for (const key of before.keys()) see(key)
    for (const key of now.keys()) if (!before.has(key)) see(key)
    for (const row of arrived) come(row)
  }

  /**
   * A digest of all that it holds: the sum of its records' (Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing:
   * Incrementality at Reduced Cost", 1997, whose AdHash this is). So only what differs from the table of the same line that was asked
   * last is looked at. It tells tables apart that differ by accident; who wants two with one digest can find them with effort.
   */
  digest(hash: (text: string) => bigint): bigint {
    const { line } = this
    const of = ({ key, value }: Row<unknown>) => hash(JSON.stringify([key, value]))
    let sum = line.digest
    if (line.last === null) this.each((row) => void (sum += of(row)))
    else
      line.last.compare(
        this,
        (row) => void (sum -= of(row)),
        (row) => void (sum += of(row)),
      )
    line.last = this
    line.digest = BigInt.asUintN(digestBits, sum)
    return line.digest
  }

  /** How it is written: its records under their keys. */
  toJSON(): Readonly<Record<string, A>> {
    return Object.fromEntries(this.rows().map(({ key, value }) => [key, value]))
  }
}
