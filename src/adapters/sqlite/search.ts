/** Reads every row of every table. */
import type { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import type { Searched } from "../../actors/store.ts"
import type { Connection } from "./connection.ts"

/** Rows that are read before others get their turn. */
const page = 1000

/** The texts of each table, and the address of the actor that they belong to. */
const tables = [
  "SELECT rowid AS at, address, address AS text, '' AS more FROM actor",
  "SELECT entry AS at, address, body AS text, id AS more FROM journal JOIN actor ON number = actor",
  "SELECT record.rowid AS at, address, body AS text, '' AS more FROM record JOIN actor ON number = actor",
  "SELECT base.rowid AS at, address, body AS text, '' AS more FROM base JOIN actor ON number = actor",
  "SELECT entry AS at, address, address AS text, '' AS more FROM fencing",
]
/** Has no row numbers of its own. */
const ids = "SELECT actor AS at, address, id FROM seen JOIN actor ON number = actor"

interface Row {
  readonly at: number
  readonly address: string
  readonly text: string
  readonly more: string | null
}

export const search = ({ run }: Connection, holds: (text: string) => boolean) =>
  Effect.gen(function* () {
    const found = new Set<string>()
    let looked = 0
    const look = ({ address, text, more }: Omit<Row, "at">) => {
      looked++
      if (holds(text) || (more !== null && holds(more))) found.add(address)
    }
    for (const table of tables) {
      for (let after = -1; ;) {
        const rows = yield* run((db) => rowsOf(db, table, after))
        for (const row of rows) look(row)
        if (rows.length < page) break
        after = rows.at(-1)!.at
        yield* Effect.yieldNow
      }
    }
    for (let after: readonly [string, number] = ["", -1]; ;) {
      const rows = yield* run((db) => idsOf(db, after))
      for (const { id, address } of rows) look({ address, text: id, more: null })
      if (rows.length < page) break
      after = [rows.at(-1)!.id, rows.at(-1)!.at]
      yield* Effect.yieldNow
    }
    return { looked, found: [...found] } satisfies Searched
  })

const rowsOf = (db: DatabaseSync, table: string, after: number): ReadonlyArray<Row> =>
  db
    .prepare(`SELECT * FROM (${table}) WHERE at > ? ORDER BY at LIMIT ${page}`)
    .all(after) as unknown as ReadonlyArray<Row>

const idsOf = (db: DatabaseSync, [id, at]: readonly [string, number]) =>
  db
    .prepare(`${ids} WHERE (id, actor) > (?, ?) ORDER BY id, actor LIMIT ${page}`)
    .all(id, at) as unknown as ReadonlyArray<{ at: number; address: string; id: string }>
