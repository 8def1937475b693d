/** Somebody is forgotten: nothing of theirs is left in the store or the archive, others keep what is theirs, whenever a process dies. */
import { it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger } from "effect"
import { describe, expect } from "vitest"
import { Belongings } from "../../../src/actors/forgetting/belongings.ts"
import { Archive } from "../../../src/actors/keeping/archive.ts"
import { retention } from "../../../src/actors/keeping/retention.ts"
import { trim } from "../../../src/actors/keeping/trimming.ts"
import { limits } from "../../../src/actors/ledger.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { ledgerOf } from "../../../src/actors/steppers.ts"
import { Store } from "../../../src/actors/store.ts"
import { address, type Address } from "../../../src/machines/address.ts"
import type { DepartureContext } from "../../../src/machines/departure/departure.ts"
import type { Event } from "../../../src/machines/events.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { asks, ballot, timetable } from "../../../src/machines/properties/samples.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { Process, start, type Fate } from "../../support/process.ts"
import { channel, eventually, guild, hears, message, person, World } from "../../support/world.ts"
import { SimulatedArchive } from "../../simulation/archive.ts"

const bob = { id: "100000000000000002", name: "Bob" }
const interaction = "500000000000000009"
const departure = address("departure", interaction)
const secret = "my aunt grows mangoes in Bergen"
const direct = "300000000000000009"

const tell = (to: Address, event: Event, id: string) =>
  Effect.flatMap(Mail, (mail) => Effect.retry(mail.tell(to, { id, cause: id, event }), { times: 100 }))

const pressed = (button: string, by = person): Event => ({
  type: "PRESSED",
  button,
  by,
  channel,
  manages: false,
})

/** An agent that answers somebody wants to use a tool with these words. */
const asked = (id: string, author: typeof person, text: string): readonly [Address, Event] => {
  const of = { ...asks.turn.message, id, channel, guild, author }
  const use = { ...asks.use, input: JSON.stringify({ text }) }
  return [address("permit", id), { ...asks, turn: { ...asks.turn, id: `${id}.writer`, message: of }, use }]
}

/** What people did before somebody leaves. */
const before = () => {
  const of = { channel, guild, home: guild }
  const put = { ...ballot, by: person, channel, guild, question: `${secret}?`, agents: [] }
  const messages = [
    message(secret, { called: ["writer"] }),
    message("yes", { called: ["analyst"] }),
    message("what about the harvest?", { called: ["writer"], author: bob }),
    message(`in private: ${secret}`, { channel: direct, guild: null, toTeam: true, called: ["strategist"] }),
  ]
  const told: ReadonlyArray<readonly [Address, Event]> = [
    [address("vote", "600000000000000001"), { type: "OPEN_VOTE", ballot: put }],
    [
      address("vote", "600000000000000002"),
      { type: "OPEN_VOTE", ballot: { ...put, by: bob, question: "Tea?" } },
    ],
    [address("vote", "600000000000000002"), pressed("option-0")],
    [
      address("schedule", "600000000000000003"),
      { type: "CREATE", timetable: { ...timetable, ...of, by: person, prompt: secret } },
    ],
    [address("knowledge", channel), { type: "LEARN", label: "aunt", text: secret, by: person }],
    [address("knowledge", channel), { type: "LEARN", label: "tea", text: "is green", by: bob }],
    asked("600000000000000004", person, secret),
    asked("600000000000000005", bob, `"${secret}"\nand cherries`),
    [address("permit", "600000000000000005"), { ...pressed("server-1"), managesServer: true } as Event],
    [
      address("constellation", person.id),
      { type: "RULE", rule: { verdict: "deny", pattern: `search:${secret}` }, channel: null, by: person },
    ],
    [address("partners", "main"), { type: "ENLIST", user: person, template: null, by: bob, guild }],
  ]
  return Effect.gen(function* () {
    for (const one of messages) yield* Effect.retry(hears(one), { times: 100 })
    for (const [n, [to, event]] of told.entries()) yield* tell(to, event, `edge:${n}`)
  })
}

/** All that is stored, as it is stored. */
const everything = (memory: MemoryStore): string => {
  const texts: Array<string> = []
  Effect.runSync(memory.service.search((text) => texts.push(text) === 0))
  return texts.join("\n")
}

const contextOf = <C>(memory: MemoryStore, of: Address): C | null => {
  const claim = Effect.runSync(memory.service.peek(of))
  return claim === null ? null : (ledgerOf(of, claim).books.snapshot.context as C)
}

const isOver = (memory: MemoryStore): boolean => {
  if (memory.actors.get(departure)?.record?.includes("someone who left") !== true) return false
  const context = contextOf<DepartureContext>(memory, departure)
  return context !== null && context.looked > 0 && context.by?.id === interaction
}

const bounds = { ...limits, snapshotEvery: 4 }

const allOwed = (memory: MemoryStore): number =>
  [...memory.actors.keys()].reduce((sum, of) => {
    const claim = Effect.runSync(memory.service.peek(of))
    return claim === null ? sum : sum + ledgerOf(of, claim).books.outbox.size
  }, 0)

