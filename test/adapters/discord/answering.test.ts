/** A command is answered in time, and with what Discord takes, whatever happens and however much there is to say. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import type { APIEmbed } from "discord-api-types/v10"
import type { ChatInputCommandInteraction } from "discord.js"
import { describe, expect } from "vitest"
import { Mail } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { Status } from "../../../src/actors/watching/status.ts"
import { answerCommand } from "../../../src/adapters/discord/commands/commands.ts"
import { fitting, offering } from "../../../src/adapters/discord/commands/fitting.ts"
import { DiscordRest } from "../../../src/adapters/discord/layer.ts"
import { kindOf } from "../../../src/machines/address.ts"
import { team } from "./fixtures.ts"

const lengthOf = ({ title = "", description = "", fields = [], footer }: APIEmbed): number =>
  [title, description, footer?.text ?? "", ...fields.flatMap(({ name, value }) => [name, value])].join("")
    .length

describe("an answer", () => {
  it("that Discord takes stays as it is", () => {
    const answer = {
      content: "Done.",
      embeds: [
        {
          title: "How it is",
          fields: [{ name: "Store", value: "there", inline: true }],
          footer: { text: "a" },
        },
      ],
      components: [],
    }
    expect(fitting(answer)).toEqual(answer)
    expect(fitting({ content: "Done." })).toEqual({ content: "Done." })
  })

  it("is cut where it is too long, and never inside a character", () => {
    const { content } = fitting({ content: `a${"😀".repeat(1500)}` })
    expect(content!.length).toBeLessThanOrEqual(2000)
    expect(content!.isWellFormed()).toBe(true)
    expect(content!.endsWith("😀…")).toBe(true)
  })

  it.each([
    [
      "many fields",
      [{ fields: Array.from({ length: 40 }, (_, n) => ({ name: `field ${n}`, value: "x" })) }],
      25,
    ],
    [
      "long fields",
      [
        {
          description: "d".repeat(2000),
          fields: Array.from({ length: 9 }, () => ({ name: "n".repeat(300), value: "v".repeat(2000) })),
        },
      ],
      3,
    ],
    [
      "many embeds",
      Array.from({ length: 5 }, () => ({
        description: "d".repeat(2500),
        fields: [{ name: "a", value: "b" }],
      })),
      2,
    ],
  ])("leaves out what is too much, and counts it: %s", (_, embeds, shown) => {
    const its = fitting({ embeds }).embeds as ReadonlyArray<APIEmbed>
    expect(its.reduce((sum, embed) => sum + lengthOf(embed), 0)).toBeLessThanOrEqual(6000)
    const fields = its.flatMap(({ fields = [] }) => fields)
    expect(fields).toHaveLength(shown)
    const left = (embeds[0]!.fields?.length ?? 0) - (its[0]!.fields?.length ?? 0)
    expect(its[0]!.footer?.text).toBe(left === 0 ? undefined : `${left} more do not fit in here`)
  })
})

it("choices that Discord takes are offered: twenty-five, none longer than it may be, and whole characters", () => {
  const choices = Array.from({ length: 30 }, (_, n) => ({
    name: `a${"😀".repeat(n + 40)}`,
    value: String(n),
  }))
  const offered = offering(choices)
  expect(offered.map(({ value }) => value)).toEqual(choices.slice(0, 25).map(({ value }) => value))
  expect(offered.every(({ name }) => name.length <= 100 && name.isWellFormed())).toBe(true)
})

it.effect("who waits for several looks at actors is told in time that they take too long", () => {
  const replies: Array<unknown> = []
  const interaction = {
    commandName: "workflow",
    channelId: "1",
    guildId: null,
    channel: null,
    appPermissions: { has: () => true },
    client: { channels: { cache: new Map() } },
    options: { getSubcommand: () => "run", getString: () => "launch" },
    isModalSubmit: () => false,
    reply: (answer: unknown) => Promise.resolve(void replies.push(answer)),
  } as unknown as ChatInputCommandInteraction
  const contexts = { conversation: { halted: null }, guild: { plans: [], works: [], schedules: [] } }
  const mail = Layer.mock(Mail, {
    peek: (of) =>
      Effect.succeed({
        value: "active",
        context: contexts[kindOf(of) as keyof typeof contexts],
        seq: 1,
        epoch: 1,
      }).pipe(Effect.delay("1900 millis")),
  })
  const rest = Layer.mergeAll(Layer.mock(DiscordRest, {} as never), Layer.mock(Status, {} as never))
  return Effect.gen(function* () {
    yield* Effect.forkChild(answerCommand(interaction))
    yield* TestClock.adjust("2900 millis")
    expect(replies).toMatchObject([{ content: expect.stringContaining("Try again in a minute") }])
  }).pipe(Effect.provide([mail, rest, Layer.succeed(Roster, team)]))
})
