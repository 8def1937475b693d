/** Effects are performed until they work, stop when they are taken back, and say what came of them. */
import { it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import type { Address } from "../../../src/machines/address.ts"
import type { Effect as Wanted } from "../../../src/machines/effects.ts"
import type { Event } from "../../../src/machines/events.ts"
import {
  ActorUnavailable,
  Mail,
  MailboxFull,
  Poisoned,
  type Envelope,
  type Refused,
} from "../../../src/actors/mail.ts"
import { Model, ModelFailed } from "../../../src/actors/performing/model.ts"
import { Performer } from "../../../src/actors/performing/performer.ts"
import { Placement } from "../../../src/actors/placement.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { Voice, VoiceFailed } from "../../../src/actors/performing/voice.ts"
import { turn } from "../../machines/support/words.ts"
import { team } from "../../support/world.ts"
import { settled } from "../support/stage.ts"

type Think = Model["Service"]["think"]
type Say = Voice["Service"]["say"]

const thought = { text: "hi", model: "scripted", usage: { input: 1, output: 1 } }

const setting = (
  ports: {
    think?: Think
    typing?: Effect.Effect<never>
    say?: Say
    tell?: (e: Envelope) => Effect.Effect<void, Refused>
  } = {},
) => {
  const seen = { typing: 0, thinking: 0, told: [] as Array<[Address, Envelope]>, lines: [] as Array<string> }
  const during = <A, E>(count: "typing" | "thinking", effect: Effect.Effect<A, E>) =>
    Effect.acquireUseRelease(
      Effect.sync(() => seen[count]++),
      () => effect,
      () => Effect.sync(() => void seen[count]--),
    )
  const layer = Performer.layer.pipe(
    Layer.provide([
      Layer.mock(Mail, {
        tell: (to, envelope) =>
          Effect.map(ports.tell?.(envelope) ?? Effect.void, () => {
            seen.told.push([to, envelope])
            return "committed" as const
          }),
        peek: (address) => Effect.fail(new ActorUnavailable({ address, reason: "not here" })),
      }),
      Layer.mock(Voice, {
        say: ports.say ?? (() => Effect.succeed(["9"])),
        parentOf: () => Effect.succeed(null),
        typing: () => during("typing", ports.typing ?? Effect.never),
      }),
      Layer.mock(Model, {
        label: "scripted",
        offline: true,
        think: (prompt) => during("thinking", ports.think?.(prompt) ?? Effect.succeed(thought)),
      }),
      Layer.succeed(Roster, team),
      Placement.layer({ agents: 1, shards: 1 }),
    ]),
    Layer.provideMerge(Logger.layer([Logger.make(({ message }) => void seen.lines.push(String(message)))])),
  )
  const begin = (effect: Wanted, by: Address = "agent/0-0001", key = "1.0", again = false) =>
    Effect.map(Performer, ({ perform }) => {
      const came: Array<Event | null> = []
      const owed = { key, cause: "test", effect }
      const stop = perform(
        by,
        owed,
        again,
        (event) => void came.push(event),
        async (event) => came.push(event) > 0,
      )
      return { came, stop }
    })
  return { seen, layer, begin }
}

const recalled = { session: 0, digest: 0, memory: 0, characters: 0, knowledge: 0 }
const think: Wanted = { type: "Think", turn: turn("writer") }
const tell = (to: Address): Wanted => ({ type: "Tell", to, event: { type: "RELEASE" } })
const wait = Effect.promise(settled)

describe("a performer", () => {
  it.effect("shows that somebody thinks for as long as they do", () => {
    const { seen, layer, begin } = setting({ think: () => Effect.delay(Effect.succeed(thought), 5000) })
    return Effect.gen(function* () {
      const { came } = yield* begin(think)
      yield* TestClock.adjust(4000)
      expect([seen.typing, seen.thinking, came]).toEqual([1, 1, []])
      yield* TestClock.adjust(1000)
      yield* wait
      expect([seen.typing, seen.thinking]).toEqual([0, 0])
      expect(came).toEqual([{ type: "THOUGHT", ...thought, ms: 5000, calls: [], recalled }])
    }).pipe(Effect.provide(layer))
  })

  it.effect("says in the log, and in the event, that it asks a model again", () => {
    const { seen, layer, begin } = setting()
    return Effect.gen(function* () {
      const { came } = yield* begin(think, "agent/0-0001", "1.0", true)
      yield* TestClock.adjust(0)
      yield* wait
      expect(came).toEqual([{ type: "THOUGHT", ...thought, ms: 0, calls: [], again: true, recalled }])
      expect(seen.lines.join("\n")).toMatch(/^agent\/0-0001 asks the model again for .*: its owner ended/)
    }).pipe(Effect.provide(layer))
  })

  it.effect("answers although it cannot be shown that somebody thinks", () => {
    let asked = 0
    const { layer, begin } = setting({
      typing: Effect.die("a bug"),
      think: () =>
        Effect.delay(
          Effect.sync(() => (asked++, thought)),
          100,
        ),
    })
    return Effect.gen(function* () {
      const { came } = yield* begin(think)
      yield* TestClock.adjust("1 minute")
      yield* wait
      expect([came[0]?.type, asked]).toEqual(["THOUGHT", 1])
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "stops the model and the sign of it when the effect is taken back, and nothing comes of it",
    () => {
      const { seen, layer, begin } = setting({ think: () => Effect.never })
      return Effect.gen(function* () {
        const { came, stop } = yield* begin(think)
        yield* wait
        expect([seen.typing, seen.thinking]).toEqual([1, 1])
        stop()
        yield* wait
        expect([seen.typing, seen.thinking, came]).toEqual([0, 0, []])
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("stops all that is under way when the runtime ends", () => {
    const { seen, layer, begin } = setting({ think: () => Effect.never })
    return Effect.gen(function* () {
      yield* Effect.gen(function* () {
        yield* begin(think)
        yield* begin(think, "agent/0-0002")
        yield* wait
        expect(seen.thinking).toBe(2)
      }).pipe(Effect.provide(layer), Effect.scoped)
      expect([seen.typing, seen.thinking]).toEqual([0, 0])
    })
  })

  it.effect("says as an event what a model or Discord would not do", () => {
    const { layer, begin } = setting({
      think: () => Effect.fail(new ModelFailed({ reason: "no key", remedy: "fix" })),
      say: () => Effect.fail(new VoiceFailed({ reason: "no permission", remedy: "fix" })),
    })
    return Effect.gen(function* () {
      const one = yield* begin(think)
      const two = yield* begin({ type: "Say", turn: turn("writer"), text: "hi" })
      const gone = yield* begin({ type: "Think", turn: turn("nobody") })
      yield* wait
      expect([...one.came, ...two.came, ...gone.came]).toEqual([
        { type: "FAIL", reason: "no key", retry: false },
        { type: "FAIL", reason: "no permission", retry: false },
        { type: "FAIL", reason: "the team has no nobody any more", retry: false },
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect("tries again what broke in a port, until it works", () => {
    let attempts = 0
    const { seen, layer, begin } = setting({
      think: () => Effect.suspend(() => (++attempts < 4 ? Effect.die("a bug") : Effect.succeed(thought))),
    })
    return Effect.gen(function* () {
      const { came } = yield* begin(think)
      yield* TestClock.adjust("1 minute")
      yield* wait
      expect([came.length, attempts]).toEqual([1, 4])
      expect(seen.lines.filter((line) => line.includes("Think of agent/0-0001 broke"))).toHaveLength(3)
    }).pipe(Effect.provide(layer))
  })

  it.effect("tells an actor until it has it, under the same id", () => {
    const refusals: Array<Effect.Effect<void, Refused>> = [
      Effect.fail(new MailboxFull({ address: "pool/0" })),
      Effect.fail(new ActorUnavailable({ address: "pool/0", reason: "it has moved" })),
      Effect.die("a bug in the cluster"),
    ]
    const ids: Array<string | null> = []
    const { seen, layer, begin } = setting({
      tell: ({ id }) => Effect.suspend(() => (ids.push(id), refusals.shift() ?? Effect.void)),
    })
    return Effect.gen(function* () {
      const { came } = yield* begin(tell("pool/0"), "conversation/1", "7.2")
      yield* TestClock.adjust("1 minute")
      yield* wait
      expect([came, ids, seen.told.length]).toEqual([
        [null],
        Array.from({ length: 4 }, () => "conversation/1#7.2"),
        1,
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect("gives up telling what breaks whom it is told, and says so", () => {
    const { seen, layer, begin } = setting({
      tell: () => Effect.fail(new Poisoned({ address: "pool/0", reason: "a bug" })),
    })
    return Effect.gen(function* () {
      const { came } = yield* begin(tell("pool/0"), "conversation/1")
      yield* wait
      expect(came).toEqual([null])
      expect(seen.lines).toEqual(["pool/0 refuses RELEASE of conversation/1: Poisoned"])
    }).pipe(Effect.provide(layer))
  })

  it.effect("keeps the order of what one actor tells another, while the first letter is tried again", () => {
    let away = true
    const { seen, layer, begin } = setting({
      tell: () =>
        Effect.suspend(() =>
          away ? Effect.fail(new ActorUnavailable({ address: "pool/0", reason: "away" })) : Effect.void,
        ),
    })
    return Effect.gen(function* () {
      const of = turn("writer")
      yield* begin({ type: "Allocate", turn: of }, "conversation/1", "1.0")
      yield* TestClock.adjust(50)
      yield* begin({ type: "Release", turns: [of] }, "conversation/1", "2.0")
      yield* begin(tell("pool/0"), "conversation/1", "3.0")
      away = false
      yield* TestClock.adjust("1 minute")
      yield* wait
      expect(seen.told.map(([, { event }]) => event.type)).toEqual(["REQUEST", "WITHDRAW", "RELEASE"])
    }).pipe(Effect.provide(layer))
  })
})

describe("when an actor breaks on an event", () => {
  const broke = (address: Address, event: string, tell?: (e: Envelope) => Effect.Effect<void, Refused>) => {
    const { seen, layer } = setting(tell === undefined ? {} : { tell })
    return Effect.gen(function* () {
      const performer = yield* Performer
      yield* Effect.forkChild(performer.broke(address, event, "a bug"))
      yield* TestClock.adjust("1 minute")
      return { told: seen.told.map(([to, { event }]) => [to, event]), lines: seen.lines }
    }).pipe(Effect.provide(layer))
  }

  it.effect("an agent fails, so that its chart answers for its turn", () =>
    Effect.gen(function* () {
      const { told } = yield* broke("agent/0-0001", "THOUGHT")
      expect(told).toEqual([["agent/0-0001", { type: "FAIL", reason: "a bug", retry: false }]])
    }),
  )

  it.effect.each(["FAIL", "ALLOCATE"])("its pool is told instead when it broke on %s", (event) =>
    Effect.gen(function* () {
      const { told } = yield* broke("agent/0-0001", event)
      expect(told).toEqual([["pool/0", { type: "FAILED", agent: "0-0001", turn: null, reason: "a bug" }]])
    }),
  )

  it.effect("it is told in the end, although nobody listens at first", () => {
    let attempts = 0
    return Effect.gen(function* () {
      const { told } = yield* broke("agent/0-0001", "THOUGHT", () =>
        Effect.suspend(() =>
          ++attempts < 3 ? Effect.fail(new MailboxFull({ address: "agent/0-0001" })) : Effect.void,
        ),
      )
      expect([told.length, attempts]).toEqual([1, 3])
    })
  })

  it.effect("nobody is told of others, but the log", () =>
    Effect.gen(function* () {
      const { told, lines } = yield* broke("conversation/1", "MESSAGE")
      expect([told, lines]).toEqual([
        [],
        ["conversation/1 broke on MESSAGE and keeps the state it had: a bug"],
      ])
    }),
  )
})
