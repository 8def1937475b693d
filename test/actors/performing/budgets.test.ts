/** Budgets at work: turns of several servers, people and agents, in processes that die. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Budgets, dayIn, unlimited, type Terms } from "../../../src/actors/performing/budgets.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { address } from "../../../src/machines/address.ts"
import type { Allowance } from "../../../src/machines/budget/allowance.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { contextOf, floorOf, played, wheneverItDies, type Scene } from "../../support/played.ts"
import { start } from "../../support/process.ts"
import { channel, eventually, guild, hears, message, person, World } from "../../support/world.ts"

const each = (tokens: number) => ({ each: tokens, byId: new Map<string, number>() })
const plenty: Terms = { ...unlimited, guilds: each(100_000), users: each(100_000), agents: each(100_000) }

const budgetOf = (memory: MemoryStore, id: string) =>
  contextOf(memory, address("budget", id)) as Allowance | null

const under = (terms: Terms) => Layer.provide(Layer.succeed(Budgets, () => terms))

const scene = (terms: Terms): Scene => ({
  messages: [
    message("one", { called: ["writer"] }),
    message("two", { called: ["analyst"] }),
    message("three", { called: ["strategist"] }),
  ],
  laid: under(terms),
})

describe("budgets", () => {
  it.effect("count what the model took, by server, person and agent", () =>
    Effect.gen(function* () {
      const { memory, world } = yield* played(scene(plenty), null)
      expect(world.said).toHaveLength(3)
      expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 6, reserved: {}, name: "this server" })
      expect(budgetOf(memory, `user-${person.id}`)).toMatchObject({ used: 6, reserved: {}, name: "Ada" })
      expect(budgetOf(memory, "agent-writer")).toMatchObject({ used: 2, reserved: {}, name: "Writer" })
    }),
  )

  it.effect("are exact whenever the process dies", () =>
    Effect.gen(function* () {
      for (const at of ["before", "after"] as const) {
        const writes = yield* wheneverItDies(
          at,
          () => scene(plenty),
          ({ memory, world }, write) => {
            expect(world.said).toHaveLength(3)
            for (const id of [`guild-${guild}`, `user-${person.id}`])
              expect(budgetOf(memory, id), `${write} ${at}`).toMatchObject({ used: 6, reserved: {} })
          },
        )
        expect(writes).toBeGreaterThan(10)
      }
    }),
  )

  it.effect("leave nothing set aside in the others when one refuses, whenever the process dies", () =>
    Effect.gen(function* () {
      const writes = yield* wheneverItDies(
        "after",
        () => scene({ ...plenty, users: each(5) }),
        ({ memory, world }) => {
          expect(world.said).toEqual([])
          expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 0, reserved: {} })
          expect(floorOf(memory)!.tally).toMatchObject({ messages: 3, unrouted: 3 })
          expect(world.notices.map(({ text }) => text)).toEqual([
            expect.stringContaining("of the day's 5 tokens of Ada 5 are left, too few for an answer"),
          ])
        },
      )
      expect(writes).toBeGreaterThan(5)
    }),
  )

  it.effect("give back what a turn had claimed that is halted", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const world = new World({ think: () => Effect.never })
      const runtime = yield* start(world.runtime(memory.layer).pipe(under(plenty)))
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
      const { memory, world } = yield* played(scene(unlimited), null)
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
