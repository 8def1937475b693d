/** `/partner`: administrators name people whose agents are there before they speak. */
import { PermissionsBitField } from "discord.js"
import { Effect, Layer, Stream } from "effect"
import { describe, expect } from "vitest"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { Partners, type Partner } from "../../../src/actors/constellations/partners.ts"
import { ADA, BEN, CLEO, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { partner } from "../../../src/adapters/discord/commands/partner.ts"
import { Play, start } from "../../machines/support/play.ts"
import { channel, envelopes, hears, team, Told } from "./fixtures.ts"
import { answered, command } from "./interacting.ts"

const cleo = { id: CLEO.id, name: "Cleo" }
const ada = { id: ADA.id, name: "Ada" }

/** The list, with these people in it. */
const has = (...users: ReadonlyArray<typeof cleo>) =>
  Effect.map(Told, ({ actors }) => {
    const list = new Play<unknown>("partners", { id: "main" })
    for (const user of users) list.tell({ type: "ENLIST", user, template: null, by: ada, guild: GUILD.id })
    actors.set("partners/main", list)
  })

/** Nobody in the playground's server. */
const stranger = "1100000000000000777"
const partnerOf = (discordId: string): Partner => ({
  discordId,
  name: "primary_partner",
  autoInitialize: true,
  template: "default",
})
const inFile = [stranger, BEN.id].map(partnerOf)

/** A file with somebody of this server and somebody who is not, and these as operators. */
const filed = (name: string, operators: ReadonlyArray<string>, test: Parameters<typeof hears>[1]) =>
  hears(
    name,
    test,
    {},
    team,
    null,
    Layer.merge(
      Layer.succeed(Partners, {
        all: () => inFile,
        named: (user) => inFile.find(({ discordId }) => discordId === user),
        changes: Stream.make(inFile),
      }),
      Layer.succeed(Alerting, () => ({ ...usualTerms, operators })),
    ),
  )

describe("/partner", () => {
  hears(
    "add tells the list, also of somebody whom nobody has ever heard",
    Effect.gen(function* () {
      yield* has()
      const id = yield* command("partner add", { user: `@${CLEO.id}` })
      expect((yield* answered(id)).content).toBe(
        `🤝 <@${CLEO.id}> is a partner: their agents are there, from \`default\`.`,
      )
      const [letter] = yield* envelopes(1)
      expect(letter).toMatchObject({
        to: "partners/main",
        id: `discord:${id}`,
        event: { type: "ENLIST", user: { id: CLEO.id }, template: null, by: { id: ADA.id }, guild: GUILD.id },
      })
    }),
  )

  hears(
    "add refuses a template that there is not",
    Effect.gen(function* () {
      yield* has()
      const id = yield* command("partner add", { user: `@${CLEO.id}`, template: "rsearch" })
      expect((yield* answered(id)).content).toBe("There is no template `rsearch`; there is default.")
    }),
  )

  hears(
    "list says since when, added by whom, and whether the agents are warm",
    Effect.gen(function* () {
      yield* has(cleo)
      const id = yield* command("partner list")
      expect((yield* answered(id)).content).toBe(
        `🔥 warm <@${CLEO.id}> from \`default\`, since <t:${start / 1000}:d>, added by Ada`,
      )
    }),
  )

  filed(
    "list shows of the operator's file who is a member here, and how many others there are",
    [],
    Effect.gen(function* () {
      yield* has(cleo)
      const { content } = yield* answered(yield* command("partner list"))
      expect(content.split("\n")).toEqual([
        `🔥 warm <@${BEN.id}> from \`default\`, by the operator's file`,
        expect.stringContaining(`<@${CLEO.id}> from \`default\`, since`),
        "-# the operator's file names 1 more",
      ])
    }),
  )

  filed(
    "list shows the operator the whole file",
    [ADA.id],
    Effect.gen(function* () {
      yield* has()
      const { content } = yield* answered(yield* command("partner list"))
      expect(content).toContain(`<@${stranger}> from`)
      expect(content).not.toContain("names")
    }),
  )

  hears(
    "remove lets them go, and says of who is none that they are none",
    Effect.gen(function* () {
      yield* has(cleo)
      const gone = yield* command("partner remove", { user: `@${CLEO.id}` })
      expect((yield* answered(gone)).content).toContain(
        "is no partner any more. Their agents stay as they are.",
      )
      expect(yield* envelopes(1)).toMatchObject([
        { to: "partners/main", event: { type: "DISMISS", user: CLEO.id, by: { id: ADA.id } } },
      ])
      const none = yield* command("partner remove", { user: `@${BEN.id}` })
      expect((yield* answered(none)).content).toBe(`<@${BEN.id}> is no partner of this server.`)
    }),
  )

  hears(
    "is for administrators alone",
    Effect.gen(function* () {
      yield* has()
      const refusal = yield* Effect.exit(command("partner list", {}, channel, BEN.id))
      expect(refusal._tag).toBe("Failure")
      const given = { guildId: GUILD.id, memberPermissions: new PermissionsBitField("ManageGuild") }
      const refused = yield* Effect.flip(partner.check!(given as never))
      expect(refused.sentence).toBe("Only administrators of this server keep its partners.")
    }),
  )
})
