/**
 * What an agent costs a pool shard in memory: 500,000 that are known and free, then 50,000 of them in use, each with another guild.
 * The pool is the real one, its chart, books and index; what is counted is the heap after garbage was collected, before and after.
 * The agents' own actors are not in it: they sleep while they are free.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as books from "../src/actors/books.ts"
import { makeStepper } from "../src/actors/step.ts"
import { charts } from "../src/machines/index.ts"
import type { PoolEvent } from "../src/machines/events.ts"
import { turnOf } from "./support/turn.ts"

const [known, inUse] = [500_000, 50_000]

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void
const heap = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

const stepper = makeStepper(charts.pool)
let [now, at] = [books.opened(stepper, { id: "0", pool: "0" }), 1_700_000_000_000]
const tell = (event: PoolEvent): void => {
  now = books.post(stepper, now, {
    seq: now.seq + 1,
    at: (at += 10),
    cause: "bench",
    event,
    settles: null,
    fires: null,
    acked: [...now.outbox.keys()],
  })
}
const need = { purpose: "ai_companion", tools: [], priority: 1 } as const
const guildOf = (n: number): string => String(200_000_000_000_000_000n + BigInt(n))

tell({ type: "ALLOCATE" })
const empty = heap()
tell({ type: "CONNECTED", agents: Array.from({ length: known }, (_, n) => `0-${n}`), policy: "odds" })
// The index is made when it is asked for something.
tell({ type: "REQUEST", turn: turnOf(0, guildOf(0)), need })
const free = heap()
for (let n = 1; n <= inUse; n++) tell({ type: "REQUEST", turn: turnOf(n, guildOf(n)), need })
const used = heap()
const perFree = Math.round((free - empty) / known)
const perUsed = Math.round((used - free) / inUse) + perFree
console.log(
  `${known} agents known: ${Math.round((free - empty) / 1e6)} MB; ${inUse} in use: ${Math.round((used - free) / 1e6)} MB more`,
)
console.log(
  JSON.stringify({
    bench: "pool-memory",
    agents: known,
    in_use: inUse,
    bytes_per_free_agent: perFree,
    bytes_per_used_agent: perUsed,
    events: now.seq,
  }),
)
