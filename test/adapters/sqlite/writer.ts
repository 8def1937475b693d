/**
 * Commits to the file named by its argument until it is killed, and tells each acknowledged seq on a line of its own.
 * Run by crash.test.ts as a process of its own.
 */
import { Effect } from "effect"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { Store } from "../../../src/actors/store.ts"

const write = Effect.gen(function* () {
  const store = yield* Store
  const { epoch } = yield* store.claim("agent/1")
  for (let expectedSeq = 0; ; expectedSeq++) {
    const seq = expectedSeq + 1
    const entries = [{ seq, id: `event-${seq}`, body: "x".repeat(1_000) }]
    yield* store.commit([
      {
        address: "agent/1",
        epoch,
        expectedSeq,
        expectedHash: expectedSeq === 0 ? "" : `hash-${expectedSeq}`,
        entries,
        hash: `hash-${seq}`,
        record: null,
        wakeAt: seq,
      },
    ])
    process.stdout.write(`${seq}\n`)
  }
})

await Effect.runPromise(Effect.provide(write, SqliteStore.layer({ path: process.argv[2]! })))
