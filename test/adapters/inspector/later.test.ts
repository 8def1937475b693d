/** Which entries of a message's way are of timers that rang when it was done for. */
import { Effect } from "effect"
import { expect, it } from "vitest"
import { laterOf, type Stop } from "../../../src/adapters/inspector/later.ts"
import { Past } from "../../../src/adapters/inspector/past.ts"
import { wayOf } from "../../../src/adapters/inspector/way.ts"

interface Given {
  readonly fires?: string
  readonly settles?: string
  readonly owes?: ReadonlyArray<string>
}

let seq = 0
const stop = (name: string, at: number, { fires, settles, owes = [] }: Given = {}): Stop => ({
  address: `agent/${name}`,
  entry: {
    seq: ++seq,
    at,
    cause: "1",
    epoch: 1,
    machine: "agent@2",
    hash: "",
    acked: [],
    id: null,
    event: { type: "X" },
    fires: fires ?? null,
    settles: settles ?? null,
  },
  effects: owes.map((type, n) => ({ key: `${seq}.${n}`, cause: "1", effect: { type } as never })),
})

const later = (...way: ReadonlyArray<readonly [Stop, Stop?]>) => {
  const found = laterOf(
    way.map(([one]) => one),
    (one) => way.find(([of]) => of === one)?.[1],
  )
  return way.map(([one]) => found.has(one))
}

const heard = stop("a", 0, { owes: ["Think"] })
const answered = stop("a", 10, { settles: `${heard.entry.seq}.0`, owes: ["Say"] })

it("is a timer that rings when all is said, with what comes of it", () => {
  const round = stop("pool", 60_000, { fires: "round" })
  const pinged = stop("a", 60_010)
  expect(later([heard], [answered, heard], [round], [pinged, round])).toEqual([false, false, true, true])
})

it("is a turn of a timer's own, which nobody sees", () => {
  const tidies = stop("b", 60_000, { fires: "quiet", owes: ["Think"] })
  const tidied = stop("b", 61_000, { settles: `${tidies.entry.seq}.0` })
  expect(later([heard], [answered, heard], [tidies], [tidied, tidies])).toEqual([false, false, true, true])
})

it("is no timer that the answer came of", () => {
  const failed = stop("a", 5)
  const again = stop("a", 1000, { fires: "backoff", owes: ["Think"] })
  const said = stop("a", 2000, { settles: `${again.entry.seq}.0`, owes: ["Say"] })
  expect(later([heard], [failed, heard], [again], [said, again])).toEqual([false, false, false, false])
})

it("is no timer that rang before the answer", () => {
  const round = stop("pool", 5, { fires: "round" })
  expect(later([heard], [round], [answered, heard])).toEqual([false, false, false])
})

it("is no timer of an actor that waits for an answer which does not come: it gave up then", () => {
  const gaveUp = stop("a", 60_000, { fires: "patience" })
  const ended = stop("conversation", 60_010)
  expect(later([heard], [gaveUp], [ended, gaveUp])).toEqual([false, false, false])
})

it("is marked in the way that it is a part of", async () => {
  const [pool, round] = [stop("0", 0), stop("0", 60_000, { fires: "round" })]
  const stored = [pool, round].map(({ entry }) => ({ seq: entry.seq, id: null, body: JSON.stringify(entry) }))
  class Held extends Past {
    override first = () => Effect.succeed(pool.entry.seq)
    override entries = (_: unknown, from: number, limit: number) =>
      Effect.succeed(stored.filter((one) => one.seq >= from && one.seq < from + limit))
    override at = () => Effect.succeed(null)
  }
  const past = new Held(null as never, null)
  const roads = { past, lastOf: () => Effect.succeed(round.entry.seq), toldBy: () => [] }
  const { steps } = await Effect.runPromise(wayOf(roads, "1", pool.address, "hidden"))
  expect(steps).toMatchObject([
    { rang: false, later: false },
    { rang: true, later: true },
  ])
})
