/** A process that dies at any point leaves nothing undone and nothing done twice: the next one finishes what it owed. */
import { it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { describe, expect } from "vitest"
import { address, kindOf, kinds, type Address, type Kind } from "../../src/machines/address.ts"
import type { AgentContext } from "../../src/machines/agent/agent.ts"
import type { Floor } from "../../src/machines/conversation/floor.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import type { Message } from "../../src/machines/values.ts"
import { limits } from "../../src/actors/ledger.ts"
import type { Fleet } from "../../src/actors/placement.ts"
import { Mail } from "../../src/actors/mail.ts"
import type { Heed, Prompt } from "../../src/actors/performing/model.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Process, start, type Fate } from "../support/process.ts"
import { fake, Workshop } from "../support/tools.ts"
import { channel, eventually, hears, message, person, World, type Script } from "../support/world.ts"

type Services = Layer.Success<ReturnType<World["runtime"]>>

interface Scenario {
  readonly script?: Partial<Script>
  readonly agents?: number | Fleet
  readonly tools?: () => Workshop
  /** What happens from outside, again from the beginning after a crash: every edge tells again what it is not sure of. */
  readonly scene: (messages: ReadonlyArray<Message>) => Effect.Effect<unknown, unknown, Services>
  readonly messages: () => ReadonlyArray<Message>
  /** Who says how often what, in the end: `<message>.<brain>`. */
  readonly said: (messages: ReadonlyArray<Message>) => ReadonlyArray<string>
  /** What holds of the pool, too. */
  readonly also?: (rolls: ReadonlyArray<Roll>, workshop: Workshop) => void
  /** The agents may be stopped in the middle: then anybody's silence is right, and speaking twice is not. */
  readonly mayBeSilent?: boolean
}

/** Guilds that one of two shards serves. */
const sameShard = ["12", "13"]

const tellAll = (messages: ReadonlyArray<Message>) =>
  Effect.forEach(messages, (one) => Effect.retry(hears(one), { times: 100 }), { concurrency: "unbounded" })

const from = (id: string, name: string) => ({ author: { id, name } })

const delays: Readonly<Record<string, number>> = { writer: 500, analyst: 1000, strategist: 5000 }

/** Writes for six seconds, a hundred characters in each. */
const atLength = ({ brain }: Prompt, heed: Heed = () => {}) =>
  Effect.gen(function* () {
    let text = brain.name
    for (let second = 0; second < 6; second++) {
      yield* Effect.sleep(1000)
      heed((text += ` ${"word ".repeat(20)}`))
    }
    return { text }
  })

const wishes = [["look", "count"], ["send"]].map((tools) => tools.map((tool) => ({ tool, input: "{}" })))

const scenarios: Readonly<Record<string, Scenario>> = {
  "an agent called by name": {
    messages: () => [message("@Writer hello", { called: ["writer"] })],
    scene: tellAll,
    said: ([one]) => [`${one!.id}.writer`],
  },
  "three agents": {
    messages: () => [message("all of you", { called: ["writer", "analyst", "strategist"] })],
    scene: tellAll,
    said: ([one]) => [`${one!.id}.writer`, `${one!.id}.analyst`, `${one!.id}.strategist`],
  },
  "a question to the manager": {
    script: { route: () => Effect.succeed({ responders: ["analyst"], reason: "numbers" }) },
    messages: () => [message("how are sales?")],
    scene: tellAll,
    said: ([one]) => [`${one!.id}.analyst`],
  },
  "agents that call each other": {
    script: {
      think: ({ brain }) =>
        Effect.succeed({
          text: brain.id === "writer" ? "what of it, @Analyst and @Strategist?" : "it is fine",
        }),
    },
    messages: () => [message("@Writer go", { called: ["writer"] })],
    scene: tellAll,
    said: ([one]) => [`${one!.id}.writer`, "answer.analyst", "answer.strategist"],
  },
  "more turns than agents, in several guilds": {
    agents: 1,
    messages: () => [
      message("one", { called: ["writer"], channel: "300000000000000011", guild: "11" }),
      message("two", { called: ["analyst"], channel: "300000000000000012", guild: "12" }),
    ],
    scene: tellAll,
    said: ([one, two]) => [`${one!.id}.writer`, `${two!.id}.analyst`],
  },
  "a shard that borrows an agent of another": {
    agents: { agents: 2, shards: 2 },
    script: { think: ({ brain }) => Effect.delay(Effect.succeed({ text: brain.name }), 300) },
    messages: () =>
      sameShard.map((guild) => message("go", { called: ["writer"], channel: `3${guild}`, guild })),
    scene: tellAll,
    said: (all) => all.map(({ id }) => `${id}.writer`),
    also: (rolls) => {
      const users = rolls.flatMap(({ slots }) =>
        slots.rows().flatMap(({ key, value }) => (value.state === "lent" ? [] : [key])),
      )
      expect(users.toSorted()).toEqual(["0-0001", "1-0001"])
      expect(rolls.some(({ lending }) => lending.loans > 0)).toBe(true)
    },
  },
  "several people in several channels": {
    messages: () => [
      message("one", { called: ["writer"], ...from("101", "Ada") }),
      message("two", { called: ["writer"], ...from("102", "Bob") }),
      message("three", { called: ["analyst"], channel: "300000000000000012", ...from("101", "Ada") }),
      message("four", {
        called: ["writer", "analyst"],
        channel: "300000000000000013",
        guild: null,
        ...from("102", "Bob"),
      }),
    ],
    scene: tellAll,
    said: ([one, two, three, four]) => [
      `${one!.id}.writer`,
      `${two!.id}.writer`,
      `${three!.id}.analyst`,
      `${four!.id}.writer`,
      `${four!.id}.analyst`,
    ],
  },
  "answers that are seen while they are written": {
    script: { think: atLength },
    messages: () => [
      message("both of you", { called: ["writer", "analyst"] }),
      message("and you", { called: ["strategist"], ...from("102", "Bob") }),
    ],
    scene: tellAll,
    said: ([one, two]) => [`${one!.id}.writer`, `${one!.id}.analyst`, `${two!.id}.strategist`],
  },
  "tools that take their time, one of which may not be used twice": {
    script: {
      think: ({ rounds = [] }) =>
        Effect.succeed(
          rounds.length === 2 ? { text: "It is done." } : { text: "Wait.", uses: wishes[rounds.length]! },
        ),
    },
    tools: () =>
      new Workshop(
        fake("look", { use: () => Effect.delay(Effect.succeed("seen"), 2500) }),
        fake("count", { use: () => Effect.delay(Effect.succeed("7"), 300) }),
        fake("send", { repeatable: false, use: () => Effect.delay(Effect.succeed("sent"), 1600) }),
      ),
    messages: () => [message("@Writer send it", { called: ["writer"] })],
    scene: tellAll,
    said: ([one]) => [`${one!.id}.writer`],
    also: (_, { begun }) => {
      const sent = begun.filter(({ tool }) => tool === "send")
      expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length)
    },
  },
  "a STOP while answers are written": {
    script: { think: atLength },
    messages: () => [message("both of you", { called: ["writer", "analyst"] })],
    scene: (messages) =>
      Effect.gen(function* () {
        yield* tellAll(messages)
        yield* Effect.sleep(4500)
        const mail = yield* Mail
        const halt = { id: "stop", cause: "stop", event: { type: "HALT", by: person } } as const
        yield* Effect.retry(mail.tell(address("conversation", channel), halt), { times: 100 })
      }),
    said: ([one]) => [`${one!.id}.writer`, `${one!.id}.analyst`],
    mayBeSilent: true,
  },
  "a STOP in the middle": {
    script: {
      think: ({ brain }) => Effect.delay(Effect.succeed({ text: brain.name }), delays[brain.id] ?? 0),
    },
    messages: () => [
      message("all of you", { called: ["writer", "analyst", "strategist"] }),
      message("and you", { called: ["writer"] }),
    ],
    scene: (messages) =>
      Effect.gen(function* () {
        yield* tellAll(messages)
        yield* Effect.sleep(1000)
        const mail = yield* Mail
        const halt = { id: "stop", cause: "stop", event: { type: "HALT", by: person } } as const
        yield* Effect.retry(mail.tell(address("conversation", channel), halt), { times: 100 })
      }),
    said: ([one, two]) => [
      `${one!.id}.writer`,
      `${one!.id}.analyst`,
      `${one!.id}.strategist`,
      `${two!.id}.writer`,
    ],
    mayBeSilent: true,
  },
}

