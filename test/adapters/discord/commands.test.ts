import { Routes } from "discord-api-types/v10"
import { Effect, Schema } from "effect"
import { describe, expect } from "vitest"
import { ActorUnavailable, Poisoned } from "../../../src/actors/mail.ts"
import { offered } from "../../../src/adapters/discord/commands/register.ts"
import * as Discord from "../../../src/adapters/discord/layer.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { channel, envelopes, freshEars, hears, Told } from "./fixtures.ts"
import { bodies, openDm, requests, shownIn } from "./looking.ts"
import { answered, autocomplete, callback, command, refused } from "./interacting.ts"

const to = `conversation/${channel}` as const
const put = ["PUT", "/applications/:application/commands"] as const

describe("the commands", () => {
  hears(
    "are told to Discord in one request, and not again by the next process",
    Effect.gen(function* () {
      const [sent, ...more] = yield* bodies(...put)
      expect(more).toEqual([])
      expect((sent as unknown as Array<{ name: string }>).map(({ name }) => name)).toEqual([
        "ask",
        "assign",
        "agents",
        "agent",
        "vote",
        "debate",
        "workflow",
        "partner",
        "constellation",
        "schedule",
        "summary",
        "talk",
        "knowledge",
        "memory",
        "archive",
        "export-me",
        "forget-me",
        "budget",
        "mode",
        "team",
        "context",
        "route",
        "permissions",
        "pool",
        "status",
        "errors",
        "halt",
        "resume",
        "Why did X answer?",
        "Export as test",
      ])
      yield* Effect.provide(Effect.void, freshEars())
      expect(yield* requests("GET", put[1])).toHaveLength(2)
      expect(yield* requests(...put)).toHaveLength(1)
    }),
  )

  hears(
    "are told again when Discord has others",
    Effect.gen(function* () {
      const { api } = yield* Discord.DiscordRest
      const { bot } = yield* Playground
      yield* Effect.ignore(
        api(Schema.Unknown, "PUT", Routes.applicationCommands(bot.id), {
          body: [{ name: "agents", description: "Something else" }],
        }),
      )
      yield* Effect.provide(Effect.void, freshEars())
      expect(yield* requests(...put)).toHaveLength(3)
    }),
  )

  hears(
    "are told again when only who is offered one, or which channels one takes, has changed",
    Effect.gen(function* () {
      const { api } = yield* Discord.DiscordRest
      const { bot } = yield* Playground
      const others = [
        JSON.stringify(offered, (key, value) => (key === "default_member_permissions" ? 32 : value)),
        JSON.stringify(offered, (key, value) => (key === "channel_types" ? [0] : value)),
      ]
      for (const [index, body] of others.entries()) {
        yield* api(Schema.Unknown, "PUT", Routes.applicationCommands(bot.id), { body: JSON.parse(body) })
        yield* Effect.provide(Effect.void, freshEars())
        expect(yield* requests(...put)).toHaveLength(3 + 2 * index)
      }
    }),
  )

  hears(
    "are acknowledged before anything is done",
    Effect.gen(function* () {
      const { refusals } = yield* Told
      refusals.push(new ActorUnavailable({ address: to, reason: "away" }))
      const id = yield* command("halt")
      yield* answered(id)
      const callbacks = yield* bodies("POST", callback)
      expect(callbacks).toMatchObject([{ type: 5 }])
      expect(yield* envelopes(1)).toHaveLength(1)
    }),
  )
})

