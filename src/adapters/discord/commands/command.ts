/** What a slash command is here. https://discord.com/developers/docs/interactions/application-commands */
import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord-api-types/v10"
import {
  GuildMember,
  PermissionFlagsBits,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type InteractionEditReplyOptions,
  type ModalSubmitInteraction,
} from "discord.js"
import { Effect, Schedule } from "effect"
import { Mail, type Envelope, type Refused } from "../../../actors/mail.ts"
import type { Roster } from "../../../actors/performing/roster.ts"
import type { Status } from "../../../actors/watching/status.ts"
import { address, type Address } from "../../../machines/address.ts"
import type { ConversationEvent, Event } from "../../../machines/events.ts"
import type { Person } from "../../../machines/values.ts"
import { nameOf } from "../readable.ts"
import type { DiscordRest } from "../rest.ts"
import type { CommandName } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

export type Needs = DiscordRest | Mail | Roster | Status

/** A modal without its `custom_id`. https://discord.com/developers/docs/components/reference#label */
export type Form = Omit<APIModalInteractionResponseCallbackData, "custom_id"> & {
  /** What it is about, for who reads what it says: it stands at the end of its `custom_id`. */
  readonly about?: string
}

export interface Command {
  /** As Discord is told it; `policy.ts` says who may give it. */
  readonly data: Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, "default_member_permissions"> & {
    readonly name: CommandName
    /** Whom Discord offers it to, unless a server's administrators say otherwise; left out: everybody. A number, as in Discord's OpenAPI. */
    readonly default_member_permissions?: number
  }
  /** Whether the answer is for the person who asked alone. */
  readonly ephemeral: boolean | ((interaction: ChatInputCommandInteraction) => boolean)
  /** Looks at the input before anybody sees that a command was given. */
  readonly check?: (interaction: ChatInputCommandInteraction) => Effect.Effect<void, CommandRefused, Needs>
  /** What is done, and the answer. Has 15 minutes. */
  readonly run: (
    interaction: ChatInputCommandInteraction,
  ) => Effect.Effect<InteractionEditReplyOptions, CommandRefused, Needs>
  /** A form that is opened instead, if any; what it says comes to `submit`. */
  readonly form?: (
    interaction: ChatInputCommandInteraction,
  ) => Effect.Effect<Form | null, CommandRefused, Needs>
  readonly submit?: (
    interaction: ModalSubmitInteraction,
  ) => Effect.Effect<InteractionEditReplyOptions, CommandRefused, Needs>
  /** A button under its answer was pressed, which `markOf` marks; what comes after that mark. The answer becomes this. */
  readonly press?: (
    what: string,
    interaction: ButtonInteraction,
  ) => Effect.Effect<InteractionEditReplyOptions, CommandRefused, Needs>
  /** Choices for what is typed so far; the first of them are offered. */
  readonly complete?: (
    typed: string,
    interaction: AutocompleteInteraction,
  ) => Effect.Effect<ReadonlyArray<APIApplicationCommandOptionChoice<string>>, never, Needs>
}

/** With what a `custom_id` begins that is a command's own; after a bar comes what it is about. */
export const markOf = (command: CommandName): string => `orrery|/${command}`

/** In servers and in direct messages with the bot; installed to servers. */
export const everywhere = { contexts: [0, 1], integration_types: [0] }

/** What stands in the channel stands there as the bot's own message. */
export const mayShow = ({
  appPermissions,
  channel,
}: ChatInputCommandInteraction): Effect.Effect<void, CommandRefused> => {
  const { SendMessages, SendMessagesInThreads, ViewChannel } = PermissionFlagsBits
  const speak = channel?.isThread() === true ? SendMessagesInThreads : SendMessages
  return appPermissions.has([ViewChannel, speak])
    ? Effect.void
    : Effect.fail(
        new CommandRefused({ sentence: "I may not write in this channel, so I cannot do that here." }),
      )
}

/** Who gave the command or pressed the button, under the name that the channel knows. */
export const personOf = ({ user, member }: Pick<ChatInputCommandInteraction, "user" | "member">): Person => {
  const nick = member instanceof GuildMember ? member.nickname : (member?.nick ?? null)
  return {
    id: user.id,
    name: nameOf({ id: user.id, username: user.username, global_name: user.globalName }, { nick }),
  }
}

/** Tries for about ten seconds: a person waits. */
const patience = Schedule.exponential("200 millis").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

/** Tells an actor. The interaction's id is the event's: a command is heard once. */
export const tellActor = Effect.fnUntraced(function* (
  { id }: Pick<ChatInputCommandInteraction, "id">,
  to: Address,
  event: Event,
) {
  const mail = yield* Mail
  const envelope: Envelope = { id: `discord:${id}`, cause: id, event }
  return yield* mail.tell(to, envelope).pipe(
    Effect.retry({ schedule: patience, while: ({ _tag }) => _tag !== "Poisoned" }),
    Effect.tapError((refused) => Effect.logWarning(`/${event.type} ${envelope.id}: ${refused._tag}`)),
    Effect.mapError(({ _tag }) => new CommandRefused({ sentence: sentences[_tag] })),
  )
})

/** Tells this channel's conversation. */
export const tellConversation = (interaction: ChatInputCommandInteraction, event: ConversationEvent) =>
  tellActor(interaction, address("conversation", interaction.channelId), event)

const sentences: Readonly<Record<Refused["_tag"], string>> = {
  MailboxFull: "Too much is waiting here. Try again in a minute.",
  ActorUnavailable: "I cannot reach this conversation's memory at the moment. Try again in a minute.",
  Poisoned: "This conversation could not take that. The operator finds the reason in the log.",
}