/** Everybody has been answered, in a store and an archive of their own. */
const live = Effect.gen(function* () {
  const memory = new MemoryStore()
  const archive = new SimulatedArchive()
  const world = new World()
  const runtime = yield* start(world.runtime(memory.layer, 5, bounds))
  yield* runtime.run(before())
  yield* eventually(() => world.said.length === 4 && allOwed(memory) === 0)
  yield* Effect.forkDetach(runtime.stop)
  const policy = { ...retention, keepEntries: 4 }
  for (const of of memory.actors.keys())
    yield* trim(of, policy, 0).pipe(
      Effect.provideService(Store, memory.service),
      Effect.provideService(Archive, archive.service),
    )
  return { memory, archive }
})

let once: Effect.Success<typeof live> | null = null

/** The same every time, in a world of its own. */
const lived = Effect.gen(function* () {
  once ??= yield* live
  return { memory: once.memory.copy(), archive: once.archive.copy(), world: new World() }
})

const leaves = Effect.gen(function* () {
  yield* tell(departure, { type: "ASK", by: person }, "edge:ask")
  yield* tell(departure, pressed("forget"), "edge:forget")
})

const isForgotten = ({ memory, archive }: { memory: MemoryStore; archive: SimulatedArchive }) =>
  Effect.gen(function* () {
    const texts = [everything(memory)]
    for (const of of yield* archive.service.addresses)
      for (const segment of yield* archive.service.list(of)) texts.push(yield* archive.service.get(segment))
    const all = texts.join("\n")
    for (const trace of [person.id, secret, `"${person.name}"`, '"yes"']) expect(all).not.toContain(trace)
    for (const of of memory.actors.keys()) expect(() => contextOf(memory, of)).not.toThrow()

    expect(all).toContain(bob.id)
    const { recent } = contextOf<Floor>(memory, address("conversation", channel))!
    expect(recent.map(({ author }) => author)).toContain("Bob")
    expect(contextOf(memory, address("constellation", bob.id))).toMatchObject({ user: bob })
    expect(contextOf(memory, address("knowledge", channel))).toMatchObject({ facts: [{ label: "tea" }] })
    expect(contextOf(memory, address("vote", "600000000000000002"))).toMatchObject({
      votes: { [interaction]: { option: 0, name: "someone who left" } },
    })
    expect(contextOf(memory, address("permit", "600000000000000005"))).toMatchObject({
      by: bob,
      outcome: { by: { id: interaction, name: "someone who left" } },
    })
    expect(contextOf(memory, address("guild", guild))).toMatchObject({
      rulings: [
        {
          rule: { verdict: "allow", pattern: 'blender.render:"[…]"\nand cherries' },
          by: { id: interaction, name: "someone who left" },
        },
      ],
    })
    expect(contextOf(memory, address("permit", "600000000000000004"))).toBeNull()
    for (const of of ["vote/600000000000000001", "schedule/600000000000000003", `conversation/${direct}`])
      expect(contextOf(memory, of as Address)).toBeNull()
  })

const process = ({ memory, archive, world }: Effect.Success<typeof lived>, living: Process) =>
  Layer.merge(world.runtime(living.store(memory), 5, bounds, living), Layer.empty).pipe(
    Layer.provide(Layer.succeed(Archive, archive.service)),
  )

