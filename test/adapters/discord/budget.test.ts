/** `/budget`: what is left of the day's tokens, of one's own and, for who manages the server, of all others. */
import { Clock, Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Budgets, dayIn, unlimited, type Terms } from "../../../src/actors/performing/budgets.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import type { Allowance } from "../../../src/machines/budget/allowance.ts"
import { Play } from "../../machines/support/play.ts"
import { channel, hears, Told } from "./fixtures.ts"
import { answered, command } from "./interacting.ts"

const each = (tokens: number) => ({ each: tokens, byId: new Map([[GUILD.id, 50_000]]) })
const terms: Terms = { zone: "UTC", guilds: each(1), users: each(1000), agents: { ...each(1), each: null } }

const asks = (name: string, laid: Terms, test: Parameters<typeof hears>[1]) =>
  hears(
    name,
    test,
    {},
    undefined,
    null,
    Layer.succeed(Budgets, () => laid),
  )

/** A budget of today, with 300 tokens used and 200 set aside. */
const used = Effect.fnUntraced(function* (kind: "user" | "guild", id: string, tokens: number) {
  const { actors } = yield* Told
  const of = `budget/${kind}-${id}` as const
  const limit = { of, name: "x", tokens, zone: "UTC", ...dayIn("UTC", yield* Clock.currentTimeMillis) }
  const play = new Play<Allowance>("budget", { id: of.slice("budget/".length) })
  play.now = yield* Clock.currentTimeMillis
  const asked = { limit, asker: "agent/0-0001", channel, by: { id: ADA.id, name: "Ada" } } as const
  play.tell({ type: "RESERVE", turn: "1.a", tokens: 300, ...asked })
  play.tell({ type: "SETTLE", turn: "1.a", tokens: 300 })
  play.tell({ type: "RESERVE", turn: "2.a", tokens: 200, ...asked })
  actors.set(of, play as Play<unknown>)
})

const budget = (as: string) =>
  Effect.map(Effect.flatMap(command("budget", {}, channel, as), answered), ({ content }) => content)

describe("/budget", () => {
  asks(
    "says what is left of one's own",
    terms,
    Effect.gen(function* () {
      yield* used("user", BEN.id, 1000)
      expect(yield* budget(BEN.id)).toMatch(
        /^\*\*You\*\*: 500 of 1,000 tokens left, 200 set aside for answers under way\n-# A day begins at 00:00 UTC; the next <t:\d+:R>\.$/,
      )
    }),
  )

  asks(
    "says what is left of the server's for who manages it",
    terms,
    Effect.gen(function* () {
      yield* used("guild", GUILD.id, 50_000)
      yield* used("user", ADA.id, 1000)
      expect(yield* budget(ADA.id)).toContain(
        "**This server**: 49,500 of 50,000 tokens left, 200 set aside for answers under way\n**You**: 500 of 1,000",
      )
    }),
  )

  asks(
    "says that nobody counts where there is none",
    unlimited,
    Effect.gen(function* () {
      expect(yield* budget(BEN.id)).toBe("Nobody counts tokens for you here: ask as much as you like.")
    }),
  )
})
