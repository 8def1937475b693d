/** What is there before anybody speaks: every partner's constellation, made once, wherever a process dies. */
import { it } from "@effect/vitest"
import { Effect, Layer, Stream, SubscriptionRef } from "effect"
import { describe, expect } from "vitest"
import { BootLayer, BootProgress, sweep, type Outcome } from "../../../src/actors/constellations/boot.ts"
import { Constellations, type Wanted } from "../../../src/actors/constellations/constellations.ts"
import { listOfPartners } from "../../../src/actors/constellations/enlisted.ts"
import { decodeEntry } from "../../../src/actors/journal.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Partners, type Partner } from "../../../src/actors/constellations/partners.ts"
import { standingOf } from "../../../src/actors/constellations/standing.ts"
import { Store, StoreUnavailable } from "../../../src/actors/store.ts"
import { standardOf, Templates } from "../../../src/actors/constellations/templates.ts"
import { address } from "../../../src/machines/address.ts"
import { isMade } from "../../../src/machines/constellation/constellation.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { Process, start } from "../../support/process.ts"
import { eventually, person, team, World } from "../../support/world.ts"

const idOf = (n: number) => String(100_000_000_000_000_000n + BigInt(n))
const user = (n: number): Wanted => ({ user: { id: idOf(n), name: `user ${n}` }, template: null })
const users = (count: number) => Array.from({ length: count }, (_, n) => user(n))
const partner = (n: number, more: Partial<Partner> = {}): Partner => ({
  discordId: idOf(n),
  name: `user ${n}`,
  autoInitialize: true,
  template: "default",
  ...more,
})

const eventsOf = (memory: MemoryStore, n: number) =>
  (memory.actors.get(address("constellation", idOf(n)))?.journal ?? []).map(
    ({ body }) => decodeEntry(body).event?.type ?? null,
  )
const standing = (memory: MemoryStore, n: number) =>
  Effect.provide(standingOf(address("constellation", idOf(n))), memory.layer)

/** Says what was told while it ran. */
const heard = () => {
  const failed: Array<string> = []
  const done: Array<Outcome> = []
  const layer = Layer.succeed(BootProgress, {
    begun: () => Effect.void,
    made: () => Effect.void,
    failed: ({ user }, reason) => Effect.sync(() => void failed.push(`${user.name}: ${reason}`)),
    done: (outcome) => Effect.sync(() => void done.push(outcome)),
  })
  return { failed, done, layer }
}

