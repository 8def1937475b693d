/** Budgets at work: turns of several servers, people and agents, in processes that die. */
import { it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { describe, expect } from "vitest"
import { Budgets, dayIn, unlimited, type Terms } from "../../src/actors/budgets.ts"
import { limits } from "../../src/actors/ledger.ts"
import { Mail } from "../../src/actors/mail.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { address } from "../../src/machines/address.ts"
import type { Allowance } from "../../src/machines/allowance.ts"
import type { Floor } from "../../src/machines/floor.ts"
import type { Message } from "../../src/machines/values.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Process, start, type Fate } from "../support/process.ts"
import { channel, eventually, guild, hears, message, person, World, type Script } from "../support/world.ts"

const each = (tokens: number) => ({ each: tokens, byId: new Map<string, number>() })
const plenty: Terms = { ...unlimited, guilds: each(100_000), users: each(100_000), agents: each(100_000) }

const contextOf = (memory: MemoryStore, kind: "budget" | "conversation", id: string): unknown => {
  const of = address(kind, id)
  const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
  return claim === null ? null : ledgerOf(of, claim).books.snapshot.context
}
const budgetOf = (memory: MemoryStore, id: string) => contextOf(memory, "budget", id) as Allowance | null
const floorOf = (memory: MemoryStore) => contextOf(memory, "conversation", channel) as Floor | null

const isOver = (memory: MemoryStore, messages: number) => (): boolean => {
  const floor = floorOf(memory)
  return (
    floor !== null &&
    floor.tally.messages === messages &&
    floor.tally.answered + floor.tally.unrouted === messages &&
    [...memory.actors.keys()].every((of) => {
      const claim = Effect.runSync(memory.service.peek(of))
      return claim === null || claim.seq === 0 || ledgerOf(of, claim).books.outbox.size === 0
    })
  )
}

const runtimeOf = (world: World, terms: Terms, memory: MemoryStore, living = new Process()) =>
  world
    .runtime(living.store(memory), 5, { ...limits, snapshotEvery: 4 }, living)
    .pipe(Layer.provide(Layer.succeed(Budgets, () => terms)))

/** In one process after the other; the last one finishes. */
const played = (
  terms: Terms,
  messages: ReadonlyArray<Message>,
  fates: ReadonlyArray<Fate> = [],
  script: Partial<Script> = {},
) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const world = new World(script)
    let deaths = 0
    for (const fate of [...fates, null]) {
      const living = new Process(fate)
      const runtime = yield* start(runtimeOf(world, terms, memory, living))
      const scene = yield* Effect.forkChild(
        runtime.run(Effect.forEach(messages, (one) => Effect.retry(hears(one), { times: 100 }))),
      )
      const over = isOver(memory, messages.length)
      yield* eventually(() => living.dead || over(), 3_600_000)
      if (living.dead) deaths++
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(scene))
    }
    return { memory, world, died: deaths === fates.length }
  })

const conversation = () => [
  message("one", { called: ["writer"] }),
  message("two", { called: ["analyst"] }),
  message("three", { called: ["strategist"] }),
]

describe("budgets", () => {
  it.effect("count what the model took, by server, person and agent", () =>
    Effect.gen(function* () {
      const { memory, world } = yield* played(plenty, conversation())
      expect(world.said).toHaveLength(3)
      expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 6, reserved: {}, name: "this server" })
      expect(budgetOf(memory, `user-${person.id}`)).toMatchObject({ used: 6, reserved: {}, name: "Ada" })
      expect(budgetOf(memory, "agent-writer")).toMatchObject({ used: 2, reserved: {}, name: "Writer" })
    }),
  )

  it.effect("are exact whenever the process dies", () =>
    Effect.gen(function* () {
      for (const at of ["before", "after"] as const) {
        let write = 1
        for (;;) {
          const { memory, died, world } = yield* played(plenty, conversation(), [{ write, at }])
          expect(world.said).toHaveLength(3)
          for (const id of [`guild-${guild}`, `user-${person.id}`])
            expect(budgetOf(memory, id), `${write} ${at}`).toMatchObject({ used: 6, reserved: {} })
          if (!died) break
          write++
        }
        expect(write).toBeGreaterThan(10)
      }
    }),
  )

  it.effect("leave nothing set aside in the others when one refuses, whenever the process dies", () =>
    Effect.gen(function* () {
      const terms = { ...plenty, users: each(5) }
      let write = 1
      for (;;) {
        const { memory, died, world } = yield* played(terms, conversation(), [{ write, at: "after" }])
        expect(world.said).toEqual([])
        expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 0, reserved: {} })
        expect(floorOf(memory)!.tally).toMatchObject({ messages: 3, unrouted: 3 })
        expect(world.notices.map(({ text }) => text)).toEqual([
          expect.stringContaining("the day's 5 tokens of Ada are used, but for 5, which are too few"),
        ])
        if (!died) break
        write++
      }
      expect(write).toBeGreaterThan(5)
    }),
  )

  it.effect("give back what a turn had claimed that is halted", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const world = new World({ think: () => Effect.never })
      const runtime = yield* start(runtimeOf(world, plenty, memory))
      yield* runtime.run(hears(message("one", { called: ["writer"] })))
      yield* eventually(() => Object.keys(budgetOf(memory, "agent-writer")?.reserved ?? {}).length === 1)
      yield* runtime.run(
        Effect.flatMap(Mail, (mail) =>
          mail.tell(address("conversation", channel), {
            id: null,
            cause: "test",
            event: { type: "HALT", by: person },
          }),
        ),
      )
      yield* eventually(() => Object.keys(budgetOf(memory, "agent-writer")!.reserved).length === 0)
      expect(budgetOf(memory, "agent-writer")).toMatchObject({ used: 0 })
      yield* runtime.stop
    }),
  )

  it.effect("are not there at all where the operator says none", () =>
    Effect.gen(function* () {
      const { memory, world } = yield* played(unlimited, conversation())
      expect(world.said).toHaveLength(3)
      expect([...memory.actors.keys()].filter((of) => of.startsWith("budget/"))).toEqual([])
    }),
  )
})

describe("a day", () => {
  const at = (text: string) => Date.parse(text)

  it("begins at midnight of its zone, on days of 23 and 25 hours, too", () => {
    expect(dayIn("UTC", at("2026-11-21T04:00:00Z"))).toEqual({
      day: Math.floor(at("2026-11-21T00:00:00Z") / 86_400_000),
      until: at("2026-11-22T00:00:00Z"),
    })
    expect(dayIn("Europe/Berlin", at("2026-03-29T12:00:00Z")).until).toBe(at("2026-03-29T22:00:00Z"))
    expect(dayIn("Europe/Berlin", at("2026-10-25T12:00:00Z")).until).toBe(at("2026-10-25T23:00:00Z"))
    const before = dayIn("Asia/Tokyo", at("2026-11-21T14:59:59Z"))
    expect(dayIn("Asia/Tokyo", before.until).day).toBe(before.day + 1)
  })
})
