import { it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { ActorUnavailable, Mail, type Envelope } from "../../../src/actors/mail.ts"
import { makeLanes } from "../../../src/adapters/discord/lanes.ts"
import type { Address } from "../../../src/machines/address.ts"
import { eventually } from "../../support/world.ts"
import { Log, logged } from "./fixtures.ts"

const envelope = (n: number): Envelope => ({
  id: `discord:${n}`,
  cause: String(n),
  event: { type: "HALT", by: { id: "1", name: "Ada" } },
})

/** A mailbox that refuses everything while it is away, and counts how often it was asked. */
const postOffice = () => {
  const office = { away: true, asked: 0, taken: [] as Array<string> }
  const layer = Layer.succeed(Mail, {
    tell: (address: Address, { cause }: Envelope) =>
      Effect.suspend(() => {
        office.asked++
        if (office.away) return Effect.fail(new ActorUnavailable({ address, reason: "away" }))
        office.taken.push(`${address} ${cause}`)
        return Effect.succeed("committed" as const)
      }),
    peek: () => Effect.die("not asked"),
    wake: () => Effect.void,
  })
  return { office, layer }
}

const { office, layer } = postOffice()

it.effect("what cannot be delivered waits, less and less eager, and no more than there is room for do", () =>
  Effect.gen(function* () {
    const lanes = yield* makeLanes
    for (let n = 0; n < 20_003; n++) lanes.offer(`conversation/${n % 2}`, envelope(n))
    yield* TestClock.adjust("1 hour")
    // Two lanes that ask about every ten seconds, however much waits in them.
    expect(office.asked).toBeGreaterThan(600)
    expect(office.asked).toBeLessThan(1100)

    office.away = false
    yield* eventually(lanes.isEmpty)
    expect(office.taken).toHaveLength(20_000)
    const first = office.taken.filter((taken) => taken.startsWith("conversation/0"))
    expect(first).toEqual(Array.from({ length: 10_000 }, (_, n) => `conversation/0 ${2 * n}`))
    // On a busy machine the simulated clock says that it no longer waits for who delivers 20,000.
    const told = (yield* Log).filter((line) => !line.includes("test clock"))
    expect(told).toEqual([
      expect.stringMatching(/^Warn conversation\/0 takes no messages now \(ActorUnavailable\)/),
      expect.stringMatching(/^Error 20000 messages wait .* new ones are lost for now$/),
      "Info Conversations take messages again: 2 came late, 3 were lost",
    ])
  }).pipe(Effect.scoped, Effect.provide(layer), Effect.provide(logged)),
)

it.effect("what can wait outside does when many wait already, and goes on when they are free", () =>
  Effect.gen(function* () {
    const { office, layer } = postOffice()
    yield* Effect.gen(function* () {
      const lanes = yield* makeLanes
      for (let n = 0; n < 499; n++) lanes.offer("conversation/1", envelope(n))
      yield* lanes.room
      lanes.offer("conversation/1", envelope(499))
      const waiting = yield* Effect.forkChild(lanes.room)
      yield* TestClock.adjust("1 minute")
      expect(waiting.pollUnsafe()).toBeUndefined()
      office.away = false
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(waiting)
      expect(office.taken).toHaveLength(500)
    }).pipe(Effect.scoped, Effect.provide(layer))
  }).pipe(Effect.provide(logged)),
)