describe("/ask", () => {
  hears(
    "calls one agent with the question, which stands in the channel",
    Effect.gen(function* () {
      const id = yield* command("ask", { agent: "writer", text: "Shorter?\nOr longer?" })
      const message = yield* answered(id)
      expect(message.content).toBe("> Shorter?\n> Or longer?\n— asked **Writer**")
      expect(yield* envelopes(1)).toEqual([
        {
          to,
          id: `discord:${id}`,
          cause: id,
          event: {
            type: "MESSAGE",
            message: {
              id,
              channel,
              guild: GUILD.id,
              author: { id: ADA.id, name: "Ada" },
              text: "Shorter?\nOr longer?",
              pinged: [],
              called: ["writer"],
              matched: [],
              toTeam: false,
              via: null,
            },
          },
        },
      ])
    }),
  )

  hears(
    "quotes the beginning of a long question, and pings nobody by it",
    Effect.gen(function* () {
      const text = `<@${ADA.id}> @everyone ${"why ".repeat(900)}`
      const id = yield* command("ask", { agent: "Writer", text })
      const message = yield* answered(id)
      expect(message.content.endsWith(" …\n— asked **Writer**")).toBe(true)
      expect([message.mentions, message.mention_everyone]).toEqual([[], false])
      const [envelope] = yield* envelopes(1)
      expect(envelope!.event).toMatchObject({ message: { text: text.trim() } })
    }),
  )

  hears(
    "offers the agents that fit what is typed",
    Effect.gen(function* () {
      const all = yield* autocomplete("ask", "agent", "")
      expect(all).toEqual([
        { name: "Analyst: Does what a analyst does", value: "analyst" },
        { name: "Writer: Does what a writer does", value: "writer" },
      ])
      expect(yield* autocomplete("ask", "agent", "WRI")).toEqual([all[1]])
      expect(yield* autocomplete("ask", "agent", "nobody")).toEqual([])
    }),
  )

  hears(
    "tells who asked, and nobody else, that there is no such agent",
    Effect.gen(function* () {
      yield* command("ask", { agent: "Poet", text: "Why?" })
      expect(yield* refused).toBe('Nobody here is called "poet". You can ask Analyst, Writer.')
      expect(yield* shownIn(channel)).toEqual([])
      const { envelopes } = yield* Told
      expect(envelopes).toEqual([])
    }),
  )

  hears(
    "does not ask an empty question",
    Effect.gen(function* () {
      yield* command("ask", { agent: "writer", text: " " })
      expect(yield* refused).toBe("The question is empty. Say what you want to know.")
    }),
  )

  hears(
    "says so when the conversation cannot take it",
    Effect.gen(function* () {
      const { refusals } = yield* Told
      refusals.push(new Poisoned({ address: to, reason: "broken" }))
      const id = yield* command("ask", { agent: "writer", text: "Why?" })
      expect((yield* answered(id)).content).toContain("could not take that")
    }),
  )

  hears(
    "works in direct messages",
    Effect.gen(function* () {
      const dm = yield* openDm(ADA.id)
      const id = yield* command("ask", { agent: "writer", text: "Why?" }, dm)
      yield* answered(id)
      const [envelope] = yield* envelopes(1)
      expect(envelope).toMatchObject({
        to: `conversation/${dm}`,
        event: { message: { guild: null, author: { id: ADA.id, name: "Ada" } } },
      })
    }),
  )
})

hears(
  "/agents team says who is here: role, words and tier",
  Effect.gen(function* () {
    const { embeds } = yield* answered(yield* command("agents team"))
    expect(embeds[0]!.fields).toMatchObject([
      { name: "Analyst (lead)", value: "Does what a analyst does\nWords: `data`\nTier: premium" },
      { name: "Writer", value: "Does what a writer does\nWords: `draft`, `blog post`\nTier: standard" },
    ])
  }),
)

hears(
  "/status says how Orrery is, to who asks alone",
  Effect.gen(function* () {
    const message = yield* answered(yield* command("status"))
    const [embed] = message.embeds
    const fields = Object.fromEntries(embed!.fields!.map(({ name, value }) => [name, value]))
    expect(embed!.title).toBe("All is well")
    expect(fields).toMatchObject({
      "This conversation": "active › listening",
      "Running for": "1h 1m 1s",
      Model: "offline model (answers without a model behind it)",
      Caches: [
        "agent: 1.5 kB of 100 MB, 70 % of 10 found",
        "shared: 2.5 MB of 100 MB, 33 % of 3 found; left out since <t:1700000000:R>: it does not answer",
        "documentation, 80 % of 10 found",
      ].join("\n"),
      Connections: "api.example:443: 2 open, 5 opened, 1 did not come about",
      Actors: "agent active: 2\nconversation active: 1",
      Events: "12 committed, 3 seen before, 2 turned away, 0 broken; 1 effects owed",
    })
    expect(fields["Discord answers in"]).toMatch(/^\d+ ms|not measured yet$/)
    expect(message.flags! & 64).toBe(64)
    expect(yield* shownIn(channel)).toEqual([])
  }),
)

hears(
  "/status says that the bot may not read messages, and what to do",
  Effect.gen(function* () {
    const { embeds } = yield* answered(yield* command("status"))
    expect(embeds[0]!.title).toBe("Something needs an operator")
    expect(embeds[0]!.description).toContain("Message Content Intent")
  }),
  { privilegedIntents: [] },
)

describe("STOP", () => {
  hears(
    "/halt and /resume tell the conversation who said so, and the channel who may lift it",
    Effect.gen(function* () {
      const halt = yield* command("halt")
      expect((yield* answered(halt)).content).toMatch(
        /\*\*Ada\*\* halted.*\*\*Ada\*\*, or who may manage messages here, may lift it with `\/resume`/,
      )
      const resume = yield* command("resume")
      expect((yield* answered(resume)).content).toMatch(/\*\*Ada\*\* lets the agents speak again/)
      const by = { id: ADA.id, name: "Ada" }
      expect(yield* envelopes(2)).toEqual([
        { to, id: `discord:${halt}`, cause: halt, event: { type: "HALT", by, manages: true } },
        { to, id: `discord:${resume}`, cause: resume, event: { type: "RESUME", by } },
      ])
    }),
  )
})
