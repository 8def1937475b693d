/** Which channels are read after a READY, from where on, how far, and what becomes of what is found. */
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { it } from "@effect/vitest"
import { describe, expect } from "vitest"
import { makeBackfill, type Surroundings } from "../../../src/adapters/discord/backfill.ts"
import { catchUpPolicy } from "../../../src/adapters/discord/policy.ts"
import { RestFailed } from "../../../src/adapters/discord/rest-errors.ts"
import type { DiscordRest } from "../../../src/adapters/discord/rest.ts"
import { snowflakeAt } from "../../../src/adapters/discord/unheard.ts"
import { saidAt, type Missed } from "../../../src/machines/values.ts"

const minute = 60_000
const hour = 60 * minute
const now = 1_763_000_000_000
const channel = "1100000000000000101"
const guild = "1100000000000000100"

const idAgo = (ms: number): string => snowflakeAt(now - ms)
const author = { id: "1100000000000000200", username: "ada" }
const saying = (id: string) => ({ id, channel_id: channel, type: 0, content: id, author })

/** A Discord whose one channel says this, oldest first, and how often and how it was asked. */
const discord = (said: ReadonlyArray<string>, failures: Array<number> = []) => {
  const asked: Array<Readonly<Record<string, string>>> = []
  const api = (_: unknown, _method: string, _route: string, { query }: { query: Record<string, string> }) =>
    Effect.suspend(() => {
      asked.push(query)
      const status = failures.shift()
      if (status !== undefined) return Effect.fail(new RestFailed({ status, code: null, message: "no" }))
      const { after = "0", before = "99999999999999999999", limit } = query
      const found = said.filter((id) => BigInt(id) > BigInt(after) && BigInt(id) < BigInt(before))
      const page = "after" in query ? found.slice(0, Number(limit)) : found.slice(-Number(limit))
      return Effect.succeed(page.toReversed().map(saying))
    })
  return { asked, rest: { api } as unknown as DiscordRest["Service"] }
}

/** A process that heard the channel until an hour ago, and listens again since a moment. */
const process = (
  { rest }: ReturnType<typeof discord>,
  over: Partial<Surroundings> = {},
  until = idAgo(hour),
) => {
  const heard: Array<readonly [string, Missed | undefined]> = []
  const ends: Array<readonly [string, string, boolean]> = []
  const backfill = makeBackfill({
    rest,
    policy: catchUpPolicy,
    now: () => now,
    since: [{ channel, guild, message: until }],
    silentFrom: now - 42_000,
    newestIn: () => null,
    unheardIn: () => [],
    hear: ({ id }, missed) => heard.push([id, missed]) > 0,
    heardAll: (...all) => ends.push(all),
    room: Effect.void,
    ...over,
  })
  return { ...backfill, heard, ends }
}

const ready = { shard: [0, 1] }
const missed = { since: now - 42_000, answerWithin: 10 * minute }

/** A session begins, and what was missed is read. */
const listens = ({ sessionBegins, readMissed }: ReturnType<typeof process>, data: unknown = ready) => {
  sessionBegins(data)
  return readMissed(0)
}

