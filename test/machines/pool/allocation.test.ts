/** The choice of an agent: what the index comes to is what looking at every agent comes to, whatever happened before. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  fresh,
  mostInGuild,
  type Need,
  type Profile,
  type Slot,
} from "../../../src/machines/pool/allocation.ts"
import * as queue from "../../../src/machines/pool/queue.ts"
import * as roll from "../../../src/machines/pool/roll.ts"
import * as supervision from "../../../src/machines/pool/supervision.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import { Table } from "../../../src/machines/table.ts"
import "../../support/properties.ts"
import * as scan from "../support/scan.ts"
import { start } from "../support/play.ts"
import { turn } from "../support/words.ts"

const minutes = 60_000
const slot = (more: Partial<Slot>): Slot => ({ ...fresh, ...more })
const need = (more: Partial<Need> = {}): Need => ({ purpose: "other", tools: [], priority: 1, ...more })

const holding = (slots: Readonly<Record<string, Partial<Slot>>>, last: ReadonlyArray<string> = []): Roll => ({
  ...roll.open("0"),
  slots: Table.of(Object.fromEntries(Object.entries(slots).map(([id, more]) => [id, slot(more)]))),
  guilds: Table.of({ "201": { last } }),
})

const asked = (of: Roll, guild = "201", wants = need()): Roll => ({
  ...of,
  ...roll.enqueue(of, { type: "REQUEST", turn: turn("writer", { guild }), need: wants, at: start }),
})

const pick = (slots: Readonly<Record<string, Partial<Slot>>>, last?: ReadonlyArray<string>) => {
  const found = roll.next(asked(holding(slots, last)), start)
  return found === null ? null : [found.agent, found.how]
}

describe("the choice of an agent", () => {
  it("goes on when the load of two falls at the same moment", () => {
    const served = Array.from({ length: 5 }, (_, n) => [`30${n}`, start] as const)
    const slots = {
      a: { served, lastUsed: start },
      b: { served, lastUsed: start },
      c: { tier: "lite" },
    } as const
    const of = holding(slots)
    expect(roll.states(of, start).free).toBe(3)
    const later = start + 24 * 60 * minutes
    const waiting = {
      ...of,
      ...roll.enqueue(of, { type: "REQUEST", turn: turn("writer", { guild: "201" }), at: later }),
    }
    expect(roll.next(waiting, later)?.agent).toBe("a")
  })

  it("prefers one that is idle in the guild", () => {
    expect(pick({ a: {}, b: { state: "idle", home: "201" }, c: {} }, ["c"])).toEqual(["b", "here"])
  })

  it("then the last of five that served it, if it is free", () => {
    const slots = { a: {}, b: { state: "idle", home: "202" }, c: { lastUsed: 9 }, d: {} } as const
    expect(pick(slots, ["b", "c", "d"])).toEqual(["c", "lately"])
  })

  it("then the one with the most points, the longest unused, the first by name", () => {
    expect(pick({ a: { strikes: 1 }, b: { lastUsed: 5 }, c: { lastUsed: 3 } })).toEqual(["c", "best"])
    expect(pick({ b: {}, a: {} })).toEqual(["a", "best"])
    expect(pick({ a: {}, b: { tier: "lite" }, c: { tier: "premium", lastUsed: start } })).toEqual([
      "a",
      "best",
    ])
    expect(pick({ a: { lastUsed: start - minutes }, b: { tier: "premium", lastUsed: start } })).toEqual([
      "b",
      "best",
    ])
  })

  it("never one that is busy, leaving, resting, idle elsewhere, without the tools or not a member", () => {
    const home = "201"
    const slots = {
      a: { state: "busy", home },
      b: { state: "leaving", home },
      c: { state: "resting", home },
      d: { state: "idle", home: "202" },
      e: { guilds: ["202"] },
      f: { tools: ["search"] },
    } as const
    const wants = need({ tools: ["web"] })
    expect(roll.next(asked(holding(slots, ["c", "e", "f"]), home, wants), start)).toBeNull()
    expect(roll.next(asked(holding(slots), home, need({ tools: ["search"] })), start)?.agent).toBe("f")
    expect(roll.next(asked(holding(slots), "202", wants), start)?.agent).toBe("d")
  })

  it("leaves a place in a guild for nobody beyond the forty-nine that Discord lets in", () => {
    const there = Array.from(
      { length: mostInGuild },
      (_, n) => [`b${n}`, { state: "busy", home: "201" }] as const,
    )
    const slots = Object.fromEntries([...there, ["free", {}] as const])
    const full = asked(holding(slots), "201")
    expect(roll.next(full, start)).toBeNull()
    expect(roll.next(asked(full, "202"), start)?.agent).toBe("free")
  })
})

describe("the order in which turns get an agent", () => {
  const order = (guilds: ReadonlyArray<string>, priorities: ReadonlyArray<number> = []) => {
    let of = holding({ a: { state: "busy", home: "1" } })
    guilds.forEach((guild, n) => (of = asked(of, guild, need({ priority: priorities[n] ?? 1 }))))
    const served: Array<string> = []
    while (of.queue.size > 0) {
      of = { ...of, slots: of.slots.set("a", fresh) }
      served.push(roll.next(of, start)!.ticket.turn.message.guild!)
      of = { ...of, ...roll.match(of, start) }
    }
    return served
  }

  it("is by age when guilds are alike", () => {
    expect(order(["201", "202", "203"])).toEqual(["201", "202", "203"])
  })

  it("lets no noisy guild starve others", () => {
    expect(order(["201", "201", "201", "201", "202", "202", "203"])).toEqual([
      "201",
      "202",
      "203",
      "201",
      "202",
      "201",
      "201",
    ])
  })

  it("is by priority before all", () => {
    expect(order(["201", "202", "203"], [0, 1, 2])).toEqual(["203", "202", "201"])
  })
})

/** What may happen to a shard. Numbers choose among whatever there is. */
const happening = fc.record({
  what: fc.constantFrom(
    ...(["ask", "ask", "ask", "match", "match", "match", "idle", "idle", "leave", "leave", "fail"] as const),
    ...(["rest", "recall", "withdraw", "pass", "pass", "enlist", "back"] as const),
  ),
  n: fc.nat(1_000_000),
  ms: fc.constantFrom(
    1000,
    minutes,
    4 * minutes,
    11 * minutes,
    31 * minutes,
    61 * minutes,
    13 * 60 * minutes,
  ),
})

