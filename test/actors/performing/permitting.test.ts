/** Whether an agent may call a tool: rules of the operator, and what servers and people have laid down in their actors. */
import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe } from "vitest"
import { ActorUnavailable, Mail } from "../../../src/actors/mail.ts"
import { OperatorsRules, Permissions, Roles, type Call } from "../../../src/actors/performing/permitting.ts"
import { address } from "../../../src/machines/address.ts"
import type { Rule, Verdict } from "../../../src/machines/tools/permissions.ts"
import type { Message, Turn } from "../../../src/machines/values.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { channel, guild, person, World } from "../../support/world.ts"

const elsewhere = "200000000000000002"

const wish = (more: Partial<Message> = {}, harmless = false): Call => {
  const message: Message = {
    id: "400000000000000001",
    channel,
    guild,
    author: person,
    text: "render it",
    pinged: [],
    called: [],
    matched: [],
    toTeam: false,
    via: null,
    ...more,
  }
  const turn: Turn = {
    id: `${message.id}.writer`,
    brain: "writer",
    conversation: address("conversation", message.channel),
    message,
    route: "mention",
    lent: [],
  }
  const tool = {
    name: "git",
    description: "",
    parameters: {},
    harmless,
    repeatable: false,
    doing: "using git…",
  }
  return { turn, tool, input: { command: "push origin" } }
}

const decided = (of: Call) =>
  Effect.gen(function* () {
    return (yield* (yield* Permissions).decide(of)).verdict
  })

const rule = (verdict: Verdict, pattern: string, more: Partial<Rule> = {}): Rule => ({
  verdict,
  pattern,
  ...more,
})

const asked: Array<string> = []

let told = 0
const lays = (to: `${"guild" | "constellation"}/${string}`, laid: Rule, type: "RULE" | "REPEAL" = "RULE") =>
  Effect.flatMap(Mail, (mail) =>
    mail.tell(to, {
      id: `told:${++told}`,
      cause: "1",
      event: { type, rule: laid, channel: null, by: person },
    }),
  )

const operators = (...rules: ReadonlyArray<Rule>) => Layer.succeed(OperatorsRules, () => rules)

const lives = (
  name: string,
  test: Effect.Effect<void, unknown, Mail>,
  laid: Layer.Layer<never> = Layer.empty,
) =>
  it.live(name, () =>
    test.pipe(Effect.provide(new World({}).runtime(new MemoryStore().layer, 2)), Effect.provide(laid)),
  )

const here = `guild/${guild}` as const
const mine = `constellation/${person.id}` as const
const someone = { id: "100000000000000009", name: "Cleo" }

describe("a call of a tool", () => {
  lives(
    "is asked about while nobody has laid anything down, unless it is harmless",
    Effect.gen(function* () {
      expect(yield* decided(wish())).toBe("ask")
      expect(yield* decided(wish({}, true))).toBe("allow")
    }),
  )

  lives(
    "is as the server has laid down, at once, and in no other server",
    Effect.gen(function* () {
      expect(yield* decided(wish())).toBe("ask")
      yield* lays(here, rule("allow", "git", { agent: "writer" }))
      expect(yield* decided(wish())).toBe("allow")
      expect(yield* decided(wish({ author: someone }))).toBe("allow")
      expect(yield* decided(wish({ guild: elsewhere }))).toBe("ask")
      yield* lays(here, rule("deny", "git", { agent: "writer" }))
      expect(yield* decided(wish({}, true))).toBe("deny")
      yield* lays(here, rule("deny", "git", { agent: "writer" }), "REPEAL")
      expect(yield* decided(wish())).toBe("ask")
    }),
  )

  lives(
    "is as a person has laid down for themselves, wherever they are, and for nobody else",
    Effect.gen(function* () {
      yield* lays(mine, rule("allow", "git:push origin"))
      expect(yield* decided(wish())).toBe("allow")
      expect(yield* decided(wish({ guild: elsewhere }))).toBe("allow")
      expect(yield* decided(wish({ author: someone }))).toBe("ask")
    }),
  )

  lives(
    "stays denied where the operator denies it, whatever is remembered",
    Effect.gen(function* () {
      yield* lays(here, rule("allow", "git:push origin"))
      yield* lays(mine, rule("allow", "git:push origin"))
      expect(yield* decided(wish())).toBe("deny")
    }),
    operators(rule("deny", "git:push*")),
  )

  lives(
    "goes by roles where a rule of the operator names one, and Discord is asked only then",
    Effect.gen(function* () {
      expect(yield* decided(wish())).toBe("allow")
      expect(yield* decided(wish({ author: someone }))).toBe("ask")
      expect(yield* decided({ ...wish(), tool: { ...wish().tool, name: "time", harmless: true } })).toBe(
        "allow",
      )
      expect(asked).toEqual([person.id, someone.id])
    }),
    Layer.merge(
      operators(rule("allow", "git", { role: "7" })),
      Layer.succeed(Roles, (who) =>
        Effect.sync(() => {
          asked.push(who)
          return who === person.id ? ["7"] : ["8"]
        }),
      ),
    ),
  )

  lives(
    "is asked about when nobody can say which roles somebody has, and they decide",
    Effect.gen(function* () {
      expect(yield* decided(wish({}, true))).toBe("ask")
      expect(yield* decided(wish({ guild: null, channel }, true))).toBe("allow")
    }),
    operators(rule("deny", "git", { role: "7" })),
  )

  it.live("is asked about when what was laid down cannot be looked up, unless the operator denies it", () =>
    Effect.gen(function* () {
      expect(yield* decided(wish({}, true))).toBe("ask")
      expect(yield* decided({ ...wish(), tool: { ...wish().tool, name: "shell" } })).toBe("deny")
    }).pipe(
      Effect.provideService(Mail, {
        tell: () => Effect.die("nobody tells"),
        wake: () => Effect.void,
        peek: (of) => new ActorUnavailable({ address: of, reason: "away" }),
      }),
      Effect.provide(operators(rule("deny", "shell"), rule("allow", "git"))),
    ),
  )
})
