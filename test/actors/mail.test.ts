/** What comes over the cluster is an event of whom it is for, at the entity that it is for. */
import { expect, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { Sharding } from "effect/cluster"
import { describe } from "vitest"
import { entities, MailLayer } from "../../src/actors/entities.ts"
import { ActorUnavailable, letterTo, Mail, type Letter } from "../../src/actors/mail.ts"
import { kinds, type Address, type Kind } from "../../src/machines/address.ts"
import { lives } from "../fuzz/targets/samples.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { channel, World } from "../support/world.ts"

const addresses: Readonly<Record<Kind, Address>> = {
  agent: "agent/0-0001",
  constellation: "constellation/1100000000000000011",
  conversation: `conversation/${channel}`,
  pool: "pool/0",
  vote: "vote/1100000000000000900",
  debate: "debate/1100000000000000900",
  workflow: "workflow/1100000000000000910",
  schedule: "schedule/1100000000000000920",
  guild: "guild/1100000000000000100",
  budget: "budget/user-1100000000000000101",
  assignment: "assignment/1100000000000000930",
  summary: "summary/1100000000000000940",
  archive: "archive/1100000000000000011",
  knowledge: "knowledge/1100000000000000101",
  partners: "partners/main",
  departure: "departure/1100000000000000950",
  permit: "permit/1100000000000000950_writer-0_0",
  roster: "roster/team",
  lessons: "lessons/all",
}

/** Names of events that two kinds of actors have, in one shape or another. */
const namesOf = (kind: Kind) => new Set(lives[kind].map(({ type }) => type))

const letter = (to: Address, event: unknown): Letter =>
  ({ to, envelope: { id: "a", cause: "a", event } }) as Letter

/** What several are told: their lifecycle in shapes of their own, and what comes of a board. */
const shared = ["ALLOCATE", "CONNECTED", "RELEASE", "DISCONNECTED", "FAIL", "SHOWN", "UNSHOWN", "PRESSED"]

const foreign = kinds.flatMap((to) =>
  kinds
    .filter((of) => of !== to)
    .flatMap((of) =>
      lives[of]
        .filter(({ type }) => !namesOf(to).has(type) && !shared.includes(type))
        .map((event) => [of, to, event] as const),
    ),
)

describe("a letter from another process", () => {
  const decodes = (to: Kind, sent: unknown) => Schema.decodeUnknownOption(letterTo(to))(sent)._tag === "Some"

  it.each(kinds)("reads when it is one for a %s", (kind) => {
    for (const event of lives[kind]) {
      const sent = letter(addresses[kind], event)
      expect(Schema.decodeUnknownSync(letterTo(kind))(sent)).toEqual(sent)
    }
  })

  it("does not read when it is what another kind of actor is told", () => {
    expect(foreign.length).toBeGreaterThan(20)
    for (const [of, to, event] of foreign) {
      expect(decodes(to, letter(addresses[to], event)), `${event.type} of ${of} to ${to}`).toBe(false)
    }
  })

  it("does not read when it is for another kind of actor than who takes it", () => {
    for (const to of kinds)
      for (const of of kinds)
        if (of !== to) expect(decodes(to, letter(addresses[of], lives[of][0]))).toBe(false)
  })

  it.each([
    ["an ALLOCATE of an agent without its turn", "agent", { type: "ALLOCATE" }],
    ["an ALLOCATE of a constellation with a turn", "constellation", lives.agent[0]],
    ["a MESSAGE without words", "conversation", { type: "MESSAGE", message: {} }],
    ["nothing", "conversation", null],
  ] as const)("does not read when it holds %s", (_, to, event) => {
    expect(decodes(to, letter(addresses[to], event))).toBe(false)
  })
})

describe("the mail", () => {
  /** A cluster that takes whatever it is given. */
  const taken = () => {
    const letters: Array<Letter> = []
    const Tell = (sent: Letter) => Effect.sync(() => (letters.push(sent), "committed"))
    const sharding = { makeClient: () => Effect.succeed(() => ({ Tell })) } as never
    return { letters, layer: MailLayer.pipe(Layer.provide(Layer.succeed(Sharding.Sharding, sharding))) }
  }

  it.effect("takes no event for an actor that does not know it, and does not ask it", () =>
    Effect.gen(function* () {
      const { letters, layer } = taken()
      for (const [of, to, event] of foreign) {
        const told = Effect.flatMap(Mail, ({ tell }) =>
          tell(addresses[to], letter(addresses[to], event).envelope),
        )
        const error = yield* Effect.flip(Effect.provide(told, layer))
        expect(error, `${event.type} of ${of} to ${to}`).toMatchObject({
          _tag: "Poisoned",
          reason: `no ${to} knows ${event.type}`,
        })
      }
      expect(letters).toEqual([])
    }),
  )

  it.effect("takes what the actor knows", () =>
    Effect.gen(function* () {
      const { letters, layer } = taken()
      const told = Effect.flatMap(Mail, ({ tell }) =>
        Effect.forEach(kinds, (kind) =>
          Effect.forEach(lives[kind], (event) =>
            tell(addresses[kind], letter(addresses[kind], event).envelope),
          ),
        ),
      )
      yield* Effect.provide(told, layer)
      expect(letters).toHaveLength(kinds.flatMap((kind) => lives[kind]).length)
    }),
  )

  it.effect.each([
    [
      new ActorUnavailable({ address: "vote/1", reason: "its journal is broken at 7" }),
      "its journal is broken at 7",
    ],
    [{ _tag: "PersistenceError" }, "the cluster says PersistenceError"],
  ] as const)("says of an actor that cannot be looked at why that is: %s", ([refused, reason]) => {
    const client = { Peek: () => Effect.fail(refused), Wake: () => Effect.fail(refused) }
    const sharding = { makeClient: () => Effect.succeed(() => client) } as never
    return Effect.gen(function* () {
      const { peek, wake } = yield* Mail
      expect(yield* Effect.flip(peek("vote/1"))).toMatchObject({ address: "vote/1", reason })
      expect(yield* Effect.flip(wake("vote/1"))).toMatchObject({ address: "vote/1", reason })
    }).pipe(Effect.provide(MailLayer.pipe(Layer.provide(Layer.succeed(Sharding.Sharding, sharding)))))
  })
})

it.live("an entity takes nothing for an actor of another, and wakes none", () => {
  const store = new MemoryStore()
  return Effect.gen(function* () {
    const conversation = yield* entities.conversation.client
    const pool = yield* entities.pool.client
    const [message] = lives.conversation
    const asked = [
      conversation("1").Tell({ letters: [letter("conversation/2", message)] }),
      conversation("1").Peek({ address: "conversation/2" }),
      conversation("1").Wake({ address: "pool/1" }),
      pool("0").Tell({ letters: [letter("agent/1-0001", { type: "RELEASE" })] }),
      pool("0").Peek({ address: "agent/1-0001" }),
    ]
    for (const ask of asked) {
      const exit = yield* Effect.exit(ask as Effect.Effect<unknown, { readonly _tag: string }>)
      expect(JSON.stringify(exit)).toContain("was asked for at")
    }
    for (const address of ["conversation/2", "agent/1-0001"] as const)
      expect(store.actors.has(address), address).toBe(false)
    yield* pool("0").Peek({ address: "agent/0-0001" })
  }).pipe(Effect.provide(new World().runtime(store.layer)), Effect.scoped)
})
