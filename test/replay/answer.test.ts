/** How an answer came about, out of the journals: however long they are, and when a part of them is archived. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Archive } from "../../src/actors/keeping/archive.ts"
import { sweep } from "../../src/actors/keeping/archivist.ts"
import { Host } from "../../src/actors/host.ts"
import { retention } from "../../src/actors/keeping/retention.ts"
import { Store } from "../../src/actors/store.ts"
import * as Files from "../../src/adapters/archive/files.ts"
import { whyEmbed, type Known } from "../../src/adapters/discord/commands/why-words.ts"
import { saidAt } from "../../src/machines/values.ts"
import { address } from "../../src/machines/address.ts"
import { answerIn, type Answer } from "../../src/replay/answer.ts"
import { pagesOf } from "../../src/replay/pages.ts"
import { temporaryDirectory } from "../support/directory.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, eventually, hears, message, team, World } from "../support/world.ts"

/** The first message that the world says has this id, or one soon after it. */
const begin = saidAt("500000000000000000") - 1000

const rested = Effect.flatMap(Host, (host) => eventually(() => host.owed() === 0))

const play = <A, E>(
  world: World,
  scene: Effect.Effect<A, E, Archive | Host | Layer.Success<ReturnType<World["runtime"]>>>,
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(begin)
    const folder = yield* temporaryDirectory("orrery-answer-")
    const layer = world.runtime(new MemoryStore().layer).pipe(Layer.provideMerge(Files.layer({ folder })))
    return yield* Effect.andThen(Effect.yieldNow, scene).pipe(Effect.provide(layer))
  }).pipe(Effect.scoped)

const thoughtful = (reason: string) =>
  new World({
    route: () => Effect.delay(Effect.succeed({ responders: ["analyst"], reason }), 700),
    think: ({ brain }) => Effect.delay(Effect.succeed({ text: `${brain.name} thinks so` }), 1200),
  })

const known: Known = {
  team,
  standing: new Map(),
  prices: [],
  offline: false,
  reasonIsPrivate: false,
  inspector: "http://127.0.0.1:4020",
}

const told = (answer: Answer, more: Partial<Known> = {}) => {
  const { title, description, fields = [] } = whyEmbed(answer, { ...known, ...more })
  return {
    title,
    description,
    ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  } as Record<string, string>
}

const idOf = (world: World, nth: number) => world.messages[nth]!

