/** The team in Discord: what there is to tell of it, how an operator has an agent stand, and a new one. */
import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { MessageFlags, type APIMessage } from "discord-api-types/v10"
import { Context, Effect, Layer, Option } from "effect"
import { describe, expect } from "vitest"
import { Alerting, usualTerms } from "../../../src/actors/alerting/terms.ts"
import { Model } from "../../../src/actors/performing/model.ts"
import { Lineup, rosterAddress } from "../../../src/adapters/brains/lineup.ts"
import { offlineModel } from "../../../src/adapters/model/offline/model.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN } from "../../../src/adapters/playground/sample-world.ts"
import type { Team } from "../../../src/machines/agent/brain.ts"
import { nothingDone, type RosterContext } from "../../../src/machines/team/roster.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { analyst, channel, envelopes, hears, Log, says, team, until, writer } from "./fixtures.ts"
import { answered, callback, command, refused, submit } from "./interacting.ts"
import { bodies, requests } from "./looking.ts"

const file = (name: string) =>
  `---\nname: ${name}\nrole: Does what ${name} does\nlanguage: en\n---\nYou are ${name}.\n`

/** A folder with a writer and an editor. */
const lineup = Layer.effect(
  Lineup,
  Effect.gen(function* () {
    const folder = yield* temporaryDirectory("orrery-agents-")
    for (const name of ["Editor", "Writer"])
      yield* Effect.promise(() => writeFile(join(folder, `${name.toLowerCase()}.md`), file(name)))
    const built = yield* Layer.build(Lineup.layer(folder).pipe(Layer.provide(new MemoryStore().layer)))
    return Context.get(built, Lineup)
  }),
).pipe(Layer.orDie)

const here = Effect.map(Effect.serviceOption(Lineup), Option.getOrThrow)

const operated = (
  name: string,
  test: Parameters<typeof hears>[1],
  operators: ReadonlyArray<string> = [ADA.id],
) =>
  hears(
    name,
    test,
    {},
    team,
    null,
    Layer.mergeAll(
      lineup,
      Layer.succeed(Model, offlineModel),
      Layer.succeed(Alerting, () => ({ ...usualTerms, operators })),
    ) as Layer.Layer<never>,
  )

describe("/agents", () => {
  operated(
    "list tells everybody what each agent is for, its state, its last use, success and cost",
    Effect.gen(function* () {
      const done = { ...nothingDone, asked: 5, answered: 3, failed: 1, stopped: 1, input: 900, output: 100 }
      const context: RosterContext = {
        said: { editor: { standing: "deprecated", successor: "writer", by: null, at: 1 } },
        done: { writer: { ...done, cost: 0.25, last: 1_700_000_000_000 } },
        told: [],
      }
      const { hear } = yield* here
      hear(7, context)
      const { embeds, flags } = yield* answered(yield* command("agents list", {}, channel, BEN.id))
      expect(flags! & MessageFlags.Ephemeral).not.toBe(0)
      expect(embeds[0]!.fields).toEqual([
        {
          name: "Editor · deprecated, writer answers",
          value: "Does what Editor does\nTools: none · Tier: standard\nNot used yet",
          inline: false,
        },
        {
          name: "Writer · active, lead",
          value:
            "Does what Writer does\nTools: none · Tier: standard\nLast used <t:1700000000:R> · answered 75 % of 4 · cost 0.25",
          inline: false,
        },
      ])
    }),
  )

  operated(
    "deprecate tells the roster who answers instead, as who asked for it; for operators alone",
    Effect.gen(function* () {
      const given = { agent: "writer", successor: "Editor" }
      const id = yield* command("agents deprecate", given)
      yield* answered(id)
      expect(yield* envelopes(1)).toMatchObject([
        {
          to: rosterAddress,
          id: `standing:${id}`,
          event: { type: "DEPRECATE", brain: "writer", successor: "editor", by: { id: ADA.id, name: "Ada" } },
        },
      ])
      expect((yield* Log).some((line) => line.includes(`audit: Ada (${ADA.id}) asks to deprecate`))).toBe(
        true,
      )
      yield* command("agents disable", { agent: "writer" }, channel, BEN.id)
      expect(yield* refused).toBe("Only the operators of this bot look after its agents.")
    }),
  )
})

