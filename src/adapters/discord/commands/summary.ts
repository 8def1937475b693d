/** `/summary`: an agent sums up what was said in the channel since a time, for who asks alone or for all. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import {
  PermissionFlagsBits,
  type ChatInputCommandInteraction,
  type InteractionEditReplyOptions,
} from "discord.js"
import { Clock, Effect, Schedule, Schema } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { address, type Address } from "../../../machines/address.ts"
import { charactersAtMost, messagesAtMost, type Recap } from "../../../machines/memory/recap.ts"
import { turnTime } from "../../../machines/memory/summary.ts"
import type { Line } from "../../../machines/values.ts"
import { examples, readSince, type Since } from "../../schedules/since.ts"
import { lineOf } from "../hearing.ts"
import { newestAfter } from "../history.ts"
import { DiscordRest } from "../rest.ts"
import { snowflakeAt } from "../unheard.ts"
import { mayBegin } from "./begin.ts"
import { everywhere, personOf, tellActor, type Command, type Needs } from "./command.ts"
import { cut, lookAt } from "./looked.ts"
import { agentNamed, offerAgents } from "./named.ts"
import { CommandRefused } from "./refused.ts"

export const summary: Command = {
  data: {
    name: "summary",
    description: "Have an agent sum up what was said here",
    options: [
      {
        type: Option.String,
        name: "since",
        description: "2h, yesterday, or the link of a message (24h)",
        max_length: 120,
      },
      {
        type: Option.String,
        name: "agent",
        description: "Who sums up (the lead)",
        autocomplete: true,
        max_length: 100,
      },
      {
        type: Option.String,
        name: "for",
        description: "Who reads it (you alone)",
        choices: [
          { name: "me alone", value: "me" },
          { name: "everybody here", value: "all" },
        ],
      },
    ],
    ...everywhere,
  },
  ephemeral: true,

  check: Effect.fnUntraced(function* (interaction) {
    yield* sinceOf(interaction)
    yield* agentOf(interaction)
    if (interaction.memberPermissions?.has(PermissionFlagsBits.ReadMessageHistory) === false)
      yield* new CommandRefused({
        sentence: "Only who may read what was said before in this channel has it summed up.",
      })
    if (!isAside(interaction)) yield* mayBegin(interaction)
  }),

  run: Effect.fnUntraced(function* (interaction): Answer {
    const brain = yield* agentOf(interaction)
    const since = yield* sinceOf(interaction)
    const { lines, more } = yield* read(interaction, since)
    if (lines.length === 0)
      return { content: `Nobody has said anything here since <t:${Math.floor(since.at / 1000)}:f>.` }
    const of = address("summary", interaction.id)
    const recap: Recap = {
      brain: brain.id,
      since: more ? (lines[0]?.at ?? since.at) : since.at,
      lines: [...lines],
      aside: isAside(interaction),
      by: personOf(interaction),
      channel: interaction.channelId,
      guild: interaction.guildId,
    }
    yield* tellActor(interaction, of, { type: "OPEN_SUMMARY", recap })
    const what = `${lines.length === 1 ? "the one message" : `the ${more ? "newest " : ""}${lines.length} messages`} since <t:${Math.floor(recap.since / 1000)}:f>`
    if (!recap.aside) return { content: `**${brain.name}** sums up ${what} here.` }
    const text = yield* told(of)
    return { embeds: [{ description: cut(`**${brain.name}** on ${what}:\n${text}`, 4096) }] }
  }),

  complete: (typed) => offerAgents(typed),
}

type Answer = Effect.fn.Return<InteractionEditReplyOptions, CommandRefused, Needs>

const isAside = ({ options }: ChatInputCommandInteraction): boolean => options.getString("for") !== "all"

const agentOf = Effect.fnUntraced(function* ({ options }: ChatInputCommandInteraction) {
  const named = options.getString("agent")
  return named === null ? (yield* Roster).lead : yield* agentNamed(named)
})

const sinceOf = Effect.fnUntraced(function* ({ options, channelId }: ChatInputCommandInteraction) {
  const said = options.getString("since") ?? "24h"
  const since = readSince(said, channelId, yield* Clock.currentTimeMillis)
  if (since !== null) return since
  return yield* new CommandRefused({
    sentence: `“${cut(said, 60)}” is no time, and no message of this channel: say ${examples}.`,
  })
})

/** What people and agents said, within the bounds. `more`: something before that is left out. */
const read = Effect.fnUntraced(function* ({ channelId }: ChatInputCommandInteraction, since: Since) {
  const rest = yield* DiscordRest
  const { agents } = yield* Roster
  // The id before the first that is wanted.
  const after = String(BigInt(since.message ?? snowflakeAt(since.at)) - 1n)
  const found = yield* newestAfter(rest, channelId, after, messagesAtMost).pipe(
    Effect.mapError(
      ({ status }) =>
        new CommandRefused({
          sentence:
            status === 403
              ? "I may not read what was said before in this channel: I need the permission to read its history."
              : "Discord does not tell me at the moment what was said here. Try again in a minute.",
        }),
    ),
  )
  const lines = found.messages.flatMap((message) => lineOf(message, rest.self, agents) ?? [])
  const newest = within(lines)
  return { lines: newest, more: found.more || newest.length < lines.length }
})

/** The newest lines that are not too much. */
const within = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> => {
  let left = charactersAtMost
  return lines.slice(lines.findLastIndex(({ text }) => (left -= text.length) < 0) + 1)
}

const Told = Schema.Struct({ text: Schema.NullOr(Schema.String), reason: Schema.NullOr(Schema.String) })

/** Looks until the agent has answered. */
const told = (of: Address) =>
  Effect.gen(function* () {
    const look = lookAt(of, Told, "how far the summary is")
    const { text, reason } = yield* Effect.catch(look, () => Effect.fail("later" as const))
    if (text !== null) return text
    return yield* reason === null ? Effect.fail("later" as const) : refused(reason)
  }).pipe(
    Effect.retry({
      schedule: Schedule.max([Schedule.exponential("100 millis", 1.3), Schedule.spaced("100 millis")]),
      while: (error) => error === "later",
    }),
    Effect.timeout(turnTime + 30_000),
    Effect.mapError((error) => (error instanceof CommandRefused ? error : refused("it took too long"))),
  )

const refused = (reason: string) => new CommandRefused({ sentence: `There is no summary: ${reason}.` })
