import type { APIMessage } from "discord-api-types/v10"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { noRules, type Laid } from "../../../src/actors/performing/house.ts"
import { ActorUnavailable, MailboxFull, Poisoned } from "../../../src/actors/mail.ts"
import { Voice } from "../../../src/actors/performing/voice.ts"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, GUILD, ORRERY, STRATEGY } from "../../../src/adapters/playground/sample-world.ts"
import { builtIn } from "../../../src/machines/conversation/settings.ts"
import {
  analyst,
  channel,
  envelopes,
  heard,
  hears,
  Log,
  says,
  team,
  Told,
  until,
  untilTrue,
  utterance,
} from "./fixtures.ts"
import { callback, command, refused } from "./interacting.ts"
import { openDm, openThread, requests, shownIn } from "./looking.ts"

const to = `conversation/${channel}` as const

let laid: Laid = builtIn

describe("what a person says in a channel", () => {
  hears(
    "goes to the channel's conversation, under the message's id",
    Effect.gen(function* () {
      const said = yield* says("We need a draft")
      const [envelope] = yield* envelopes(1)
      expect(envelope).toEqual({
        to,
        id: `discord:${said.id}`,
        cause: said.id,
        event: {
          type: "MESSAGE",
          message: {
            id: said.id,
            channel,
            guild: GUILD.id,
            author: { id: ADA.id, name: "Ada" },
            text: "We need a draft",
            pinged: [],
            called: [],
            matched: ["writer"],
            toTeam: false,
            via: null,
          },
          standard: { ...builtIn, lead: "analyst", agents: [{ id: "analyst" }, { id: "writer" }] },
        },
      })
    }),
  )

  hears(
    "brings what the operator has laid down, with the first message of a channel and when it changes",
    Effect.gen(function* () {
      for (const text of ["one", "two"]) yield* says(text)
      yield* envelopes(2)
      laid = { ...builtIn, mode: "mentions" }
      for (const text of ["three", "four"]) yield* says(text)
      const modes = (yield* envelopes(4)).map(({ event }) =>
        event.type === "MESSAGE" ? event.standard?.mode : event.type,
      )
      expect(modes).toEqual(["manager", undefined, "mentions", undefined])
    }),
    {},
    team,
    { ...noRules, standard: () => laid },
  )

  hears(
    "is not heard where the operator lets nobody listen, nor in its threads",
    Effect.gen(function* () {
      const { post } = yield* Playground
      const thread = yield* openThread(channel)
      for (const channelId of [channel, thread, STRATEGY.id])
        yield* post({ channelId, authorId: ADA.id, content: `in ${channelId}` })
      const all = yield* envelopes(1)
      expect(all.map(({ to }) => to)).toEqual([`conversation/${STRATEGY.id}`])
      yield* command("ask", { agent: "writer", text: "Why?" })
      expect(yield* refused).toBe("The operator of this bot has closed this channel to its agents.")
      yield* command("mode", { mode: "all" })
      yield* untilTrue(Effect.map(requests("POST", callback), ({ length }) => length === 2))
      expect(yield* refused).toBe("The operator of this bot has closed this channel to its agents.")
      expect((yield* Told).envelopes).toHaveLength(1)
    }),
    {},
    team,
    { ...noRules, admits: ({ channel: id, belongsTo }) => ![id, ...belongsTo].includes(channel) },
  )

  hears(
    "names people as people read them",
    Effect.gen(function* () {
      yield* says(`<@${BEN.id}> and <@!${BEN.id}> in <#${STRATEGY.id}>, look <:wow:1100000000000000555>`)
      expect(yield* heard()).toMatchObject({
        text: "@Ben and @Ben in #strategy, look :wow:",
        pinged: [BEN.id],
        toTeam: false,
      })
    }),
  )

  hears(
    "is heard by the team when it mentions the bot",
    Effect.gen(function* () {
      yield* says(`<@${ORRERY.id}> Writer, hello`)
      expect(yield* heard()).toMatchObject({
        text: "@Orrery Writer, hello",
        toTeam: true,
        called: ["writer"],
        pinged: [],
      })
    }),
  )

  hears(
    "calls an agent by replying to it",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const [id] = yield* say(utterance("I count.", { brain: analyst }))
      yield* says("And what does it mean?", { replyTo: id! })
      expect(yield* heard()).toMatchObject({ called: ["analyst"], text: "And what does it mean?" })
    }),
  )

  hears(
    "calls an agent by replying to what the bot said in its name",
    Effect.gen(function* () {
      const { say } = yield* Voice
      yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
      const [id] = yield* say(utterance("I count.", { brain: analyst }))
      yield* says("And what does it mean?", { replyTo: id! })
      expect(yield* heard()).toMatchObject({ called: ["analyst"] })
    }),
  )

  hears(
    "is all that is heard: the bot, its agents and their webhooks are not",
    Effect.gen(function* () {
      const { say, notice } = yield* Voice
      yield* say(utterance("Writer, data!"))
      yield* notice({ key: "k", channel, text: "Analyst, data!" })
      yield* (yield* Playground).faults.deny(channel, "ManageWebhooks")
      const last = yield* says("That is all.")
      const all = yield* envelopes(1)
      expect(all.map(({ cause }) => cause)).toEqual([last.id])
    }),
  )

  hears(
    "is one event, also when Discord delivers it twice",
    Effect.gen(function* () {
      const { id } = yield* says("Once")
      yield* says("Once", { id })
      const all = yield* envelopes(2)
      expect(all.map(({ id }) => id)).toEqual([`discord:${id}`, `discord:${id}`])
    }),
  )

  hears(
    "arrives in the order in which it was said, channel by channel",
    Effect.gen(function* () {
      for (let n = 0; n < 40; n++) {
        yield* says(`a${n}`)
        yield* says(`b${n}`, { channelId: STRATEGY.id })
      }
      const all = yield* envelopes(80)
      for (const [address, letter] of [
        [to, "a"],
        [`conversation/${STRATEGY.id}`, "b"],
      ]) {
        const texts = all
          .filter((it) => it.to === address)
          .map(({ event }) => (event.type === "MESSAGE" ? event.message.text : ""))
        expect(texts).toEqual(Array.from({ length: 40 }, (_, n) => `${letter}${n}`))
      }
    }),
  )
})