const form = "orrery|/agent"

const press = (message_id: string, custom_id: string) =>
  Effect.flatMap(Playground, ({ interact }) =>
    interact({
      as: ADA.id,
      channel_id: channel,
      type: 3,
      data: { custom_id, component_type: 2 },
      message_id,
    }),
  )

/** What the answer to a form says after a button under it was pressed. */
const becomes = (id: string, holds: string) =>
  until(
    Effect.map(requests("PATCH", "/webhooks/:webhook/:token/messages/@original"), (all) =>
      all
        .map(({ responseBody }) => responseBody as APIMessage)
        .find(
          (message) => message.interaction_metadata?.id === id && JSON.stringify(message).includes(holds),
        ),
    ),
  )

const drafted = Effect.gen(function* () {
  yield* command("agent create")
  yield* until(Effect.map(bodies("POST", callback), (all) => (all.at(-1)?.["type"] === 9 ? true : undefined)))
  const id = yield* submit(form, { description: "a patient French tutor", name: "" })
  return { id, message: yield* answered(id) }
})

describe("/agent create", () => {
  operated(
    "drafts, tries and adds an agent, which is on the team from then on",
    Effect.gen(function* () {
      const { id, message } = yield* drafted
      expect(message.embeds[0]!.title).toBe("Tutor, a draft")
      expect(message.embeds[0]!.fields![1]!.value).toContain("nobody → **Tutor**")
      yield* press(message.id, `${form}|try:${id}`)
      yield* becomes(id, "It would say to")
      yield* press(message.id, `${form}|add:${id}`)
      yield* becomes(id, "**Tutor** is on the team")
      const { all, folder } = yield* here
      expect(all().map(({ brain }) => brain.id)).toEqual(["editor", "tutor", "writer"])
      expect((yield* Effect.promise(() => readdir(folder))).toSorted()).toEqual([
        "editor.md",
        "tutor.md",
        "writer.md",
      ])
      expect((yield* Log).filter((line) => line.includes("audit:")).length).toBe(2)
    }),
  )

  operated(
    "lets who manages the server draft, and keeps adding for the operators",
    Effect.gen(function* () {
      const { id, message } = yield* drafted
      yield* press(message.id, `${form}|add:${id}`)
      const { components } = yield* becomes(id, "Only the operators of this bot look after its agents.")
      expect(components).toHaveLength(1)
      yield* press(message.id, `${form}|discard:${id}`)
      yield* becomes(id, "Discarded. Nothing has changed.")
      const barred = yield* Effect.flip(command("agent create", {}, channel, BEN.id))
      expect(String(barred)).toContain("Missing Permissions")
    }),
    [BEN.id],
  )
})

describe("a message for somebody who is away", () => {
  const away: Team = {
    agents: [analyst],
    manager: null,
    lead: analyst,
    away: [{ brain: writer, standing: "deprecated", successor: analyst }],
  }
  hears(
    "goes to who answers instead, and the roster hears who was called",
    Effect.gen(function* () {
      const { id } = yield* says("@Writer a headline")
      const told = yield* envelopes(2)
      expect(told.find(({ to }) => to === rosterAddress)).toMatchObject({
        id: `discord:${id}:writer`,
        event: {
          type: "MISSED",
          missed: { brain: "writer", name: "Writer", successor: "Analyst" },
          by: { id: ADA.id },
        },
      })
      expect(told.find(({ to }) => to === `conversation/${channel}`)).toMatchObject({
        event: { message: { called: ["analyst"] }, standard: { agents: [{ formerly: ["writer"] }] } },
      })
    }),
    {},
    away,
  )
})
