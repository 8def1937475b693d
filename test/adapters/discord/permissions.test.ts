/** Who may give which command: as Discord computed it for this member in this channel, in one table. */
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { PermissionsBitField, type ChatInputCommandInteraction } from "discord.js"
import { commands } from "../../../src/adapters/discord/commands/commands.ts"
import { permitted, policy } from "../../../src/adapters/discord/commands/policy.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO } from "../../../src/adapters/playground/sample-world.ts"
import { channel, envelopes, hears, Told } from "./fixtures.ts"
import { answered, command, refused } from "./interacting.ts"
import { openDm, openThread, shownIn } from "./looking.ts"

/** Changes what a person may do in a channel. */
const overwrite = (person: string, change: Partial<Record<"allow" | "deny", ReadonlyArray<string>>>) =>
  Effect.flatMap(Playground, ({ overwrite }) => overwrite(channel, person, change as never))

const givenBy = (person: string, name: string, where: string = channel) =>
  command(name, name === "ask" ? { agent: "writer", text: "Why?" } : {}, where, person)

const haltedBy = (person: { readonly id: string; readonly name: string }) =>
  Effect.map(Told, (told) => {
    told.halted = { by: { id: person.id, name: person.name }, at: 1 }
  })

/** The command was turned down with these words, and nothing else happened. */
const turnedDown = Effect.fnUntraced(function* (words: RegExp) {
  expect(yield* refused).toMatch(words)
  expect((yield* Told).envelopes).toEqual([])
  expect(yield* shownIn(channel)).toEqual([])
})

const types = Effect.map(Told, ({ envelopes }) => envelopes.map(({ event }) => event.type))

hears(
  "every command stands in the table",
  Effect.sync(() => {
    expect(commands.map(({ data }) => data.name).toSorted()).toEqual(Object.keys(policy).toSorted())
  }),
)

describe("who may write in a channel", () => {
  hears(
    "may ask there, and halt it",
    Effect.gen(function* () {
      yield* answered(yield* givenBy(BEN.id, "ask"))
      yield* answered(yield* givenBy(BEN.id, "halt"))
      expect(yield* types).toEqual(["MESSAGE", "HALT"])
    }),
  )

  hears(
    "may, in a thread, be somebody who may write in threads alone",
    Effect.gen(function* () {
      const thread = yield* openThread(channel)
      yield* overwrite(BEN.id, { deny: ["SendMessages"] })
      yield* answered(yield* givenBy(BEN.id, "halt", thread))
      expect(yield* types).toEqual(["HALT"])
    }),
  )
})

describe("who may not write in a channel", () => {
  for (const name of ["ask", "halt"])
    hears(
      `may not /${name} there`,
      Effect.gen(function* () {
        yield* overwrite(BEN.id, { deny: ["SendMessages"] })
        yield* givenBy(BEN.id, name)
        yield* turnedDown(/Only who may write here may use `\/\w+`/)
      }),
    )

  hears(
    "may not halt a thread without the permission to write in threads",
    Effect.gen(function* () {
      const thread = yield* openThread(channel)
      yield* overwrite(BEN.id, { deny: ["SendMessagesInThreads"] })
      yield* givenBy(BEN.id, "halt", thread)
      expect(yield* refused).toMatch(/Only who may write here/)
      expect((yield* Told).envelopes).toEqual([])
    }),
  )

  hears(
    "may look who is there and how Orrery is",
    Effect.gen(function* () {
      yield* overwrite(BEN.id, { deny: ["SendMessages"] })
      yield* answered(yield* givenBy(BEN.id, "agents team"))
      yield* answered(yield* givenBy(BEN.id, "status"))
    }),
  )
})

describe("an interaction with the permissions of one server and the channel of another", () => {
  const forged = (guildId: string | null, home: string | null) =>
    ({
      channel: { isDMBased: () => home === null, isThread: () => false, guildId: home },
      guildId,
      client: { channels: { cache: new Map() } },
      memberPermissions: new PermissionsBitField(PermissionsBitField.All),
    }) as unknown as ChatInputCommandInteraction

  for (const [guild, home] of [
    ["1", "2"],
    [null, "2"],
    ["1", null],
  ] as const)
    hears(
      `is turned down: ${guild ?? "no server"} and ${home ?? "a direct message"}`,
      Effect.gen(function* () {
        for (const { data } of commands)
          expect(yield* Effect.flip(permitted(forged(guild, home), data.name))).toMatchObject({
            sentence: "I do not know this channel as one of this server.",
          })
        for (const { data } of commands) yield* permitted(forged(guild, guild), data.name)
      }),
    )
})

describe("/resume", () => {
  hears(
    "is not for everybody",
    Effect.gen(function* () {
      yield* haltedBy(CLEO)
      yield* givenBy(BEN.id, "resume")
      yield* turnedDown(/Only who halted this conversation, or who may manage messages here/)
    }),
  )

  hears(
    "is for who halted the conversation",
    Effect.gen(function* () {
      yield* haltedBy(BEN)
      yield* answered(yield* givenBy(BEN.id, "resume"))
      expect(yield* types).toEqual(["RESUME"])
    }),
  )

  hears(
    "is for who may manage messages in this channel",
    Effect.gen(function* () {
      yield* haltedBy(CLEO)
      yield* overwrite(BEN.id, { allow: ["ManageMessages"] })
      yield* answered(yield* givenBy(BEN.id, "resume"))
      expect(yield* types).toEqual(["RESUME"])
    }),
  )

  hears(
    "is for who owns the server",
    Effect.gen(function* () {
      yield* haltedBy(CLEO)
      yield* answered(yield* givenBy(ADA.id, "resume"))
      expect(yield* types).toEqual(["RESUME"])
    }),
  )

  hears(
    "is in direct messages for who writes them",
    Effect.gen(function* () {
      const dm = yield* openDm(BEN.id)
      yield* answered(yield* givenBy(BEN.id, "halt", dm))
      yield* answered(yield* givenBy(BEN.id, "resume", dm))
      expect((yield* envelopes(2)).map(({ to, event }) => [to, event.type])).toEqual([
        [`conversation/${dm}`, "HALT"],
        [`conversation/${dm}`, "RESUME"],
      ])
    }),
  )
})
