/** A constellation that its chart lets sleep leaves memory; the next event brings it back as it was. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Constellations } from "../../../src/actors/constellations/constellations.ts"
import { sweep } from "../../../src/actors/constellations/boot.ts"
import { standingOf } from "../../../src/actors/constellations/standing.ts"
import { Host } from "../../../src/actors/host.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Store } from "../../../src/actors/store.ts"
import { address } from "../../../src/machines/address.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { eventually, World } from "../../support/world.ts"

const users = Array.from({ length: 20 }, (_, n) => ({
  user: { id: String(100_000_000_000_000_000n + BigInt(n)), name: `user ${n}` },
  template: null,
}))
const [first] = users as [(typeof users)[0]]
const of = address("constellation", first.user.id)

const remember = (n: number) => ({
  id: null,
  cause: "test",
  event: {
    type: "REMEMBER" as const,
    user: first.user,
    brain: "writer",
    turn: `${n}`,
    asked: "tea?",
    answered: "yes",
  },
})

/** Twenty that were made and that nobody has needed for so long that they sleep. */
const sleeping = Effect.fnUntraced(function* (memory: MemoryStore) {
  const { live } = yield* Host
  yield* Effect.forkChild(sweep(users))
  yield* eventually(() => live() === users.length, 60_000)
  const { tell } = yield* Mail
  yield* tell(of, remember(1))
  const needsNobody = () =>
    users.every(({ user }) => memory.actors.get(address("constellation", user.id))?.wakeAt === null)
  yield* eventually(needsNobody, 75 * 60_000)
  yield* eventually(() => live() === 0, 10_000)
})

describe("a constellation that hibernates", () => {
  it.effect("is out of memory, and the next event brings it alone back, with what it remembers", () => {
    const memory = new MemoryStore()
    return Effect.gen(function* () {
      const host = yield* Host
      yield* sleeping(memory)
      expect((yield* Effect.provide(standingOf(of), memory.layer))?.asleep).toBe(true)
      yield* (yield* Mail).tell(of, remember(2))
      expect([host.live(), [...host.awake.keys()]]).toEqual([1, [of]])
      expect(host.awake.get(of)?.books.snapshot.context).toMatchObject({
        agents: ["strategist", "writer", "analyst"],
        sessions: { writer: [{ asked: "tea?" }, { asked: "tea?" }] },
      })
    }).pipe(Effect.provide(new World().runtime(memory.layer)))
  })

  it.effect("is not woken to be looked at, and takes what does not need it awake without staying", () => {
    const memory = new MemoryStore()
    return Effect.gen(function* () {
      const host = yield* Host
      yield* sleeping(memory)
      const before = memory.actors.get(of)!
      const { epoch, seq } = before
      const { value } = yield* (yield* Mail).peek(of)
      expect([value, host.live(), before.epoch, before.seq]).toEqual([
        { available: "hibernating" },
        0,
        epoch,
        seq,
      ])
      const rename = { type: "RENAME" as const, brain: "writer", name: "Will" }
      const all = Array.from({ length: 5 }, () =>
        Effect.flatMap(Mail, ({ tell }) => tell(of, { id: null, cause: "test", event: rename })),
      )
      expect(new Set(yield* Effect.all(all, { concurrency: "unbounded" }))).toEqual(new Set(["committed"]))
      yield* eventually(() => host.live() === 0)
      expect((yield* Effect.provide(standingOf(of), memory.layer))?.own.names).toEqual({ writer: "Will" })
    }).pipe(Effect.provide(new World().runtime(memory.layer)))
  })

  it.effect("is still known to be there: who greets its user reads nothing and wakes nobody", () => {
    const memory = new MemoryStore()
    let reads = 0
    const { service } = memory
    const counting = Layer.succeed(Store, {
      ...service,
      claim: (of) =>
        Effect.andThen(
          Effect.sync(() => void reads++),
          service.claim(of),
        ),
      peek: (of) =>
        Effect.andThen(
          Effect.sync(() => void reads++),
          service.peek(of),
        ),
    })
    return Effect.gen(function* () {
      const { greet, known } = yield* Constellations
      yield* sleeping(memory)
      const before = reads
      for (const { user } of users) yield* greet(user)
      expect([reads - before, yield* known, (yield* Host).live()]).toEqual([0, users.length, 0])
    }).pipe(Effect.provide(new World().runtime(counting)))
  })
})