const toolsets = [[], [], [], ["search"], ["search", "web"]]
const profiles: ReadonlyArray<Profile> = [
  {},
  { tier: "premium" },
  { tier: "lite", tools: ["search"] },
  { tools: ["search", "web"] },
  { guilds: ["201", "203"] },
  { guilds: ["202"], tools: ["web"], tier: "premium" },
]

class History {
  now = start
  of: Roll = roll.open("0")
  readonly #names: ReadonlyArray<string>
  readonly #profiled: Readonly<Record<string, Profile>>
  /** What came of all that happened before: an actor whose commit is refused goes on from there. */
  readonly #before: Array<Roll> = []

  constructor(agents: number, alike: boolean) {
    this.#names = Array.from({ length: agents }, (_, n) => `0-${n}`)
    const entries = this.#names.map((name, n) => [name, profiles[n % profiles.length]!] as const)
    this.#profiled = alike ? {} : Object.fromEntries(entries)
    this.#do(roll.enlist(this.of, this.#names, this.#profiled))
  }

  #do(change: Partial<Roll>): void {
    this.#before.push(this.of)
    this.of = { ...this.of, ...change }
  }

  #one(state: Slot["state"], n: number) {
    const all = this.of.slots.rows().filter(({ value }) => value.state === state)
    return all[n % Math.max(1, all.length)]
  }

  happen({ what, n, ms }: { what: string; n: number; ms: number }): void {
    const { of, now: at } = this
    if (what === "pass") this.now += ms
    if (what === "ask") {
      const wants = need({ tools: toolsets[n % toolsets.length]!, priority: n % 7 === 0 ? 2 : 1 })
      this.#do(
        roll.enqueue(of, {
          type: "REQUEST",
          turn: turn("a", { guild: String(201 + (n % 13)) }),
          need: wants,
          at,
        }),
      )
    }
    if (what === "match" && roll.next(of, at) !== null) this.#do(roll.match(of, at))
    const busy = this.#one("busy", n)
    if (what === "idle" && busy !== undefined)
      this.#do(roll.idled(of, { type: "IDLED", agent: busy.key, turn: busy.value.turn!.id, at }))
    if (what === "fail" && busy !== undefined)
      this.#do(supervision.failed(of, { type: "FAILED", agent: busy.key, turn: null, reason: "", at }))
    const leaving = this.#one("leaving", n) ?? this.#one("idle", n)
    if (what === "leave" && leaving !== undefined)
      this.#do(roll.released(of, { type: "RELEASED", agent: leaving.key, at }))
    const resting = this.#one("resting", n)
    if (what === "rest" && resting !== undefined)
      this.#do(
        supervision.heard(of, {
          type: "ALIVE",
          agent: resting.key,
          turn: null,
          held: null,
          home: resting.value.home,
          at,
        }).change,
      )
    const overdue = roll.recallable(of, at)
    if (what === "recall" && overdue !== null) this.#do(roll.sendHome(of, overdue.agent, at))
    const waiting = of.queue.rows()
    if (what === "withdraw" && n % 5 === 0 && waiting.length > 0)
      this.#do(queue.withdraw(of, waiting[n % waiting.length]!.key))
    if (what === "enlist" && n % 20 === 0)
      this.#do(roll.enlist(of, this.#names.slice(0, 1 + (n % this.#names.length)), this.#profiled))
    if (what === "back" && n % 3 === 0)
      this.of = this.#before[Math.max(0, this.#before.length - 1 - (n % 4))]!
  }
}

describe("the index", () => {
  it.each([
    ["alike", 4, true],
    ["of every kind", 12, false],
    ["of every kind, and many", 40, false],
  ] as const)("finds the agent that looking at all of them finds, when they are %s", (_, agents, alike) => {
    let [choices, recalls] = [0, 0]
    fc.assert(
      fc.property(fc.array(happening, { minLength: 20, maxLength: 250, size: "max" }), (all) => {
        const history = new History(agents, alike)
        for (const one of all) {
          history.happen(one)
          const { of, now } = history
          const found = roll.next(of, now)
          const overdue = roll.recallable(of, now)
          const expected = scan.decided(of, now)
          if (found !== null)
            expect({ turn: found.ticket.turn.id, agent: found.agent, how: found.how }).toEqual(expected)
          else expect(overdue && { recalled: overdue.agent, since: overdue.since }).toEqual(expected)
          if (found !== null) choices++
          if (overdue !== null) recalls++
        }
      }),
      { numRuns: 40 },
    )
    expect(Math.min(choices, recalls)).toBeGreaterThan(20)
  })
})
