/** An answer that takes long is seen while it is written, and nothing of it stays that looks like an answer and is none. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { address } from "../../../src/machines/address.ts"
import { DraftRules, draftPolicy, type DraftPolicy } from "../../../src/actors/performing/drafting.ts"
import { Host } from "../../../src/actors/host.ts"
import { decodeEntry } from "../../../src/actors/journal.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { ModelFailed, type Heed, type Prompt } from "../../../src/actors/performing/model.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { channel, eventually, hears, message, pass, person, World } from "../../support/world.ts"

/** Adds a hundred characters a second, for so many seconds. */
const writing =
  (seconds: number, end: Effect.Effect<void, ModelFailed> = Effect.void) =>
  ({ brain }: Prompt, heed: Heed = () => {}) =>
    Effect.gen(function* () {
      let text = `${brain.name}:`
      for (let second = 0; second < seconds; second++) {
        yield* Effect.sleep(1000)
        heed((text += ` ${"word ".repeat(20)}`))
      }
      yield* end
      return { text }
    })

const setting = (world: World, rules: Partial<DraftPolicy> = {}) => {
  const memory = new MemoryStore()
  const layer = world
    .runtime(memory.layer)
    .pipe(Layer.provide(Layer.succeed(DraftRules, () => ({ ...draftPolicy, ...rules }))))
  /** What the agents were told, in order. */
  const told = () =>
    [...memory.actors]
      .filter(([of]) => of.startsWith("agent/"))
      .flatMap(([, { journal }]) => journal.map(({ body }) => decodeEntry(body).event?.type ?? "tidy"))
  return {
    told,
    play: (scene: Effect.Effect<void, unknown, Layer.Success<typeof layer>>) =>
      Effect.andThen(Effect.yieldNow, scene).pipe(Effect.provide(layer), Effect.scoped),
  }
}

const done = Effect.gen(function* () {
  const host = yield* Host
  yield* eventually(() => host.owed() === 0)
})

const asked = (...called: ReadonlyArray<string>) => hears(message("please", { called: [...called] }))

const standing = ({ drafts }: World) => [...drafts.values()].map(({ text }) => text.length)

describe("an answer", () => {
  it.effect("that comes at once is never a draft", () => {
    const world = new World({ think: writing(1) })
    const { told, play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer")
        yield* done
        expect(world.said).toMatchObject([{ draft: null }])
        expect(told()).toEqual(["ALLOCATE", "CONNECTED", "THOUGHT", "SAID"])
      }),
    )
  })

  it.effect("that is short is never a draft, however long it takes", () => {
    const world = new World({
      think: (_, heed) =>
        Effect.sync(() => heed?.("a few words")).pipe(
          Effect.delay(20_000),
          Effect.as({ text: "a few words" }),
        ),
    })
    const { told, play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer")
        yield* done
        expect(told()).not.toContain("WRITING")
      }),
    )
  })

  it.effect("that takes long is seen to grow, and its draft becomes the answer", () => {
    const world = new World({ think: writing(8) })
    const { told, play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer")
        yield* eventually(() => world.drafts.size === 1)
        const [first] = standing(world)
        const [turn, { id }] = [...world.drafts][0]!
        yield* pass(2000, 100)
        expect(standing(world)[0]).toBeGreaterThan(first!)
        yield* done
        expect(world.drafts.size).toBe(0)
        expect(world.said).toMatchObject([{ turn, draft: { message: id } }])
        expect(told()).toEqual(["ALLOCATE", "CONNECTED", "WRITING", "DRAFTED", "THOUGHT", "SAID"])
      }),
    )
  })

  it.effect("is not shown before it is said where that is not wanted", () => {
    const world = new World({ think: writing(8) })
    const { told, play } = setting(world, { stream: false })
    return play(
      Effect.gen(function* () {
        yield* asked("writer")
        yield* done
        expect(world.said).toHaveLength(1)
        expect(told()).not.toContain("WRITING")
      }),
    )
  })

  it.effect("that is stopped leaves nothing", () => {
    const world = new World({ think: writing(60) })
    const { play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer", "analyst")
        yield* eventually(() => world.drafts.size === 2)
        yield* (yield* Mail).tell(address("conversation", channel), {
          id: null,
          cause: "test",
          event: { type: "HALT", by: person },
        })
        yield* done
        expect([world.drafts.size, world.said]).toEqual([0, []])
      }),
    )
  })

  it.effect("that fails in the middle leaves nothing but the reason", () => {
    const away = Effect.fail(new ModelFailed({ reason: "the model went away", remedy: "retry" }))
    const world = new World({ think: writing(6, away) })
    const { play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer")
        yield* eventually(() => world.drafts.size === 1)
        yield* done
        expect([world.drafts.size, world.said]).toEqual([0, []])
        expect(world.notices.map(({ text }) => text)).toEqual([
          "Writer could not answer Ada: the model went away",
        ])
      }),
    )
  })

  it.effect("shares the channel's limits with others that are written there", () => {
    const changes: Array<number> = []
    const world = new World({ think: writing(20) })
    const { play } = setting(world)
    return play(
      Effect.gen(function* () {
        yield* asked("writer", "analyst", "strategist")
        yield* eventually(() => world.drafts.size === 3)
        const before = world.sketches.length
        yield* pass(9000, 100)
        changes.push(world.sketches.length - before)
        expect(changes[0]).toBeGreaterThanOrEqual(3)
        expect(changes[0]).toBeLessThanOrEqual(7)
      }),
    )
  })
})
