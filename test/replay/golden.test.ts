/**
 * Golden logs: what earlier versions of Orrery did, by version. Each replays to the last hash for ever, and its actor goes on in
 * today's chart from wherever it was when the new version came.
 */
import { globSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import * as books from "../../src/actors/books.ts"
import { decodeEntry } from "../../src/actors/journal.ts"
import { toVersion } from "../../src/actors/replay.ts"
import { inputOf, ledgerOf, lineageOf } from "../../src/actors/steppers.ts"
import { readLog } from "../../src/adapters/files/logs.ts"
import { kindOf } from "../../src/machines/address.ts"
import { retired } from "../../src/machines/retired.ts"
import type { Recorded } from "../../src/replay/bundle.ts"
import { replayed } from "../../src/replay/replay.ts"
import { lines } from "../../src/replay/report.ts"

const folder = fileURLToPath(new URL(".", import.meta.url))
const files = globSync("*/*/*.jsonl{,.gz}", { cwd: folder }).toSorted()
const golden = (
  await Promise.all(
    files.map(async (path) =>
      (await readLog(`${folder}/${path}`)).map((log) => ({ path: `${path} ${log.address}`, log })),
    ),
  )
).flat()

/** The actor as a store has it whose journal ends after `entries`. */
const claimed = ({ address, base, entries }: Recorded, length: number) => {
  const tail = entries.slice(0, length)
  const { seq, hash } = decodeEntry(tail.at(-1)!.body)
  return ledgerOf(address, { epoch: 1, seq, hash, record: base && JSON.stringify(base), tail })
}

describe("golden logs", () => {
  it("are there, of every kind of actor", () => {
    expect(golden.map((it) => kindOf(it.log.address))).toEqual(
      expect.arrayContaining(["agent", "constellation", "conversation", "pool"]),
    )
  })

  it.each(golden.map(({ path, log }) => [path, log] as const))("%s replays", (_, log) => {
    expect(lines(replayed(log))).toEqual([`ok        ${log.address}  ${log.entries.length} entries`])
  })

  // What a log of format 2 says beside its entries takes no part in how an actor goes on.
  const first = golden.filter(({ path }) => !path.includes("/format-2/"))

  it.each(first.map(({ path, log }) => [path, log] as const))(
    "%s goes on in today's chart wherever it was",
    (_, log) => {
      const { address, entries } = log
      const lineage = lineageOf(address)
      const stepper = lineage.today
      const shape = Object.keys(stepper.initial(inputOf(address)).snapshot.context).toSorted()
      replayed(log, ({ seq }, _, standing) => {
        const now = toVersion(address, lineage, standing, stepper.machine).books
        expect(Object.keys(now.snapshot.context).toSorted()).toEqual(shape)
        const again = books.reopened(stepper, JSON.parse(books.record(stepper, now, "h")))
        for (const timer of now.timers.values()) {
          const fired = { seq: seq + 1, at: timer.due, cause: timer.cause, event: timer.event }
          const after = books.post(stepper, again, { ...fired, settles: null, fires: timer.id, acked: [] })
          expect(after.seq).toBe(seq + 1)
        }
      })
      // A store hands out what this goes through once more, from the first entry: at the beginning, in the middle, at the end.
      for (const length of [1, Math.ceil(entries.length / 2), entries.length])
        expect(Object.keys(claimed(log, length).books.snapshot.context).toSorted()).toEqual(shape)
    },
  )
})

describe("retired charts", () => {
  it("each have a log that was written with them", () => {
    const versions = Object.values(retired).flatMap((of) =>
      of.map(({ chart }) => `${chart.id}@${chart.version}`),
    )
    const machines = new Set(
      golden.flatMap((it) => it.log.entries.map(({ body }) => decodeEntry(body).machine)),
    )
    for (const version of versions) expect([version, machines.has(version)]).toEqual([version, true])
  })
})
