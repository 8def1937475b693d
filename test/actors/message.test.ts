/** A message's way through the actors: conversation, pool, agent, and back. */
import { it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { describe, expect } from "vitest"
import { address } from "../../src/machines/address.ts"
import type { Floor } from "../../src/machines/conversation/floor.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import { Host } from "../../src/actors/host.ts"
import { Mail } from "../../src/actors/mail.ts"
import { ModelFailed } from "../../src/actors/performing/model.ts"
import { VoiceFailed } from "../../src/actors/performing/voice.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, eventually, hears, message, pass, person, World } from "../support/world.ts"

const orrery = (world: World) => world.runtime(new MemoryStore().layer)
type Services = Layer.Success<ReturnType<typeof orrery>>

/** The cluster has its shards a moment after its start. */
const play = (world: World, scene: Effect.Effect<void, unknown, Services>, layer = orrery(world)) =>
  Effect.andThen(Effect.yieldNow, scene).pipe(Effect.provide(layer), Effect.scoped)

const contextOf = <C>(of: Parameters<Mail["Service"]["peek"]>[0]) =>
  Effect.flatMap(Mail, (mail) => Effect.map(mail.peek(of), ({ context }) => context as unknown as C))
const floorOf = (id = channel) => contextOf<Floor>(address("conversation", id))
const tally = Effect.map(floorOf(), (floor) => {
  const { messages, answered, unrouted, replies } = floor.tally
  return [messages, answered, unrouted, replies]
})
const speakers = ({ said }: World) => said.map(({ brain }) => brain.id)
const done = Effect.gen(function* () {
  const host = yield* Host
  yield* eventually(() => host.owed() === 0)
})
const tell = (event: "HALT" | "RESUME") =>
  Effect.flatMap(Mail, (mail) =>
    mail.tell(address("conversation", channel), {
      id: null,
      cause: "test",
      event: { type: event, by: person },
    }),
  )

describe("a message", () => {
  it.effect("that calls an agent by name is answered by it, once", () => {
    const world = new World()
    const called = message("@Writer a tagline please", { called: ["writer"] })
    return play(
      world,
      Effect.gen(function* () {
        expect(yield* hears(called)).toBe("committed")
        expect(yield* hears(called)).toBe("duplicate")
        yield* done
        expect(world.said.map(({ brain, text }) => [brain.id, text])).toEqual([
          ["writer", "Writer on “@Writer a tagline please”"],
        ])
        expect(yield* tally).toEqual([1, 1, 0, 1])
      }),
    )
  })

  it.effect("that calls three is answered by three, side by side", () => {
    let thinking = 0
    const world = new World({
      think: ({ brain }) => {
        thinking++
        return thinking < 3 ? Effect.never : Effect.succeed({ text: brain.id })
      },
    })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("all of you", { called: ["writer", "analyst", "strategist"] }))
        yield* eventually(() => world.said.length === 1)
        expect(thinking).toBe(3)
      }),
    )
  })

  it.effect(
    "that calls nobody goes to whom the manager chooses, and the agents see what was said before",
    () => {
      const world = new World({ route: () => Effect.succeed({ responders: ["analyst"], reason: "numbers" }) })
      return play(
        world,
        Effect.gen(function* () {
          yield* hears(message("how are sales?"))
          yield* done
          yield* hears(message("and next year?"))
          yield* done
          expect(speakers(world)).toEqual(["analyst", "analyst"])
          expect(world.prompts[1]!.lent.map(({ author, text }) => [author, text])).toEqual([
            ["Ada", "how are sales?"],
            ["Analyst", "Analyst on “how are sales?”"],
          ])
        }),
      )
    },
  )

  it.effect("is unrouted when the manager chooses nobody", () =>
    play(
      new World({ route: () => Effect.succeed({ responders: [], reason: "small talk" }) }),
      Effect.gen(function* () {
        yield* hears(message("lovely weather"))
        yield* done
        expect(yield* tally).toEqual([1, 0, 1, 0])
      }),
    ),
  )

  it.effect("is answered by the lead when the manager cannot be asked", () => {
    const world = new World({
      route: () => Effect.fail(new ModelFailed({ reason: "no key", remedy: "fix" })),
    })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("help"))
        yield* done
        expect(speakers(world)).toEqual(["strategist"])
      }),
    )
  })

  it.effect("whose agent cannot answer is excused to who waits", () => {
    const world = new World({
      think: () => Effect.fail(new ModelFailed({ reason: "the model is away", remedy: "retry" })),
    })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("@Writer?", { called: ["writer"] }))
        yield* done
        expect(world.notices.map(({ text }) => text)).toEqual([
          "Writer could not answer Ada: the model is away",
        ])
        expect(yield* tally).toEqual([1, 0, 1, 0])
      }),
    )
  })

  it.effect("whose answer Discord refuses is excused too", () => {
    const world = new World({
      say: () => Effect.fail(new VoiceFailed({ reason: "no permission", remedy: "fix" })),
    })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("@Writer?", { called: ["writer"] }))
        yield* done
        expect([world.notices.length, yield* tally]).toEqual([1, [1, 0, 1, 0]])
      }),
    )
  })

  it.effect(
    "stops two agents that always call each other: by a pause, by the budget, and a board says so",
    () => {
      let ideas = 0
      const world = new World({
        think: ({ brain }) => {
          const idea = ++ideas
          const text = `idea${idea} because${idea} therefore${idea} @${brain.id === "writer" ? "Analyst" : "Writer"}`
          return Effect.succeed({ text })
        },
      })
      return play(
        world,
        Effect.gen(function* () {
          yield* hears(message("@Writer go", { called: ["writer"] }))
          yield* done
          expect(speakers(world)).toEqual(["writer", "analyst", "writer"])
          yield* pass(60_000)
          yield* done
          expect(speakers(world)).toEqual(["writer", "analyst", "writer", "analyst", "writer"])
          expect(world.boards.map(({ text }) => text)).toEqual(["bot turns 4/4"])
          yield* pass(10 * 60_000)
          expect(speakers(world)).toHaveLength(5)
          expect(yield* tally).toEqual([1, 1, 0, 5])
        }),
      )
    },
  )

  it.effect("lets no agent call the one back that has just spoken, when it has nothing new to say", () => {
    const world = new World({
      think: ({ brain }) => Effect.succeed({ text: brain.id === "writer" ? "ask @Analyst" : "ask @Writer" }),
    })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("@Writer go", { called: ["writer"] }))
        yield* done
        expect(speakers(world)).toEqual(["writer", "analyst"])
      }),
    )
  })

  it.effect("is remembered in the session of the agent with the user", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("one", { called: ["writer"] }))
        yield* done
        yield* hears(message("two", { called: ["writer"], channel: "300000000000000002" }))
        yield* done
        yield* hears(message("three", { called: ["analyst"] }))
        yield* done
        expect(world.prompts.map(({ session }) => session.map(({ asked }) => asked))).toEqual([
          [],
          ["one"],
          [],
        ])
      }),
    )
  })

  it.effect("waits when every agent is busy, and is answered in its turn", () => {
    const world = new World({
      think: ({ message }) => Effect.delay(Effect.succeed({ text: message.text }), 5000),
    })
    const scene = Effect.gen(function* () {
      for (let n = 0; n < 6; n++) {
        yield* hears(message(`${n}`, { called: ["writer"], channel: `30000000000000001${n}`, guild: `${n}` }))
      }
      yield* done
      yield* eventually(() => world.said.length === 6)
      expect(world.said.map(({ text }) => text)).toEqual(["0", "1", "2", "3", "4", "5"])
      yield* done
      const { queue, slots } = yield* contextOf<Roll>("pool/0")
      expect([queue, Object.values(slots).filter(({ state }) => state === "busy")]).toEqual([{}, []])
    })
    return play(world, scene, world.runtime(new MemoryStore().layer, 2))
  })
})