describe("a channel is read", () => {
  it.effect.each([
    ["newer than what was heard", idAgo(1000), 1],
    ["what was heard", idAgo(hour), 0],
    ["not known", null, 1],
    ["no id", "x", 1],
  ] as const)("when its newest message is %s", ([, newest, times]) =>
    Effect.gen(function* () {
      const there = discord([])
      yield* listens(process(there, { newestIn: () => newest }))
      expect(there.asked).toHaveLength(times)
    }),
  )

  it.effect.each([[[0, 0]], [[0, -1]], ["x"], [undefined]])(
    "after a READY of shard %j, which is one of a bot without shards",
    (shard) =>
      Effect.gen(function* () {
        const there = discord([])
        yield* listens(process(there), { shard })
        expect(there.asked).toHaveLength(1)
      }),
  )

  it.effect("by one request after its last known message, when little was said", () =>
    Effect.gen(function* () {
      const said = [idAgo(hour), idAgo(20_000), idAgo(10_000)]
      const there = discord(said)
      const it = process(there)
      yield* listens(it)
      expect(there.asked).toEqual([{ after: said[0], limit: "100" }])
      expect(it.heard).toEqual(said.slice(1).map((id) => [id, missed]))
      expect(it.ends).toEqual([[channel, said[2], false]])
    }),
  )

  it.effect("from the newest back, when much was said, and no more than may be", () =>
    Effect.gen(function* () {
      const said = Array.from({ length: 1000 }, (_, n) => idAgo(40_000 - n))
      const there = discord(said)
      const it = process(there, { policy: { ...catchUpPolicy, maxMessages: 250 } })
      yield* listens(it)
      expect(it.heard.map(([id]) => id)).toEqual(said.slice(-250))
      expect(it.ends).toEqual([[channel, said.at(-1), true]])
      expect(there.asked).toHaveLength(4)
    }),
  )

  it.effect.each([200, 99, 100, 101])("whole when exactly %i may be read and are there", (most) =>
    Effect.gen(function* () {
      const said = Array.from({ length: most }, (_, n) => idAgo(40_000 - n))
      const it = process(discord([idAgo(2 * hour), ...said]), {
        policy: { ...catchUpPolicy, maxMessages: most },
      })
      yield* listens(it)
      expect(it.heard.map(([id]) => id)).toEqual(said)
      expect(it.ends).toEqual([[channel, said.at(-1), false]])
    }),
  )

  it.effect("no further back than may be, and that is said", () =>
    Effect.gen(function* () {
      const [tooOld, last] = [idAgo(25 * hour), idAgo(23 * hour)]
      const it = process(discord([tooOld, last]), { silentFrom: now - 26 * hour }, idAgo(48 * hour))
      yield* listens(it)
      expect(it.heard).toEqual([[last, { ...missed, since: now - 26 * hour }]])
      expect(it.ends).toEqual([[channel, last, true]])
    }),
  )

  it.effect("again a little later, when Discord is not there", () =>
    Effect.gen(function* () {
      const it = process(discord([idAgo(1000)], [503, 502]))
      it.sessionBegins(ready)
      const reading = yield* Effect.forkChild(it.readMissed(0))
      yield* TestClock.adjust("10 seconds")
      yield* Fiber.join(reading)
      expect(it.heard).toHaveLength(1)
    }),
  )

  it.effect("not again, when Discord does not let us", () =>
    Effect.gen(function* () {
      const there = discord([idAgo(1000)], [403])
      const it = process(there)
      yield* listens(it)
      expect([there.asked.length, it.heard, it.ends]).toEqual([1, [], []])
    }),
  )
})

describe("nobody listened", () => {
  it.effect("since the last message of any channel, when nothing better is known", () =>
    Effect.gen(function* () {
      const it = process(discord([idAgo(1000)]), { silentFrom: undefined })
      yield* listens(it)
      expect(it.heard[0]![1]!.since).toBe(now - hour)
    }),
  )

  it.effect("since the connection was lost, when a new session begins in the same process", () =>
    Effect.gen(function* () {
      let time = now
      const said = [idAgo(1000)]
      const it = process(discord(said), { now: () => time })
      yield* listens(it)
      time += 60_000
      it.connectionLost(0)
      time += 5000
      it.connectionLost(0)
      said.push(snowflakeAt(time - 1))
      yield* listens(it)
      expect(it.heard[1]).toEqual([said[1], { ...missed, since: now + 60_000 }])
    }),
  )

  it.effect("but somebody did when the session was resumed: it is told by the gateway", () =>
    Effect.gen(function* () {
      const there = discord([idAgo(1000)])
      const it = process(there)
      it.connectionLost(0)
      it.resumed(0)
      yield* it.readMissed(0)
      expect(there.asked).toEqual([])
    }),
  )

  it.effect("what is said after the session began was not missed", () =>
    Effect.gen(function* () {
      const live = snowflakeAt(now + 50)
      const it = process(discord([idAgo(1000), live]))
      yield* listens(it)
      expect(it.heard.map(([, missed]) => missed !== undefined)).toEqual([true, false])
      expect(it.ends).toEqual([[channel, idAgo(1000), false]])
    }),
  )
})