describe("the constellations of partners", () => {
  it.live("are whole: all agents, memory and groups of the template, with the time that each part took", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      expect(yield* sweep(users(30)).pipe(Effect.provide(new World().runtime(memory.layer)))).toEqual([])
      const template = standardOf(team)
      for (let n = 0; n < 30; n++) {
        const made = yield* standing(memory, n)
        expect(made).toMatchObject({
          user: user(n).user,
          agents: template.agents,
          later: [],
          groups: template.groups,
        })
        expect(made?.memory.map(({ label }) => label)).toEqual(["user", "project"])
        expect(Object.keys(made?.took ?? {}).toSorted()).toEqual(["agents", "groups", "memory"])
      }
    }),
  )

  it.live("are found by the next start, which writes nothing", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      yield* sweep(users(10)).pipe(Effect.provide(new World().runtime(memory.layer)))
      const before = [...memory.actors].map(([of, { epoch, seq }]) => [of, epoch, seq])
      const { done, layer } = heard()
      yield* sweep(users(10)).pipe(Effect.provide(layer), Effect.provide(new World().runtime(memory.layer)))
      expect(done).toMatchObject([{ made: 0, found: 10, failed: 0 }])
      expect([...memory.actors].map(([of, { epoch, seq }]) => [of, epoch, seq])).toEqual(before)
    }),
  )

  it.effect("that cannot be made are told of and tried again, and hold up nobody", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const there = new Set<string | null>([null])
      const templates = Layer.succeed(Templates, {
        named: (name, of) => (there.has(name) ? standardOf(of) : null),
        names: () => [],
      })
      const changes = yield* SubscriptionRef.make<ReadonlyArray<Partner>>([
        partner(1, { template: "gone" }),
        partner(2, { autoInitialize: false }),
      ])
      const partners = Layer.succeed(Partners, {
        all: () => [],
        named: () => undefined,
        changes: SubscriptionRef.changes(changes),
      })
      const { failed, done, layer } = heard()
      there.add("default")
      const { stop } = yield* start(
        BootLayer.pipe(
          Layer.provideMerge(new World().runtime(memory.layer)),
          Layer.provideMerge(Layer.mergeAll(templates, partners, layer)),
        ),
      )
      yield* eventually(() => failed.length > 0)
      expect(failed).toEqual(["user 1: there is no template gone any more"])
      yield* SubscriptionRef.set(changes, [partner(1, { template: "gone" }), partner(3)])
      yield* eventually(() => done.some(({ made, failed }) => made === 1 && failed === 1))
      expect(yield* standing(memory, 2)).toBeNull()
      expect(isMade((yield* standing(memory, 3))!)).toBe(true)
      there.add("gone")
      yield* eventually(() => done.at(-1)?.failed === 0)
      expect(isMade((yield* standing(memory, 1))!)).toBe(true)
      yield* stop
    }),
  )

  it.effect("are made as soon as the store says who was named by command, if it is away at first", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      let isAway = true
      const store = Layer.succeed(Store, {
        ...memory.service,
        peek: (of) =>
          Effect.suspend(() => {
            if (!isAway || of !== listOfPartners) return memory.service.peek(of)
            isAway = false
            return Effect.fail(new StoreUnavailable({ message: "it is away" }))
          }),
      })
      const partners = Layer.succeed(Partners, {
        all: () => [],
        named: () => undefined,
        changes: Stream.make([partner(1)]),
      })
      const { done, layer } = heard()
      const { stop } = yield* start(
        BootLayer.pipe(
          Layer.provideMerge(new World().runtime(store)),
          Layer.provideMerge(Layer.mergeAll(partners, layer)),
        ),
      )
      yield* eventually(() => done.some(({ made }) => made === 1))
      expect(isMade((yield* standing(memory, 1))!)).toBe(true)
      yield* stop
    }),
  )

  it.live("exist once and whole after a process has died at any write while it made a hundred", () =>
    Effect.gen(function* () {
      let deaths = 0
      for (const at of ["before", "half"] as const) {
        for (const write of [1, 2]) {
          const memory = new MemoryStore()
          const dying = new Process({ write, at })
          const first = yield* start(new World().runtime(dying.store(memory), 5, undefined, dying))
          yield* Effect.forkDetach(first.run(sweep(users(100))))
          yield* Effect.promise(async () => {
            while (!dying.dead) await new Promise((resolve) => setImmediate(resolve))
          })
          deaths += dying.dead ? 1 : 0
          yield* Effect.forkDetach(first.stop)
          const failed = yield* sweep(users(100)).pipe(Effect.provide(new World().runtime(memory.layer)))
          expect(failed).toEqual([])
          for (let n = 0; n < 100; n++) {
            expect(isMade((yield* standing(memory, n))!)).toBe(true)
            const parts = eventsOf(memory, n).filter((type) => type?.endsWith("_READY"))
            expect(parts.toSorted()).toEqual(["AGENTS_READY", "GROUPS_READY", "MEMORY_READY"])
          }
        }
      }
      expect(deaths).toBe(4)
    }),
  )
})

describe("the constellation of whoever comes unannounced", () => {
  it.live(
    "begins with their first message: the core of its agents; who is known costs no more than a look",
    () =>
      Effect.gen(function* () {
        const memory = new MemoryStore()
        let reads = 0
        const { service } = memory
        const counted = <A, E>(read: Effect.Effect<A, E>) =>
          Effect.suspend(() => {
            reads++
            return read
          })
        const counting = Layer.succeed(Store, {
          ...service,
          claim: (of) => counted(service.claim(of)),
          peek: (of) => counted(service.peek(of)),
        })
        yield* Effect.gen(function* () {
          const { greet, known } = yield* Constellations
          yield* greet(person)
          const of = address("constellation", person.id)
          yield* Effect.promise(async () => {
            while ((memory.actors.get(of)?.seq ?? 0) < 4)
              await new Promise((resolve) => setImmediate(resolve))
          })
          const { context } = yield* Effect.flatMap(Mail, (mail) => mail.peek(of))
          expect(context).toMatchObject({ agents: ["strategist"], later: ["writer", "analyst"] })
          const before = [reads, memory.actors.get(of)?.seq]
          for (let n = 0; n < 100; n++) yield* greet(person)
          expect([reads, memory.actors.get(of)?.seq]).toEqual(before)
          expect(yield* known).toBe(1)
        }).pipe(Effect.provide(new World().runtime(counting)))
      }),
  )

  it.live("is a partner's whole one, from the template that the file names", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const partners = Layer.succeed(Partners, {
        all: () => [],
        named: (id) =>
          id === person.id ? partner(0, { template: "default", autoInitialize: false }) : undefined,
        changes: Stream.make([]),
      })
      yield* Effect.gen(function* () {
        yield* (yield* Constellations).greet(person)
        const of = address("constellation", person.id)
        yield* Effect.promise(async () => {
          while ((memory.actors.get(of)?.seq ?? 0) < 4) await new Promise((resolve) => setImmediate(resolve))
        })
        const { context } = yield* Effect.flatMap(Mail, (mail) => mail.peek(of))
        expect(context).toMatchObject({ from: "default", whole: true, later: [] })
      }).pipe(Effect.provide(new World().runtime(memory.layer)), Effect.provide(partners))
    }),
  )
})
