/**
 * "Why did X answer?" in the menu of a message, for everybody who sees it and for them alone.
 * https://discord.com/developers/docs/interactions/application-commands#message-commands
 */
import {
  ApplicationCommandType,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord-api-types/v10"
import {
  MessageFlags,
  Routes,
  type InteractionEditReplyOptions,
  type MessageContextMenuCommandInteraction,
} from "discord.js"
import { Context, Effect } from "effect"
import { House } from "../../../actors/performing/house.ts"
import { ModelTerms } from "../../../actors/performing/model-terms.ts"
import { Roster } from "../../../actors/performing/roster.ts"
import { Status } from "../../../actors/watching/status.ts"
import type { Line } from "../../../machines/values.ts"
import { Recordings } from "../../../replay/recordings.ts"
import { isDraft } from "../drafts.ts"
import { lineOf } from "../hearing.ts"
import { speakerOf } from "../persona.ts"
import { DiscordRest } from "../rest.ts"
import { Message, Messages } from "../shapes.ts"
import { fitting } from "./fitting.ts"
import { sent } from "./sent.ts"
import { whyEmbed } from "./why-words.ts"

export const name = "Why did X answer?"

export const why = {
  type: ApplicationCommandType.Message,
  name,
  contexts: [0, 1],
  integration_types: [0],
} satisfies RESTPostAPIContextMenuApplicationCommandsJSONBody

/** Where the inspector's page is, for whoever sits at that machine; null: nowhere. */
export const InspectorAt = Context.Reference<string | null>("orrery/adapters/discord/InspectorAt", {
  defaultValue: () => null,
})

/** Lines before an answer that are looked up: as many as an agent is lent at most. */
const looked = 100

const sentences = {
  unheard: "Nothing was said to the agents here yet.",
  unknown: "No log of mine knows this answer: it was given before my time, or it is a notice of mine.",
  lost: "The log of this answer was trimmed, and is not in the archive.",
}

/** What the channel shows, by id: what was deleted since is not told again, and what was changed is told as it is. */
const standingBefore = (channel: string, message: string) =>
  Effect.gen(function* () {
    const { api, self } = yield* DiscordRest
    const { agents } = yield* Roster
    const messages = yield* api(Messages, "GET", Routes.channelMessages(channel), {
      query: { before: message, limit: String(looked) },
    })
    const lines = messages.map((one) => lineOf(one, self, agents)).filter((line) => line !== null)
    return new Map(lines.map((line) => [line.id, line]))
  }).pipe(Effect.catch(() => Effect.succeed(new Map<string, Line>())))

const answer = (channel: string, id: string, asker: string) =>
  Effect.gen(function* () {
    const recordings = yield* Effect.serviceOption(Recordings)
    if (recordings._tag === "None") return { content: "Logs cannot be read here." }
    const { api, self } = yield* DiscordRest
    const team = yield* Roster
    const pressed = yield* api(Message, "GET", Routes.channelMessage(channel, id))
    if (speakerOf(pressed, self, team.agents) === null)
      return {
        content:
          "No agent said this. Choose it on an agent's answer; `/route test` tells who would answer a message.",
      }
    if (isDraft(pressed.content))
      return { content: "This is still being written. Ask again when it is done." }
    const found = yield* recordings.value.answer(channel, id)
    const { offline } = yield* (yield* Status).report
    const { author } = found.turn.message
    return {
      embeds: [
        whyEmbed(found, {
          team,
          standing: yield* standingBefore(channel, id),
          prices: (yield* ModelTerms)().prices,
          offline: offline || team.manager === null,
          inspector: yield* InspectorAt,
          reasonIsPrivate: (yield* House).managerReadsSessions() && author.id !== asker,
        }),
      ],
    }
  }).pipe(
    Effect.catchTag("NoAnswer", ({ reason }) => Effect.succeed({ content: sentences[reason] })),
    Effect.catchCause((cause) =>
      Effect.as(Effect.logError(`“${name}” in ${channel} broke`, cause), {
        content: "I cannot look this up now. The operator finds the reason in the log.",
      }),
    ),
  ) satisfies Effect.Effect<InteractionEditReplyOptions, never, DiscordRest | Roster | Status>

/** Never fails. */
export const answerWhy = (interaction: MessageContextMenuCommandInteraction) => {
  const { channelId, targetId, user } = interaction
  return Effect.gen(function* () {
    if (!(yield* sent(`“${name}”`, () => interaction.deferReply({ flags: MessageFlags.Ephemeral })))) return
    const said = yield* answer(channelId, targetId, user.id)
    yield* sent(`“${name}”`, () => interaction.editReply(fitting(said)))
  })
}