it.effect("a channel never heard before is read from a little before the silence", () =>
  Effect.gen(function* () {
    const there = discord([idAgo(1000)])
    const asked: Array<unknown> = []
    const unheardIn: Surroundings["unheardIn"] = (shard, known, after) => {
      asked.push([shard, [...known], now - saidAt(after)])
      return [{ channel: "1100000000000000102", guild }]
    }
    yield* listens(process(there, { newestIn: () => idAgo(hour), unheardIn }))
    expect(asked).toEqual([[0, [channel], 52_000]])
    expect(there.asked).toEqual([{ after: idAgo(52_000), limit: "100" }])
    const unknown = process(there, { silentFrom: undefined, unheardIn: () => expect.unreachable() })
    yield* listens(unknown)
  }),
)

it.effect("whoever died before it could say that this was all is finished for, under the same id", () =>
  Effect.gen(function* () {
    const last = idAgo(30_000)
    const it = process(discord([last]), {
      since: [{ channel, guild, message: last, catchingUp: true }],
      newestIn: () => last,
    })
    yield* listens(it)
    expect([it.heard, it.ends]).toEqual([[], [[channel, last, false]]])
  }),
)

it.effect("nothing is said to be all when nobody spoke but bots", () =>
  Effect.gen(function* () {
    const it = process(discord([idAgo(1000)]), { hear: () => false })
    yield* listens(it)
    expect(it.ends).toEqual([])
  }),
)

describe("what comes by the gateway", () => {
  const live = [idAgo(-100), idAgo(-200)] as const
  const elsewhere = { ...saying(idAgo(-300)), channel_id: "1100000000000000102" }
  const inOrder = ({ heard }: ReturnType<typeof process>) => heard.map(([id]) => id)

  it.effect("is heard after what was missed in its channel, and at once in others", () =>
    Effect.gen(function* () {
      const missed = [idAgo(2000), idAgo(1000)]
      const it = process(discord(missed, [503]))
      it.sessionBegins(ready)
      it.came({ ...saying(live[0]), guild_id: guild })
      const reading = yield* Effect.forkChild(it.readMissed(0), { startImmediately: true })
      it.came({ ...saying(live[1]), guild_id: guild })
      it.came(elsewhere)
      expect(inOrder(it)).toEqual([elsewhere.id])
      yield* TestClock.adjust("10 seconds")
      yield* Fiber.join(reading)
      expect(inOrder(it)).toEqual([elsewhere.id, ...missed, ...live])
      it.came(saying(idAgo(-400)))
      expect(inOrder(it).at(-1)).toBe(idAgo(-400))
    }),
  )

  it.effect("is heard when what was missed cannot be read", () =>
    Effect.gen(function* () {
      const it = process(discord([idAgo(1000)], [403]))
      it.sessionBegins(ready)
      it.came(saying(live[0]))
      yield* it.readMissed(0)
      expect(inOrder(it)).toEqual([live[0]])
    }),
  )

  it.effect("does not make a channel known whose past is to be read", () =>
    Effect.gen(function* () {
      let known: ReadonlySet<string> | undefined
      const unheardIn: Surroundings["unheardIn"] = (_, found) => {
        known = found
        return []
      }
      const it = process(discord([]), { unheardIn })
      it.sessionBegins(ready)
      it.came(elsewhere)
      yield* it.readMissed(0)
      expect([...known!]).toEqual([channel])
      expect(inOrder(it)).toEqual([elsewhere.id])
    }),
  )

  it.effect("waits for its own shard alone, and not in any number", () =>
    Effect.gen(function* () {
      const it = process(discord([]))
      it.sessionBegins({ shard: [1, 2] })
      it.came(saying(live[0]))
      expect(inOrder(it)).toEqual([live[0]])
      it.sessionBegins(ready)
      for (let n = 0; n < 1001; n++) it.came(saying(idAgo(-1000 - n)))
      expect(inOrder(it)).toEqual([live[0], idAgo(-2000)])
      yield* it.readMissed(0)
      expect(inOrder(it)).toHaveLength(1002)
    }),
  )
})
