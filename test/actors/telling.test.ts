/** What an actor tells another: every part of every effect once, in the order of its effects, however slow the way is. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { ActorUnavailable, Mail } from "../../src/actors/mail.ts"
import { Model } from "../../src/actors/performing/model.ts"
import { Performer } from "../../src/actors/performing/performer.ts"
import { Placement } from "../../src/actors/placement.ts"
import { Roster } from "../../src/actors/performing/roster.ts"
import { Voice } from "../../src/actors/performing/voice.ts"
import { address } from "../../src/machines/address.ts"
import type { Effect as Wanted } from "../../src/machines/effects.ts"
import type { Turn } from "../../src/machines/values.ts"
import { channel, message, team } from "../support/world.ts"
import { settled } from "./support/stage.ts"

const conversation = address("conversation", channel)

const turn = (brain: string): Turn => {
  const asked = message("all of you")
  return { id: `${asked.id}.${brain}`, brain, conversation, message: asked, route: "mention", lent: [] }
}

describe("letters to one pool", () => {
  it.effect("arrive in the order of the effects, with all parts of one before the next", () => {
    const told: Array<string> = []
    let away = true
    const mail = Layer.mock(Mail, {
      tell: (to, { event }) =>
        Effect.suspend(() => {
          if (away) return Effect.fail(new ActorUnavailable({ address: to, reason: "not there" }))
          told.push(event.type)
          return Effect.as(Effect.sleep("1 second"), "committed" as const)
        }),
    })
    const ports = Layer.mergeAll(
      mail,
      Layer.mock(Voice, {}),
      Layer.mock(Model, { label: "none", offline: true }),
      Layer.succeed(Roster, team),
      Placement.layer({ agents: 2, shards: 1 }),
    )
    return Effect.gen(function* () {
      const { perform } = yield* Performer
      const effects: ReadonlyArray<Wanted> = [
        { type: "Allocate", turn: turn("writer") },
        { type: "Release", turns: [turn("writer"), turn("analyst")] },
        { type: "Allocate", turn: turn("analyst") },
      ]
      effects.forEach((effect, n) =>
        perform(
          conversation,
          { key: `1.${n}`, cause: "test", effect },
          false,
          () => {},
          async () => true,
        ),
      )
      yield* Effect.promise(settled)
      away = false
      yield* TestClock.adjust("1 minute")
      expect(told).toEqual(["REQUEST", "WITHDRAW", "WITHDRAW", "REQUEST"])
    }).pipe(Effect.provide(Performer.layer.pipe(Layer.provide(ports))))
  })
})