describe("a thread", () => {
  hears(
    "is a conversation of its own, in which agents speak through the webhook of its channel",
    Effect.gen(function* () {
      const { say } = yield* Voice
      const thread = yield* openThread(channel)
      yield* says("Let us draft it here", { channelId: thread })
      expect(yield* heard()).toMatchObject({ channel: thread, guild: GUILD.id, matched: ["writer"] })
      yield* say(utterance("In the channel."))
      yield* say(utterance("In the thread.", { channel: thread }))
      const said = (messages: ReadonlyArray<APIMessage>) => messages.filter(({ webhook_id }) => webhook_id)
      const inChannel = said(yield* shownIn(channel))
      const inThread = said(yield* shownIn(thread))
      expect(inChannel.map(({ content }) => content)).toEqual(["In the channel."])
      expect(inThread.map(({ content }) => content)).toEqual(["In the thread."])
      expect(inThread[0]!.webhook_id).toBe(inChannel[0]!.webhook_id)
    }),
  )
})

hears(
  "a direct message speaks to the team",
  Effect.gen(function* () {
    const dm = yield* openDm(ADA.id)
    yield* says("Hello, anybody?", { channelId: dm })
    expect(yield* heard()).toMatchObject({ channel: dm, guild: null, toTeam: true, author: { name: "Ada" } })
  }),
)

describe("a conversation that takes no message", () => {
  hears(
    "gets it later, and the log says when that began and when it ended",
    Effect.gen(function* () {
      const { refusals } = yield* Told
      const address = to
      refusals.push(
        new MailboxFull({ address }),
        new ActorUnavailable({ address, reason: "the store is away" }),
      )
      yield* says("First")
      yield* says("Second")
      const all = yield* envelopes(2)
      expect(all.map(({ event }) => (event.type === "MESSAGE" ? event.message.text : ""))).toEqual([
        "First",
        "Second",
      ])
      const log = yield* Log
      yield* untilTrue(Effect.sync(() => log.some((line) => line.includes("take messages again"))))
      expect(log.filter((line) => line.includes("MailboxFull"))).toHaveLength(1)
      expect(log.find((line) => line.includes("again: 1 came late, none was lost"))).toBeDefined()
    }),
  )

  hears(
    "because it breaks on it, is not asked again, and the next message goes on",
    Effect.gen(function* () {
      const { refusals } = yield* Told
      refusals.push(new Poisoned({ address: to, reason: "no such state" }))
      const { id } = yield* says("Poison")
      const next = yield* says("Water")
      const all = yield* envelopes(1)
      expect(all.map(({ cause }) => cause)).toEqual([next.id])
      const log = yield* Log
      const line = yield* until(Effect.sync(() => log.find((line) => line.includes("no such state"))))
      expect(line).toContain(id)
    }),
  )
})
