/** Mail to actors whose runner gives them over while it is asked. */
import { expect, it } from "@effect/vitest"
import { Cause, Effect, Fiber, Layer } from "effect"
import { Sharding } from "effect/cluster"
import { MailLayer } from "../../../src/actors/entities.ts"
import { Owners } from "../../../src/actors/forgetting/owners.ts"
import { Mail } from "../../../src/actors/mail.ts"

const letter = { id: "a", cause: "a", event: { type: "RELEASE" } } as const

/** A cluster in which whatever an actor is asked comes to this. */
const mailWhere = (answer: Effect.Effect<never>) =>
  MailLayer.pipe(
    Layer.provide(
      Layer.succeed(Sharding.Sharding, {
        makeClient: () =>
          Effect.succeed(() => ({
            Tell: () => answer,
            Peek: () => answer,
            Wake: () => answer,
            Forget: () => answer,
          })),
      } as never),
    ),
  )

it.effect("whoever asks is not interrupted, but told to ask again", () =>
  Effect.gen(function* () {
    const mail = yield* Mail
    const owners = yield* Owners
    const undoing = { id: "1", as: "2", names: [], messages: [], texts: [], erase: false, gone: [] }
    const asked = Effect.all(
      [
        mail.tell("agent/0-1", letter),
        mail.peek("agent/0-1"),
        mail.wake("agent/0-1"),
        owners.forget("agent/0-1", undoing),
      ].map(Effect.flip),
    )
    expect((yield* asked).map(({ _tag }) => _tag)).toEqual(Array(4).fill("ActorUnavailable"))
  }).pipe(Effect.provide(mailWhere(Effect.failCause(Cause.interrupt(1))))),
)

it.effect("whoever is interrupted while it asks stays so", () =>
  Effect.gen(function* () {
    const mail = yield* Mail
    const asking = yield* Effect.forkChild(mail.tell("agent/0-1", letter), { startImmediately: true })
    yield* Fiber.interrupt(asking)
    const exit = yield* Fiber.await(asking)
    expect(exit._tag === "Failure" && Cause.hasInterruptsOnly(exit.cause)).toBe(true)
  }).pipe(Effect.provide(mailWhere(Effect.never))),
)
