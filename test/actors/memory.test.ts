/** What agents remember, through the actors: memory, sessions and their digests, archives, what a channel knows. */
import { it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { describe, expect } from "vitest"
import { Host } from "../../src/actors/host.ts"
import { Mail } from "../../src/actors/mail.ts"
import { address, type Address } from "../../src/machines/address.ts"
import type { ArchiveContext } from "../../src/machines/memory/archive.ts"
import type { ConstellationContext } from "../../src/machines/constellation/constellation.ts"
import type { Event } from "../../src/machines/events.ts"
import type { SummaryContext } from "../../src/machines/memory/summary.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, eventually, guild, hears, message, person, World } from "../support/world.ts"

const orrery = (world: World) => world.runtime(new MemoryStore().layer)
type Services = Layer.Success<ReturnType<typeof orrery>>

/** The cluster has its shards a moment after its start. */
const play = (world: World, scene: Effect.Effect<void, unknown, Services>) =>
  Effect.andThen(Effect.yieldNow, scene).pipe(Effect.provide(orrery(world)), Effect.scoped)

const contextOf = <C>(of: Address) =>
  Effect.flatMap(Mail, (mail) => Effect.map(mail.peek(of), ({ context }) => context as unknown as C))
const tell = (to: Address, event: Event) =>
  Effect.flatMap(Mail, (mail) => mail.tell(to, { id: null, cause: "test", event }))
const done = Effect.gen(function* () {
  const host = yield* Host
  yield* eventually(() => host.owed() === 0)
})
const ask = Effect.fnUntraced(function* (text: string) {
  yield* hears(message(text, { called: ["writer"] }))
  yield* done
})

const constellation = address("constellation", person.id)

describe("an agent", () => {
  it.effect("edits memory with an answer, and reads it in the next prompt", () => {
    const world = new World({
      think: ({ memory, message }) =>
        Effect.succeed({
          text: "Noted.",
          edits: message.text.startsWith("remember")
            ? [{ tool: "append", label: memory[0]!.label, agent: null, text: "likes tea" }]
            : [],
        }),
    })
    return play(
      world,
      Effect.gen(function* () {
        // The first answer comes before its user's memory is made.
        yield* ask("hello")
        yield* ask("remember that I like tea")
        yield* ask("what do I like?")
        expect(world.prompts[2]?.memory[0]).toMatchObject({ label: "user", value: "likes tea" })
        const { records } = yield* contextOf<ConstellationContext>(constellation)
        expect(records["user"]?.past).toMatchObject([{ came: "taken", by: { agent: "writer" }, text: "" }])
      }),
    )
  })

  it.effect("has what was said long ago as a digest; what it came from is in the archive", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        for (let n = 1; n <= 22; n++) yield* ask(`question ${n}`)
        expect(world.materials).toHaveLength(1)
        const { digest, session } = world.prompts.at(-1)!
        expect(digest).toMatchObject({
          of: 11,
          model: "scripted",
          text: expect.stringContaining("question 11"),
        })
        expect(session.map(({ asked }) => asked)[0]).toBe("question 12")
        const archive = address("archive", person.id)
        const { exchanges } = yield* contextOf<ArchiveContext>(archive)
        expect(exchanges.map(({ asked, brain }) => [asked, brain]).at(-1)).toEqual(["question 11", "writer"])
        expect(digest?.sources.map(({ turn }) => turn)).toEqual(exchanges.map(({ turn }) => turn))
      }),
    )
  })

  it.effect("knows what its channel knows, and nothing of another's", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        const fact = { label: "launch", text: "3 March" }
        yield* tell(address("knowledge", channel), { type: "LEARN", ...fact, by: person })
        yield* tell(address("knowledge", "9"), { type: "LEARN", ...fact, label: "secret", by: person })
        yield* ask("when?")
        expect(world.prompts[0]?.knowledge).toMatchObject([fact])
        expect(world.prompts[0]?.knowledge).toHaveLength(1)
      }),
    )
  })
})

it.effect("a thread knows what its channel knows, unless it knows better", () => {
  const thread = "300000000000000077"
  const world = new World({ parents: { [thread]: channel } })
  return play(
    world,
    Effect.gen(function* () {
      const learn = (where: string, label: string, text: string) =>
        tell(address("knowledge", where), { type: "LEARN", label, text, by: person })
      yield* learn(channel, "launch", "3 March")
      yield* learn(channel, "place", "Oslo")
      yield* learn(thread, "Launch", "4 March")
      yield* hears(message("when?", { called: ["writer"], channel: thread }))
      yield* done
      expect(world.prompts[0]?.knowledge.map(({ label, text }) => [label, text])).toEqual([
        ["place", "Oslo"],
        ["Launch", "4 March"],
      ])
    }),
  )
})

describe("a summary", () => {
  const open = (aside: boolean): Event => ({
    type: "OPEN_SUMMARY",
    recap: {
      brain: "writer",
      since: 1000,
      lines: [{ id: "1", author: "Ben", brain: null, text: "The launch is on 3 March", at: 2000 }],
      aside,
      by: person,
      channel,
      guild,
    },
  })
  const of = address("summary", "400000000000000940")

  it.effect("for one alone is made from the lines, kept, and not said", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        yield* tell(of, open(true))
        yield* done
        const { text } = yield* contextOf<SummaryContext>(of)
        expect(text).toContain("Summarise these 1 messages")
        expect(world.prompts[0]?.lent.map(({ text }) => text)).toEqual(["The launch is on 3 March"])
        expect([world.said, world.drafts.size]).toEqual([[], 0])
      }),
    )
  })

  it.effect("for all is said in the channel, once", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        yield* tell(of, open(false))
        yield* done
        expect(world.said.map(({ brain }) => brain.id)).toEqual(["writer"])
      }),
    )
  })
})
