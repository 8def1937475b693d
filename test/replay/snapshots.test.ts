/** A snapshot that an earlier version wrote is read, and its actor goes on in today's chart: with what it owed then, too. */
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import * as books from "../../src/actors/books.ts"
import { inputOf, ledgerOf, stepperOf } from "../../src/actors/steppers.ts"
import { logsIn, readLog } from "../../src/adapters/files/logs.ts"
import { replayed } from "../../src/replay/replay.ts"

const files = await logsIn(fileURLToPath(new URL("0.1.0/feed", import.meta.url)))
const logs = (await Promise.all(files.map(readLog))).flat()

describe("snapshots of 0.1.0", () => {
  it.each(logs.map((log) => [log.address, log] as const))("of %s are gone on from", (address, log) => {
    const shape = Object.keys(stepperOf(address).initial(inputOf(address)).snapshot.context).toSorted()
    replayed(log, ({ seq }, _, { stepper, books: then, hash }) => {
      const record = books.record(stepper, then, hash)
      const ledger = ledgerOf(address, { epoch: 1, seq, hash, record, tail: [] })
      expect(Object.keys(ledger.books.snapshot.context).toSorted()).toEqual(shape)
    })
  })
})
