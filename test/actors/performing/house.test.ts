/** What the operator lays down reaches conversations; threads begin with their parent's words; the manager is asked, and seen. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Host } from "../../../src/actors/host.ts"
import { House, noRules, standardOf, type Rules } from "../../../src/actors/performing/house.ts"
import { Mail } from "../../../src/actors/mail.ts"
import type { Question } from "../../../src/actors/performing/model.ts"
import { address } from "../../../src/machines/address.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import { builtIn } from "../../../src/machines/conversation/settings.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { channel, eventually, hears, message, team, World, type Script } from "../../support/world.ts"

const thread = "400000000000009999"

const play = <A, E>(
  script: Partial<Script>,
  rules: Partial<Rules>,
  scene: (world: World) => Effect.Effect<A, E, Mail | Host>,
) => {
  const world = new World(script)
  const house = Layer.succeed(House, { ...noRules, ...rules })
  const runtime = world.runtime(new MemoryStore().layer).pipe(Layer.provide(house))
  return Effect.andThen(Effect.yieldNow, scene(world)).pipe(Effect.provide(runtime), Effect.scoped)
}

const done = Effect.gen(function* () {
  const host = yield* Host
  yield* eventually(() => host.owed() === 0)
})

const floorOf = (id: string) =>
  Effect.flatMap(Mail, (mail) =>
    Effect.map(mail.peek(address("conversation", id)), ({ context }) => context as unknown as Floor),
  )

describe("what the operator lays down", () => {
  it("names the team and who leads it, and is made once for as long as it says the same", () => {
    const agents = team.agents.map((one, n) => ({ ...one, autoRespond: n === 0 }))
    const brains = { ...team, agents, lead: agents[1]! }
    const standard = standardOf(noRules, brains)
    expect(standard).toMatchObject({
      ...builtIn,
      agents: [{ id: "strategist", always: true }, {}, {}],
      lead: "writer",
    })
    expect(standardOf(noRules, brains)).toBe(standard)
  })

  it.effect("holds from the first message of a channel on", () =>
    play({}, { standard: () => ({ ...builtIn, mode: "mentions" }) }, (world) =>
      Effect.gen(function* () {
        yield* hears(message("a draft?", { matched: ["writer"] }))
        yield* done
        expect([world.said, (yield* floorOf(channel)).settings.standard.mode]).toEqual([[], "mentions"])
      }),
    ),
  )
})

describe("a thread", () => {
  it.effect("begins with what was said last in its channel, in short", () =>
    play({ parents: { [thread]: channel } }, {}, (world) =>
      Effect.gen(function* () {
        for (let n = 1; n <= 7; n++) yield* hears(message(`line ${n}`))
        yield* hears(message("long ".repeat(100)))
        yield* done
        yield* hears(message("@Writer go on here", { channel: thread, called: ["writer"] }))
        yield* done
        const lent = world.prompts.at(-1)!.lent.map(({ text }) => text)
        expect(lent.slice(0, -1)).toEqual([3, 4, 5, 6, 7].map((n) => `line ${n}`))
        expect(lent.at(-1)).toMatch(/^long long .*…$/)
        expect(lent.at(-1)).toHaveLength(200)
        expect((yield* floorOf(thread)).parent).toHaveLength(6)
        expect((yield* floorOf(channel)).parent).toBe(null)
      }),
    ),
  )
})

describe("the manager", () => {
  const chosen = { responders: ["analyst"], reason: "numbers\nabove all" }

  it.effect("says in its own name whom it chose, where that is laid down", () =>
    play(
      { route: () => Effect.succeed(chosen) },
      { standard: () => ({ ...builtIn, announced: true }) },
      (world) =>
        Effect.gen(function* () {
          yield* hears(message("how many?"))
          yield* done
          const said = world.said.map(({ brain, text }) => [brain.id, text])
          expect(said).toContainEqual(["manager", "→ **Analyst**: numbers above all"])
          expect(said.map(([brain]) => brain).toSorted()).toEqual(["analyst", "manager"])
        }),
    ),
  )

  it.effect.each([true, false])("is shown what agents said with who asks, only if it may be: %s", (may) => {
    const asked: Array<Question> = []
    const route: Script["route"] = (question) => {
      asked.push(question)
      return Effect.succeed({ responders: [], reason: "small talk" })
    }
    return play({ route }, { managerReadsSessions: () => may }, () =>
      Effect.gen(function* () {
        yield* hears(message("@Writer hello", { called: ["writer"] }))
        yield* done
        yield* hears(message("and now?"))
        yield* done
        const last = { asked: "@Writer hello", answered: "Writer on “@Writer hello”" }
        expect(asked).toHaveLength(1)
        expect(asked[0]!.sessions).toMatchObject(may ? [{ brain: "writer", exchanges: 1, last }] : [])
      }),
    )
  })

  it.effect("is asked about those who listen in the channel alone", () => {
    const asked: Array<Question> = []
    const route: Script["route"] = (question) => {
      asked.push(question)
      return Effect.succeed({ responders: [], reason: "" })
    }
    return play({ route }, {}, () =>
      Effect.gen(function* () {
        const by = { id: "100000000000000001", name: "Ada" }
        const set = { type: "SET", by, team: ["writer", "analyst"] } as const
        yield* (yield* Mail).tell(address("conversation", channel), { id: null, cause: "1", event: set })
        yield* hears(message("who?"))
        yield* done
        expect(asked[0]!.team.agents.map(({ id }) => id)).toEqual(["writer", "analyst"])
        expect(asked[0]!.team.lead.id).toBe("writer")
      }),
    )
  })
})