interface Kept<C> {
  readonly of: Address
  readonly context: C
  readonly owed: number
}

/** What was read of the actors of a store, and at which entry. */
const read = new WeakMap<MemoryStore, Map<Address, Kept<unknown> & { readonly seq: number }>>()

/** Every actor of a kind as the store has it, read anew only when something was written to it. */
const kept = <C>(memory: MemoryStore, kind: Kind): ReadonlyArray<Kept<C>> => {
  const known = read.get(memory) ?? new Map<Address, Kept<unknown> & { readonly seq: number }>()
  read.set(memory, known)
  return [...memory.actors].flatMap(([of, { seq }]) => {
    if (kindOf(of) !== kind || seq === 0) return []
    const last = known.get(of)
    if (last?.seq === seq) return [last as Kept<C>]
    const { books } = ledgerOf(of, Effect.runSync(memory.service.peek(of))!)
    const now = { of, seq, context: books.snapshot.context as C, owed: books.outbox.size }
    known.set(of, now)
    return [now]
  })
}

const isDone = (memory: MemoryStore, count: number): boolean => {
  const floors = kept<Floor>(memory, "conversation")
  const heard = floors.reduce((sum, { context }) => sum + context.tally.messages, 0)
  const ended = floors.reduce((sum, { context: { tally } }) => sum + tally.answered + tally.unrouted, 0)
  const rolls = kept<Roll>(memory, "pool")
  const busy = rolls.some(({ context }) => context.slots.values().some(({ turn }) => turn !== null))
  return heard === count && ended === count && !busy
}

