/** Budgets at work: turns of several servers, people and agents, in processes that die. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Budgets, dayIn, unlimited, type Terms } from "../../../src/actors/performing/budgets.ts"
import { decodeEntry } from "../../../src/actors/journal.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { address } from "../../../src/machines/address.ts"
import type { Allowance } from "../../../src/machines/budget/allowance.ts"
import type { ConstellationContext } from "../../../src/machines/constellation/constellation.ts"
import { kept } from "../../../src/machines/constellation/sessions.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { contextOf, floorOf, played, wheneverItDies, type Scene } from "../../support/played.ts"
import { start } from "../../support/process.ts"
import {
  channel,
  eventually,
  guild,
  hears,
  message,
  person,
  World,
  type Script,
} from "../../support/world.ts"

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

const taken = { model: "scripted", usage: { input: 10, output: 2 } }

/** Nobody is called by name, so the manager is asked, which costs something. */
const forManager = (terms: Terms, more: Partial<Script> = {}): Scene => ({
  messages: [message("who knows this?"), message("and that?")],
  laid: under(terms),
  script: {
    offline: false,
    route: () => Effect.succeed({ responders: ["writer"], reason: "it is about words", ...taken }),
    ...more,
  },
})

describe("asking the manager", () => {
  it.effect("is counted like a turn, by server, person and manager, and its log says what it took", () =>
    Effect.gen(function* () {
      const { memory, world } = yield* played(forManager(plenty), null)
      expect(world.said).toHaveLength(2)
      expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 2 * 12 + 2 * 2, reserved: {} })
      expect(budgetOf(memory, `user-${person.id}`)).toMatchObject({ used: 2 * 12 + 2 * 2, reserved: {} })
      expect(budgetOf(memory, "agent-manager")).toMatchObject({ used: 24, reserved: {}, name: "Manager" })
      const log = memory.actors.get(address("conversation", channel))!.journal
      const routed = log.map(({ body }) => decodeEntry(body).event).filter((it) => it?.type === "ROUTED")
      expect(routed).toEqual([expect.objectContaining(taken), expect.objectContaining(taken)])
    }),
  )

  it.effect("is counted once, whenever the process dies", () =>
    Effect.gen(function* () {
      for (const at of ["before", "after"] as const) {
        const writes = yield* wheneverItDies(
          at,
          () => ({ ...forManager(plenty), messages: [message("who knows this?")] }),
          ({ memory, world }, write) => {
            expect(world.said).toHaveLength(1)
            for (const [id, used] of [
              [`guild-${guild}`, 14],
              ["agent-manager", 12],
            ] as const)
              expect(budgetOf(memory, id), `${write} ${at}`).toMatchObject({ used, reserved: {} })
          },
        )
        expect(writes).toBeGreaterThan(10)
      }
    }),
  )

  it.effect(
    "is not done when a budget is spent: a rule decides, and only the agent says why it cannot answer",
    () =>
      Effect.gen(function* () {
        const managers: Array<unknown> = []
        const route: Script["route"] = ({ team: { manager } }) => {
          managers.push(manager)
          return Effect.succeed({ responders: ["writer"], reason: "it knows words" })
        }
        const scene = forManager({ ...plenty, users: each(5) }, { route })
        const { memory, world } = yield* played({ ...scene, messages: scene.messages.slice(0, 1) }, null)
        expect(managers).toEqual([null])
        expect(world.said).toEqual([])
        expect(budgetOf(memory, `guild-${guild}`)).toMatchObject({ used: 0, reserved: {} })
        expect(world.notices.map(({ text }) => text)).toEqual([
          expect.stringContaining("of the day's 5 tokens of Ada 5 are left, too few for an answer"),
        ])
        expect(floorOf(memory)!.choices.at(-1)?.reason).toBe(
          "it knows words; a budget is spent, so the manager was not asked",
        )
      }),
  )

  it.effect("gives back what was set aside when somebody halts meanwhile", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const world = new World({ offline: false, route: () => Effect.never })
      const runtime = yield* start(world.runtime(memory.layer).pipe(under(plenty)))
      yield* runtime.run(hears(message("who knows this?")))
      yield* eventually(() => Object.keys(budgetOf(memory, "agent-manager")?.reserved ?? {}).length === 1)
      yield* runtime.run(
        Effect.flatMap(Mail, (mail) =>
          mail.tell(address("conversation", channel), {
            id: null,
            cause: "test",
            event: { type: "HALT", by: person },
          }),
        ),
      )
      yield* eventually(() => Object.keys(budgetOf(memory, "agent-manager")!.reserved).length === 0)
      expect(budgetOf(memory, "agent-manager")).toMatchObject({ used: 0 })
      expect(floorOf(memory)!.purchase).toBeNull()
      yield* runtime.stop
    }),
  )

  it.effect("costs nothing where there is no model, and asks no budget", () =>
    Effect.gen(function* () {
      const { memory } = yield* played(forManager(plenty, { offline: true }), null)
      expect(budgetOf(memory, "agent-manager")).toBeNull()
    }),
  )
})

describe("a digest of an older session", () => {
  const of = address("constellation", person.id)
  const digested = (terms: Terms) =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const world = new World({ offline: false })
      const runtime = yield* start(world.runtime(memory.layer).pipe(under(terms)))
      const remember = (n: number) =>
        Effect.flatMap(Mail, (mail) =>
          mail.tell(of, {
            id: null,
            cause: "test",
            event: {
              type: "REMEMBER",
              user: person,
              brain: "writer",
              turn: `${n}`,
              asked: `${n}?`,
              answered: "so",
            },
          }),
        )
      for (let n = 0; n <= kept; n++) yield* runtime.run(remember(n))
      const constellation = () => contextOf(memory, of) as ConstellationContext
      yield* eventually(() => constellation().digests["writer"] !== undefined)
      yield* eventually(() => Object.keys(budgetOf(memory, "agent-writer")?.reserved ?? {}).length === 0)
      yield* runtime.stop
      return { memory, world, constellation: constellation() }
    })

  it.effect("is counted like a turn, by person and agent", () =>
    Effect.gen(function* () {
      const { memory, constellation } = yield* digested(plenty)
      expect(constellation.digests["writer"]).toMatchObject({ model: "scripted" })
      expect(constellation.purchase).toBeNull()
      for (const id of [`user-${person.id}`, "agent-writer"])
        expect(budgetOf(memory, id)).toMatchObject({ used: 2, reserved: {} })
    }),
  )

  it.effect("is made by a rule when a budget is spent, so that no session grows for ever", () =>
    Effect.gen(function* () {
      const { memory, world, constellation } = yield* digested({ ...plenty, users: each(5) })
      expect(world.materials.map(({ byRule }) => byRule)).toEqual([true])
      expect(constellation.digests["writer"]).toMatchObject({ model: "a rule" })
      expect(constellation.sessions["writer"]!.length).toBeLessThan(kept)
      expect(budgetOf(memory, "agent-writer")).toMatchObject({ used: 0, reserved: {} })
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