describe("STOP", () => {
  it.effect("silences whoever thinks, waits or is about to be asked, and RESUME lets the next speak", () => {
    const world = new World({ think: () => Effect.delay(Effect.succeed({ text: "late" }), 60_000) })
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("one", { called: ["writer", "analyst", "strategist"] }))
        yield* hears(message("two", { called: ["writer"] }))
        yield* eventually(() => world.prompts.length === 3)
        yield* tell("HALT")
        yield* pass(300_000, 10_000)
        expect([world.said, world.notices, yield* tally]).toEqual([[], [], [2, 0, 2, 0]])
        yield* hears(message("three", { called: ["writer"] }))
        yield* tell("RESUME")
        yield* hears(message("four", { called: ["writer"] }))
        yield* eventually(() => world.said.length === 1)
        expect(world.said.map(({ answers }) => answers)).toEqual([world.prompts.at(-1)!.message.id])
        yield* done
        expect(yield* tally).toEqual([4, 1, 3, 1])
      }),
    )
  })

  it.effect("right behind a message stops it, whichever letter is faster", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        for (let n = 0; n < 20; n++) {
          const about = message(`${n}`, { called: ["writer"] })
          yield* Effect.all([hears(about), tell("HALT")], { concurrency: "unbounded" })
          yield* done
          yield* tell("RESUME")
        }
        const floor = yield* floorOf()
        expect(floor.tally.messages).toBe(floor.tally.answered + floor.tally.unrouted)
        const { slots } = yield* contextOf<Roll>("pool/0")
        expect(Object.values(slots).filter(({ turn }) => turn !== null)).toEqual([])
      }),
    )
  })
})
