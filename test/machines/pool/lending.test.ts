/** Agents that one shard lends another: who has what at each step, whoever dies in the middle, and how even loads become. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { address, idOf, kindOf, type Address } from "../../../src/machines/address.ts"
import type { AgentContext } from "../../../src/machines/agent/agent.ts"
import type { Event } from "../../../src/machines/events.ts"
import { share } from "../../../src/machines/pool/loads.ts"
import type { Roll } from "../../../src/machines/pool/roll.ts"
import "../../support/properties.ts"
import { Play, start } from "../support/play.ts"
import { turn } from "../support/words.ts"

const minute = 60_000

/**
 * Shards with their agents. Letters between two of them keep their order, and come when the test likes; what an actor keeps, and
 * the letters that it owes, are read back from what was written whenever it dies.
 */
class Shards {
  now = start
  readonly #agents: ReadonlyArray<number>
  readonly #pools: ReadonlyArray<string>
  readonly #actors = new Map<Address, Play<unknown>>()
  constructor(agents: ReadonlyArray<number>) {
    this.#agents = agents
    this.#pools = agents.map((_, n) => String(n))
    for (const pool of this.#pools) this.tell(address("pool", pool), { type: "ALLOCATE" })
    this.calm()
  }

  #actor(of: Address): Play<unknown> {
    const known = this.#actors.get(of)
    if (known !== undefined) return known
    const id = idOf(of)
    const play = new Play<unknown>(kindOf(of), { id, pool: id.split("-")[0] })
    this.#actors.set(of, play)
    return play
  }

  tell(to: Address, event: Event): void {
    const play = this.#actor(to)
    play.now = this.now
    play.tell(event)
  }