/** What has been written so far, in a word. */
const versionOf = ({ actors }: MemoryStore): number =>
  [...actors.values()].reduce((sum, { seq }) => sum + seq, 0)

/** Looks again only when there is something new to look at. */
const onceA = (version: () => unknown, look: () => boolean): (() => boolean) => {
  let last: unknown
  let seen = false
  return () => {
    if (version() !== last) {
      last = version()
      seen = look()
    }
    return seen
  }
}

const bounds = { ...limits, snapshotEvery: 4 }

/** Effects that anybody owes, as the store has it. */
const owed = (memory: MemoryStore): number =>
  kinds.flatMap((kind) => kept(memory, kind)).reduce((sum, { owed }) => sum + owed, 0)

/** Plays a scenario in one process after the other: each dies as its fate says, the last one finishes. Whether all died. */
const survives = (scenario: Scenario, fates: ReadonlyArray<Fate>) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const messages = scenario.messages()
    const workshop = scenario.tools?.() ?? new Workshop()
    let living = new Process()
    const world = new World({
      ...scenario.script,
      said: () => living.speaks(),
      drafted: () => living.speaks(),
    })
    let deaths = 0
    for (const fate of [...fates, null]) {
      living = new Process(fate)
      const layer = world
        .runtime(living.store(memory), scenario.agents ?? 5, bounds, living)
        .pipe(Layer.provide(workshop.layer(living.mortal)))
      const runtime = yield* start(layer)
      yield* Effect.yieldNow
      const scene = yield* Effect.forkChild(runtime.run(scenario.scene(messages)))
      const isWritten = onceA(
        () => versionOf(memory),
        () => isDone(memory, messages.length) && owed(memory) === 0,
      )
      const isOver = () => scene.pollUnsafe()?._tag === "Success" && isWritten()
      yield* eventually(() => living.dead || isOver())
      if (living.dead) deaths++
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(scene))
    }

    const ids = new Set(messages.map(({ id }) => id))
    const said = world.said.map(
      ({ answers, brain }) => `${ids.has(answers) ? answers : "answer"}.${brain.id}`,
    )
    const expected = scenario.said(messages)
    expect(new Set(said).size).toBe(said.length)
    expect([...world.drafts]).toEqual([])
    if (scenario.mayBeSilent) expect(expected).toEqual(expect.arrayContaining(said))
    else expect(said.toSorted()).toEqual(expected.toSorted())

    for (const { of, context } of kept<Floor>(memory, "conversation")) {
      const { inbox, waiting, underWay, open, tally } = context
      expect([of, inbox, waiting, underWay, open]).toEqual([of, [], [], {}, {}])
      if (!scenario.mayBeSilent) expect(tally).toMatchObject({ answered: tally.messages, unrouted: 0 })
    }
    const rolls = kept<Roll>(memory, "pool").map(({ context }) => context)
    for (const { queue } of rolls) expect(queue.size).toBe(0)
    scenario.also?.(rolls, workshop)
    for (const { of, context } of kept<AgentContext>(memory, "agent")) {
      expect([of, context.turn]).toEqual([of, null])
    }
    return deaths === fates.length
  })

describe.each(Object.entries(scenarios))("with %s", (_, scenario) => {
  it.effect("nothing is lost or doubled when the process dies before any of its writes", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives(scenario, [{ write, at: "before" }])) write++
      expect(write).toBeGreaterThan(5)
    }),
  )

  it.effect(
    "nothing is lost or doubled when the process dies after any of its writes, or in the middle of it",
    () =>
      Effect.gen(function* () {
        let write = 1
        while (yield* survives(scenario, [{ write, at: write % 3 === 0 ? "after" : "half" }])) write++
        expect(write).toBeGreaterThan(5)
      }),
  )

  it.effect("nothing is said twice when the process dies between saying it and knowing it", () =>
    Effect.gen(function* () {
      let say = 1
      while (yield* survives(scenario, [{ say }])) say++
      expect(say).toBeGreaterThan(1)
    }),
  )

  it.effect("nothing is lost or doubled when one process after the other dies", () =>
    Effect.gen(function* () {
      for (let round = 0; round < 6; round++) {
        const fates = [3 + round, 1 + ((round * 5) % 7), 1 + ((round * 3) % 4)]
        yield* survives(
          scenario,
          fates.map((write, n) => ({ write, at: (["before", "after", "half"] as const)[(round + n) % 3]! })),
        )
      }
    }),
  )
})
