/** `/status`: what of other servers and other people it says to whom. */
import { it } from "@effect/vitest"
import { GatewayIntentBits, IntentsBitField } from "discord.js"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { Status, type Report } from "../../../src/actors/watching/status.ts"
import { status } from "../../../src/adapters/discord/commands/status.ts"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { channel, report, runtime } from "./fixtures.ts"

const elsewhere = "1100000000000000777"
const cut = (name: string) => ({
  what: "webhook" as const,
  name,
  since: 1_700_000_000_000,
  until: 1_700_000_060_000,
  why: "no answer",
})
const troubled: Report = {
  ...report,
  open: [cut(elsewhere), cut(GUILD.id), { ...cut("gpt-6-luna"), what: "model" }],
  quarantined: [
    { address: `constellation/${BEN.id}`, reason: "entry 7 does not read" },
    { address: `conversation/${elsewhere}`, reason: "entry 9 does not read" },
  ],
}

/** What Ada reads in the sample server, when these are the operators. */
const readBy = (operators: ReadonlyArray<string>) =>
  status
    .run({
      client: {
        options: { intents: new IntentsBitField(GatewayIntentBits.MessageContent) },
        ws: { ping: 5 },
      },
      channelId: channel,
      guildId: GUILD.id,
      user: { id: ADA.id },
    } as never)
    .pipe(
      Effect.map((answer) => JSON.stringify(answer)),
      Effect.provideService(Status, { report: Effect.succeed(troubled) }),
      Effect.provideService(Alerting, () => ({ ...usualTerms, operators })),
      Effect.provide(runtime as Layer.Layer<never>),
    ) as Effect.Effect<string>

describe("/status", () => {
  it.effect("says to everybody how many of other servers and people are in trouble, and not which", () =>
    Effect.gen(function* () {
      for (const operators of [[], [BEN.id]]) {
        const said = yield* readBy(operators)
        expect(said).not.toContain(elsewhere)
        expect(said).not.toContain(BEN.id)
        expect(said).toContain("2 actors are quarantined")
        expect(said).toContain("of other servers: 1")
        expect(said).toContain(`Webhooks of the server ${GUILD.id} is left alone`)
        expect(said).toContain("The model gpt-6-luna is left alone")
      }
    }),
  )

  it.effect("names them to the operator", () =>
    Effect.gen(function* () {
      const said = yield* readBy([ADA.id])
      expect(said).toContain(`Webhooks of the server ${elsewhere} is left alone`)
      expect(said).toContain(`constellation/${BEN.id} is quarantined: entry 7 does not read`)
    }),
  )
})