  /** Something that an actor owes is done: a letter arrives, or an effect comes to something good. */
  do(choice: number): boolean {
    const first = new Map<string, { of: Address; key: string }>()
    for (const [of, play] of this.#actors)
      for (const [key, { effect }] of play.books.outbox) {
        const lane = effect.type === "Tell" ? `${of} ${effect.to}` : `${of}#${key}`
        if (!first.has(lane)) first.set(lane, { of, key })
      }
    const owed = [...first.values()]
    if (owed.length === 0) return false
    const { of, key } = owed[choice % owed.length]!
    const play = this.#actor(of)
    const { effect } = play.books.outbox.get(key)!
    if (effect.type === "Tell") {
      const outbox = new Map(play.books.outbox)
      outbox.delete(key)
      play.books = { ...play.books, outbox }
      if (kindOf(effect.to) === "pool" || kindOf(effect.to) === "agent") this.tell(effect.to, effect.event)
      return true
    }
    play.now = this.now
    play.settle(effect.type, this.#outcome(of, effect.type))
    return true
  }

  #outcome(of: Address, type: string): Event {
    if (type === "Recruit") {
      const pool = idOf(of)
      const agents = Array.from({ length: this.#agents[Number(pool)]! }, (_, n) => `${pool}-${n + 1}`)
      return { type: "CONNECTED", agents, others: this.#pools.filter((other) => other !== pool) }
    }
    if (type === "Connect") return { type: "CONNECTED" }
    if (type === "Disconnect") return { type: "DISCONNECTED" }
    return { type: "FAIL", reason: "the turn is over", retry: false }
  }

  /** Guild `guild` of a shard wants an agent; it keeps it until the turn is told to be over. */
  ask(pool: number, guild: number): string {
    const of = turn("writer", { guild: String(1000 * (pool + 1) + guild) })
    this.tell(address("pool", String(pool)), { type: "REQUEST", turn: of })
    return of.id
  }

  /** Time passes, and what falls due in it happens. */
  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const timers = [...this.#actors].flatMap(([of, play]) =>
        [...play.books.timers.values()].map(({ due }) => ({ of, due })),
      )
      const next = timers.toSorted((a, b) => a.due - b.due)[0]
      if (next === undefined || next.due > end) break
      this.now = Math.max(this.now, next.due)
      const play = this.#actor(next.of)
      play.now = this.now
      play.pass(0)
    }
    this.now = end
  }

  /** All that is owed is done, but for turns: whoever thinks goes on thinking. */
  calm(thinks = false): void {
    for (let n = 0; n < 100_000; n++) {
      const before = this.#thinking
      if (!thinks && before.size > 0) {
        if (!this.#doButThink(before)) return
      } else if (!this.do(0)) return
    }
    throw new Error("it does not come to rest")
  }

  get #thinking(): ReadonlySet<string> {
    const all = [...this.#actors].flatMap(([of, { books }]) =>
      [...books.outbox].flatMap(([key, { effect }]) => (effect.type === "Think" ? [`${of}#${key}`] : [])),
    )
    return new Set(all)
  }

  #doButThink(thinking: ReadonlySet<string>): boolean {
    for (const [of, play] of this.#actors)
      for (const [key] of play.books.outbox)
        if (!thinking.has(`${of}#${key}`)) {
          const at = this.#position(of, key)
          if (at !== -1) return this.do(at)
        }
    return false
  }

  #position(of: Address, key: string): number {
    const lanes: Array<string> = []
    for (const [by, play] of this.#actors)
      for (const [its, { effect }] of play.books.outbox) {
        const lane = effect.type === "Tell" ? `${by} ${effect.to}` : `${by}#${its}`
        if (!lanes.includes(lane)) {
          if (by === of && its === key) return lanes.length
          lanes.push(lane)
        }
      }
    return -1
  }

  /** What an actor owes is forgotten, which cannot be. */
  lose(of: Address): void {
    const play = this.#actor(of)
    play.books = { ...play.books, outbox: new Map() }
  }

  die(choice: number): void {
    const all = [...this.#actors.values()]
    all[choice % all.length]!.restart()
  }

  roll(pool: number): Roll {
    return this.#actor(address("pool", String(pool))).context as Roll
  }

  rolls(): ReadonlyArray<Roll> {
    return this.#pools.map((_, n) => this.roll(n))
  }

  agents(): ReadonlyArray<AgentContext> {
    return [...this.#actors].flatMap(([of, play]) =>
      kindOf(of) === "agent" ? [play.context as AgentContext] : [],
    )
  }

  /** Who may give an agent to a guild: at most one, at any moment. */
  usersOf(agent: string): ReadonlyArray<string> {
    return this.rolls().flatMap(({ shard, slots }) => {
      const slot = slots.get(agent)
      return slot === undefined || slot.state === "lent" ? [] : [shard]
    })
  }

  get names(): ReadonlyArray<string> {
    return this.#agents.flatMap((count, pool) => Array.from({ length: count }, (_, n) => `${pool}-${n + 1}`))
  }
}

const borrow = {
  type: "BORROW",
  pool: "0",
  loan: "0.99",
  count: 1,
  wanted: { home: "201", need: { purpose: "other", tools: [], priority: 1 } },
} as const

const statesOf = (roll: Roll) => roll.slots.rows().map(({ key, value }) => `${key} ${value.state}`)

describe("a shard that runs dry", () => {
  it("borrows an agent of another, which does not use it meanwhile, and gives it back when it is free", () => {
    const shards = new Shards([1, 2])
    shards.ask(0, 1)
    const second = shards.ask(0, 2)
    shards.calm()
    expect(statesOf(shards.roll(0))).toEqual(["0-1 busy", "1-1 busy"])
    expect(shards.roll(0).slots.get("1-1")?.turn?.id).toBe(second)
    expect(statesOf(shards.roll(1))).toEqual(["1-1 lent", "1-2 free"])
    expect(shards.roll(1).slots.get("1-1")?.lent).toMatchObject({ to: "0", taken: true })
    shards.calm(true)
    shards.pass(20 * minute)
    shards.calm(true)
    shards.pass(2 * minute)
    shards.calm(true)
    shards.calm(true)
    expect([statesOf(shards.roll(0)), statesOf(shards.roll(1))]).toEqual([
      ["0-1 free"],
      ["1-1 free", "1-2 free"],
    ])
  })

  it("asks the next one when one has nothing, and waits when nobody has", () => {
    const shards = new Shards([1, 1, 1])
    shards.ask(1, 1)
    shards.calm()
    shards.ask(0, 1)
    shards.ask(0, 2)
    shards.calm()
    expect(statesOf(shards.roll(0))).toEqual(["0-1 busy", "2-1 busy"])
    shards.ask(0, 3)
    shards.calm()
    expect(shards.roll(0)).toMatchObject({ queue: { size: 1 }, lending: { asked: null } })
    expect(shards.roll(0).lending.asksAgain).toBeGreaterThan(shards.now)
  })

  it("gets an agent of the other's own, though a better one is free there that is borrowed itself", () => {
    const play = new Play<Roll>("pool", { id: "0", pool: "0" })
    const asked = [turn("writer", { guild: "1" }), turn("writer", { guild: "2" })]
    const loan = { pool: "1", loan: "0.1" }
    play.tell({ type: "ALLOCATE" })
    play.tell({ type: "CONNECTED", agents: ["0-1"], others: ["1", "2"] })
    for (const one of asked) play.tell({ type: "REQUEST", turn: one })
    play.tell({ type: "LENT", ...loan, agents: [{ agent: "1-1", profile: {} }] })
    for (const [agent, { id }] of [["1-1", asked[1]!] as const, ["0-1", asked[0]!] as const]) {
      play.now += minute
      play.tell({ type: "IDLED", agent, turn: id })
      play.tell({ type: "RELEASED", agent })
    }
    expect(statesOf(play.context)).toEqual(["0-1 free", "1-1 free"])
    play.tell({ ...borrow, pool: "2", loan: "2.1" })
    expect(statesOf(play.context)).toEqual(["0-1 lent", "1-1 free"])
  })

  it("gets none of a shard where turns wait", () => {
    const shards = new Shards([1, 1])
    for (const pool of [0, 0, 1, 1]) shards.ask(pool, 1)
    shards.calm()
    expect([statesOf(shards.roll(0)), statesOf(shards.roll(1))]).toEqual([["0-1 busy"], ["1-1 busy"]])
  })

  it("gives back what it does not ask for any more", () => {
    const shards = new Shards([1, 1])
    shards.tell("pool/1", borrow)
    expect(statesOf(shards.roll(1))).toEqual(["1-1 lent"])
    shards.calm()
    expect([statesOf(shards.roll(0)), statesOf(shards.roll(1))]).toEqual([["0-1 free"], ["1-1 free"]])
  })

  it("is asked for a loan that it knows nothing of, as after its store was put back", () => {
    const shards = new Shards([1, 1])
    shards.tell("pool/1", borrow)
    shards.lose("pool/1")
    shards.calm()
    expect([statesOf(shards.roll(0)), statesOf(shards.roll(1))]).toEqual([["0-1 free"], ["1-1 lent"]])
    shards.pass(minute)
    shards.calm()
    expect([statesOf(shards.roll(0)), statesOf(shards.roll(1))]).toEqual([["0-1 free"], ["1-1 free"]])
  })

  it("hears when an agent that it borrowed broke", () => {
    const shards = new Shards([1, 1])
    shards.ask(0, 1)
    shards.ask(0, 2)
    shards.calm()
    shards.tell("pool/1", { type: "FAILED", agent: "1-1", turn: null, reason: "it broke" })
    expect(shards.roll(1).slots.get("1-1")?.state).toBe("lent")
    shards.calm()
    expect(shards.roll(0).slots.get("1-1")).toMatchObject({ state: "resting", turn: null, strikes: 1 })
  })
})

describe("handovers in any order, with deaths in between", () => {
  const happening = fc.record({
    what: fc.constantFrom(...(["ask", "ask", "do", "do", "do", "do", "do", "do", "die", "pass"] as const)),
    n: fc.nat(1_000_000),
    ms: fc.constantFrom(1000, 11_000, minute, 16 * minute),
  })

  it("neither double nor lose an agent, and it is in one guild at most", () => {
    let lent = 0
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }),
        fc.array(happening, { minLength: 30, maxLength: 150, size: "max" }),
        (agents, all) => {
          const shards = new Shards(agents)
          const check = () => {
            for (const name of shards.names)
              expect([name, shards.usersOf(name).length]).not.toEqual([name, 2])
            const turns = shards
              .rolls()
              .flatMap(({ slots, queue }) => [
                ...slots.values().flatMap(({ turn }) => turn?.id ?? []),
                ...queue.rows().map(({ key }) => key),
              ])
            expect(new Set(turns).size).toBe(turns.length)
            const held = shards.agents().flatMap(({ turn }) => turn?.id ?? [])
            expect(new Set(held).size).toBe(held.length)
          }
          for (const { what, n, ms } of all) {
            if (what === "ask") shards.ask(n % 4 === 0 ? 1 : 0, n % 5)
            else if (what === "do") shards.do(n)
            else if (what === "die") shards.die(n)
            else shards.pass(ms)
            check()
            if (shards.rolls().some(({ slots }) => slots.values().some(({ state }) => state === "lent")))
              lent++
          }
          for (let n = 0; n < 200; n++) {
            shards.calm(true)
            shards.pass(minute)
            check()
          }
          shards.calm(true)
          for (const name of shards.names) {
            const [pool] = name.split("-")
            expect([name, shards.usersOf(name)]).toEqual([name, [pool]])
            expect(shards.roll(Number(pool)).slots.get(name)).toMatchObject({ state: "free", home: null })
          }
        },
      ),
      { numRuns: 12 },
    )
    expect(lent).toBeGreaterThan(50)
  })
})

describe("the load of shards", () => {
  const loads = (shards: Shards) =>
    shards.rolls().map(({ slots }) => {
      const all = slots.values().filter(({ state }) => state !== "lent")
      return share({ used: all.filter(({ state }) => state !== "free").length, all: all.length })
    })

  it("stays within ten percent although one has twice the guilds, and is level again when they are gone", () => {
    const shards = new Shards([40, 40, 40, 40])
    for (const [pool, guilds] of [36, 16, 16, 12].entries())
      for (let guild = 0; guild < guilds; guild++) shards.ask(pool, guild)
    shards.calm()
    expect(Math.max(...loads(shards)) - Math.min(...loads(shards))).toBeGreaterThan(0.5)
    for (let n = 0; n < 6; n++) {
      shards.pass(minute)
      shards.calm()
    }
    expect(Math.max(...loads(shards)) - Math.min(...loads(shards))).toBeLessThanOrEqual(0.1)
    shards.calm(true)
    for (let n = 0; n < 30; n++) {
      shards.pass(minute)
      shards.calm(true)
    }
    expect(
      shards.rolls().map(({ slots }) => slots.values().filter(({ state }) => state === "free").length),
    ).toEqual([40, 40, 40, 40])
  })
})