describe("somebody who leaves", () => {
  it.effect("is in the store and the archive before, and afterwards nothing of theirs is", () =>
    Effect.gen(function* () {
      const all = yield* lived
      expect(everything(all.memory)).toContain(secret)
      expect((yield* all.archive.service.addresses).length).toBeGreaterThan(0)
      const runtime = yield* start(process(all, new Process()))
      yield* runtime.run(leaves)
      yield* eventually(() => isOver(all.memory))
      const context = contextOf<DepartureContext>(all.memory, departure)!
      expect(context).toMatchObject({
        found: [],
        rounds: 1,
        by: { id: interaction, name: "someone who left" },
      })
      expect(context.erased).toBeGreaterThan(3)
      expect(context.rewritten).toBeGreaterThan(3)
      expect(context.archived).toBeGreaterThan(0)
      expect(context.looked).toBeGreaterThan(10)
      yield* isForgotten(all)

      const again = message("hello, I am new", { called: ["writer"] })
      yield* runtime.run(hears(again))
      yield* eventually(() => all.world.said.some(({ answers }) => answers === again.id))
      const sessions = () => contextOf<{ sessions: object }>(all.memory, address("constellation", person.id))
      yield* eventually(() => JSON.stringify(sessions() ?? {}).includes("I am new"))
      expect(JSON.stringify(sessions())).not.toContain(secret)
      yield* Effect.forkDetach(runtime.stop)
    }),
  )

  it.effect(
    "does not wait for archived logs that do not read, and hears that nothing is proven of them",
    () =>
      Effect.gen(function* () {
        const all = yield* lived
        const { archive } = all
        const theirs = { address: address("constellation", person.id), from: 1, to: 2 }
        const cut = { address: address("conversation", channel), from: 900_001, to: 900_002 }
        const gone = { ...cut, from: 900_003, to: 900_004 }
        for (const segment of [theirs, gone]) yield* archive.service.put(segment, "")
        yield* archive.service.put(cut, `{"text":${JSON.stringify(secret)}`)
        archive.damage(theirs)
        archive.damage(gone)
        const lines: Array<string> = []
        const logger = Logger.make(({ message }) => void lines.push(String(message)))
        const runtime = yield* start(process(all, new Process()).pipe(Layer.provide(Logger.layer([logger]))))
        yield* runtime.run(leaves)
        yield* eventually(() => isOver(all.memory))
        const context = contextOf<DepartureContext>(all.memory, departure)!
        expect(context).toMatchObject({
          found: [],
          rounds: 1,
          unread: [`conversation/${channel} 900001-900002`, `conversation/${channel} 900003-900004`],
        })
        expect(yield* archive.service.list(theirs.address)).toEqual([])
        const told = lines.filter((line) => line.includes("does not read"))
        expect(told).toHaveLength(2)
        expect(told.join()).toContain(`conversation/${channel} 900003-900004 is damaged`)

        archive.mend()
        yield* archive.service.remove(cut)
        yield* archive.service.remove(gone)
        yield* isForgotten(all)
        yield* Effect.forkDetach(runtime.stop)
      }),
  )

  it.effect("could have what was asked for them, and what they said of tools for good", () =>
    Effect.gen(function* () {
      const { memory, archive } = yield* lived
      const parts = yield* Effect.flatMap(Belongings, ({ of }) => of(person.id)).pipe(
        Effect.provide(Belongings.layer),
        Effect.provideService(Store, memory.service),
        Effect.provideService(Archive, archive.service),
      )
      const items = (part: string) => parts.find((one) => one.part === part)!.items
      expect(items("permissions")).toMatchObject([
        { verdict: "deny", pattern: `search:${secret}`, channel: null },
        { verdict: "allow", server: guild, agent: "writer" },
      ])
      expect(items("works")).toContainEqual({
        what: "permit",
        id: "600000000000000004",
        calls: [{ tool: "blender.render", input: JSON.stringify({ text: secret }) }],
      })
      expect(JSON.stringify(items("works"))).not.toContain("600000000000000005")
    }),
  )

  it.effect("is asked first, and stays when they say so, or nothing, or somebody else presses", () =>
    Effect.gen(function* () {
      const all = yield* lived
      const runtime = yield* start(process(all, new Process()))
      const kept = everything(all.memory)
      for (const answer of [pressed("keep"), null]) {
        yield* runtime.run(tell(departure, { type: "ASK", by: person }, "edge:ask"))
        yield* runtime.run(tell(departure, pressed("forget", bob), "edge:bob"))
        expect(contextOf<DepartureContext>(all.memory, departure)!.known.texts).toEqual([])
        if (answer !== null) yield* runtime.run(tell(departure, answer, "edge:keep"))
        yield* eventually(() => !all.memory.actors.has(departure), 20 * 60_000)
      }
      for (const text of [person.id, secret]) expect(everything(all.memory)).toContain(text)
      expect(everything(all.memory).length).toBeGreaterThanOrEqual(kept.length)
      yield* Effect.forkDetach(runtime.stop)
    }),
  )

  it.effect("is not answered any more, and nobody is told why", () =>
    Effect.gen(function* () {
      const memory = new MemoryStore()
      const archive = new SimulatedArchive()
      const world = new World({ think: () => Effect.never })
      const all = { memory, archive, world }
      const runtime = yield* start(process(all, new Process()))
      yield* runtime.run(hears(message(secret, { called: ["writer"] })))
      yield* eventually(() => world.prompts.length === 1)
      yield* runtime.run(leaves)
      yield* eventually(() => isOver(memory))
      expect(world.said).toEqual([])
      expect(world.notices).toEqual([])
      for (const trace of [person.id, secret]) expect(everything(memory)).not.toContain(trace)
      yield* Effect.forkDetach(runtime.stop)
    }),
  )
})

/** Leaves in one process after the other: each dies as its fate says, the last one finishes. Whether all died. */
const survives = (fates: ReadonlyArray<Fate>) =>
  Effect.gen(function* () {
    const all = yield* lived
    let deaths = 0
    for (const fate of [...fates, null]) {
      const living = new Process(fate)
      const runtime = yield* start(process(all, living))
      const scene = yield* Effect.forkChild(runtime.run(leaves))
      yield* eventually(() => living.dead || isOver(all.memory), 600_000)
      if (living.dead) deaths++
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(scene))
    }
    yield* isForgotten(all)
    return deaths === fates.length
  })

describe("a process that dies while somebody leaves", () => {
  it.effect("before or after any of its writes leaves the rest to the next", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives([{ write, at: write % 2 === 0 ? "before" : "after" }])) write++
      expect(write).toBeGreaterThan(15)
    }),
  )

  it.effect("and then the next one, and the next", () =>
    Effect.gen(function* () {
      for (let round = 1; round <= 4; round++)
        yield* survives(
          [2 * round, 3 + round, 4].map((write, n) => ({ write, at: n % 2 ? "after" : "before" })),
        )
    }),
  )
})