describe("an answer", () => {
  it.effect("of who was called by name is told with each of its parts", () => {
    const world = thoughtful("")
    return play(
      world,
      Effect.gen(function* () {
        const asked = message("@Writer a draft about data, please", {
          called: ["writer"],
          matched: ["analyst"],
        })
        yield* hears(asked)
        yield* rested
        const answer = yield* answerIn(channel, idOf(world, 0))
        expect(answer.turn).toMatchObject({ brain: "writer", message: asked })
        const standing = new Map([[asked.id, { author: "Ada", text: asked.text }]])
        const prices = [{ model: "scripted", input: 1_000_000, output: 500_000 }]
        const said = told(answer, { standing, prices })
        expect(said["title"]).toBe("Why Writer answered")
        expect(said["description"]).toBe("Ada called it by name: “@Writer a draft about data, please”")
        const linked = { ...answer.turn.message, author: { id: "1", name: "[Ada](https://evil.example)" } }
        expect(told({ ...answer, turn: { ...answer.turn, message: linked } })["description"]).toBe(
          "\\[Ada\\](https://evil.example) called it by name",
        )
        expect(said["Who else"]).toBe(
          "**Strategist**: not called by name\n**Analyst**: not called by name; “data” was heard, but names come first",
        )
        expect(said["Lent from the channel"]).toBe("Nothing.")
        expect(said["How long it took"]).toMatch(
          /1\.\d s · the model thought\n.* · it was said\n\*\*1\.\d s\*\* · together$/,
        )
        expect(said["The model"]).toBe("scripted, 1 tokens in, 1 out: 1.5\nasked once")
        expect(said["In the inspector"]).toContain(
          `(http://127.0.0.1:4020/#/${answer.agent}/${answer.said.seq})`,
        )
      }),
    )
  })

  it.effect("of whom the manager chose is told with its reason, unless that is others' own", () => {
    const world = thoughtful("sales are numbers")
    return play(
      world,
      Effect.gen(function* () {
        yield* hears(message("how are sales?"))
        yield* rested
        const answer = yield* answerIn(channel, idOf(world, 0))
        expect(answer.routed?.event.reason).toBe("sales are numbers")
        expect(told(answer)["description"]).toBe("The manager chose it, since “sales are numbers”")
        expect(told(answer, { reasonIsPrivate: true })["description"]).toBe("The manager chose it")
        expect(told(answer)["How long it took"]).toContain("700 ms · the manager chose")
        expect(
          told(answer, {
            offline: true,
            standing: new Map([[answer.turn.message.id, { author: "Ada", text: "" }]]),
          })["Who else"],
        ).toMatch(/\*\*Writer\*\*: not chosen/)
      }),
    )
  })

  it.effect("by a word, and by an agent that calls, is told as that", () => {
    const world = new World({
      think: ({ brain }) =>
        Effect.succeed({ text: brain.id === "writer" ? "what of it, @Analyst?" : "it is fine" }),
    })
    return play(
      world,
      Effect.gen(function* () {
        const asked = message("two drafts, please", { matched: ["writer"] })
        yield* hears(asked)
        yield* rested
        const standing = new Map([[asked.id, { author: "Ada", text: asked.text }]])
        const writer = yield* answerIn(channel, idOf(world, 0))
        expect(told(writer, { standing })["description"]).toContain(
          "Writer listens for “draft” and heard “drafts”",
        )
        const analyst = yield* answerIn(channel, idOf(world, 1))
        expect(told(analyst)["description"]).toBe("Writer called it by name in an answer")
        expect(told(analyst)["Lent from the channel"]).toMatch(/^\d lines?, \d of them deleted since/)
        expect(analyst.heard).not.toBeNull()
      }),
    )
  })

  it.effect("is found among a million entries without reading them", () =>
    Effect.gen(function* () {
      let read = 0
      const entry = (seq: number) => ({
        seq,
        id: null,
        body: JSON.stringify({
          seq,
          at: begin + seq * 1000,
          event: null,
          id: null,
          cause: "",
          epoch: 1,
          machine: "conversation@2",
          settles: null,
          fires: null,
          acked: [],
          hash: "",
        }),
      })
      const store = Layer.mock(Store, {
        label: "a million",
        groupSize: 1,
        sideBySide: 1,
        peek: () => Effect.succeed({ epoch: 1, seq: 1_000_000, hash: "", record: null, tail: [] }),
        journal: (_, from, limit) =>
          Effect.sync(() => {
            const found = Array.from({ length: Math.min(limit, 1_000_001 - from) }, (_, n) => entry(from + n))
            read += found.length
            return found
          }),
      })
      const archive = Layer.mock(Archive, { label: "empty", list: () => Effect.succeed([]) })
      yield* Effect.gen(function* () {
        const pages = yield* pagesOf(address("conversation", channel))
        expect(yield* pages.firstAt(begin + 723_456_500)).toBe(723_457)
        expect(yield* pages.firstAt(begin - 5)).toBe(1)
        expect(yield* pages.firstAt(begin + 2_000_000_000)).toBe(1_000_001)
      }).pipe(Effect.provide(Layer.merge(store, archive)))
      expect(read).toBeLessThan(100)
    }),
  )

  it.effect("is found in the archive, and says so; without one it says that it is lost", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        for (let n = 0; n < 60; n++) {
          yield* hears(message(`@Writer number ${n}`, { called: ["writer"] }))
          yield* rested
          yield* TestClock.adjust("1 second")
        }
        yield* sweep({ ...retention, keepEntries: 20 }, () => true)
        const answer = yield* answerIn(channel, idOf(world, 3))
        expect(answer.archived).toBe(true)
        expect(told(answer)["description"]).toMatch(/Some of this comes from the archive\.$/)
        const empty = Layer.mock(Archive, { label: "empty", list: () => Effect.succeed([]) })
        const lost = yield* Effect.flip(answerIn(channel, idOf(world, 3)).pipe(Effect.provide(empty)))
        expect(lost).toMatchObject({ _tag: "NoAnswer", reason: "lost" })
      }),
    )
  })

  it.effect("that nobody gave is not made up", () => {
    const world = new World()
    return play(
      world,
      Effect.gen(function* () {
        expect(yield* Effect.flip(answerIn("300000000000000009", "500000000000000001"))).toMatchObject({
          reason: "unheard",
        })
        yield* hears(message("@Writer hello", { called: ["writer"] }))
        yield* rested
        expect(yield* Effect.flip(answerIn(channel, "500000000000099999"))).toMatchObject({
          reason: "unknown",
        })
      }),
    )
  })
})
