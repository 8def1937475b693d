/** What a bot's answer to an interaction does to the world. */
import { InteractionResponseType as Answer, MessageFlags, type APIAttachment } from "discord-api-types/v10"
import { alreadyAcknowledged, unknownMessage, unknownWebhook } from "../refusal.ts"
import type { Callback } from "../validate/callbacks.ts"
import type { AnsweredMessage, EditedMessage } from "../validate/message-body.ts"
import { keptAttachments } from "./draft.ts"
import { commandUse, messageTypeOf, metadataOf } from "./interaction-metadata.ts"
import { editMessage, postMessage } from "./messages.ts"
import type { InteractionRecord, MessageRecord } from "./records.ts"
import type { World } from "./world.ts"

interface Uploads {
  readonly attachments: ReadonlyArray<APIAttachment>
}

/** The first answer. Refuses a second one with 40060. Answers the message it led to, if any. */
export function answer(
  world: World,
  interaction: InteractionRecord,
  callback: Callback,
  { attachments }: Uploads,
): MessageRecord | undefined {
  if (interaction.state !== "pending") throw alreadyAcknowledged()
  switch (callback.type) {
    case Answer.ChannelMessageWithSource: {
      const message = say(world, interaction, callback.data, attachments)
      settle(world, interaction, "acknowledged", message)
      return message
    }
    case Answer.DeferredChannelMessageWithSource: {
      const message = say(world, interaction, { flags: callback.data.flags }, [], true)
      settle(world, interaction, "deferred", message)
      return message
    }
    case Answer.DeferredMessageUpdate:
      settle(world, interaction, "acknowledged", pressedMessage(world, interaction))
      return undefined
    case Answer.UpdateMessage: {
      const pressed = pressedMessage(world, interaction)
      const message = change(world, pressed, callback.data, attachments)
      settle(world, interaction, "acknowledged", message)
      return message
    }
    case Answer.ApplicationCommandAutocompleteResult:
      settle(world, interaction, "acknowledged")
      tell(world, interaction, "AUTOCOMPLETE", { id: interaction.id, choices: callback.data.choices })
      return undefined
    case Answer.Modal:
      settle(world, interaction, "acknowledged", undefined, callback.data.custom_id)
      tell(world, interaction, "MODAL", {
        ...callback.data,
        id: interaction.id,
        channel_id: interaction.channel_id,
        ...(interaction.message_id === undefined ? {} : { message_id: interaction.message_id }),
      })
      return undefined
  }
}

/**
 * A further message. Right after a deferred answer it becomes that answer, as on Discord; before any answer there
 * is no webhook to speak through (10015).
 */
export function followUp(
  world: World,
  interaction: InteractionRecord,
  body: AnsweredMessage,
  { attachments }: Uploads,
): MessageRecord {
  if (interaction.state === "pending") throw unknownWebhook()
  if (interaction.state === "deferred") {
    const { flags: _, ...changes } = body
    return changeOriginal(world, interaction, changes, { attachments })
  }
  return say(world, interaction, body, attachments)
}

/** The message that `@original` means. Refuses with 10015 before an answer, 10008 when there is none. */
export function originalOf(world: World, interaction: InteractionRecord): MessageRecord {
  if (interaction.state === "pending") throw unknownWebhook()
  const message =
    interaction.original_id === undefined ? undefined : world.messages.get(interaction.original_id)
  if (message === undefined) throw unknownMessage()
  return message
}

/** Edits `@original`; a loading message is loaded with that. */
export function changeOriginal(
  world: World,
  interaction: InteractionRecord,
  body: EditedMessage,
  { attachments }: Uploads,
): MessageRecord {
  const original = originalOf(world, interaction)
  const message = change(world, original, body, attachments)
  if (interaction.state === "deferred") settle(world, interaction, "acknowledged", message)
  return message
}

/** Edits a message of an interaction. */
export function change(
  world: World,
  message: MessageRecord,
  { allowed_mentions, attachments: kept, ...changes }: EditedMessage,
  attachments: ReadonlyArray<APIAttachment>,
): MessageRecord {
  const loading = ((message.flags ?? 0) & MessageFlags.Loading) !== 0
  return editMessage(world, message, {
    ...changes,
    attachments: keptAttachments(message, kept, attachments),
    allowed: allowed_mentions,
    loads: loading,
  })
}

/** A new message of the bot in an interaction's name. */
function say(
  world: World,
  interaction: InteractionRecord,
  body: AnsweredMessage,
  attachments: ReadonlyArray<APIAttachment>,
  loading = false,
): MessageRecord {
  const { allowed_mentions, attachments: _, ...sent } = body
  const ephemeral = ((sent.flags ?? 0) & MessageFlags.Ephemeral) !== 0
  const pressed =
    interaction.message_id === undefined ? undefined : world.messages.get(interaction.message_id)
  return postMessage(world, {
    ...sent,
    channel: world.channels.get(interaction.channel_id)!,
    author: world.bot,
    type: messageTypeOf(interaction),
    replyTo: pressed,
    allowed: allowed_mentions,
    attachments,
    webhookId: world.bot.id,
    applicationId: world.bot.id,
    interaction: { interaction_metadata: metadataOf(world, interaction), ...commandUse(world, interaction) },
    loading,
    onlyFor: ephemeral ? interaction.user_id : undefined,
  })
}

function settle(
  world: World,
  interaction: InteractionRecord,
  state: InteractionRecord["state"],
  original?: MessageRecord,
  modal?: string,
): void {
  world.interactions.put({
    ...interaction,
    state,
    ...(original === undefined ? {} : { original_id: original.id }),
    ...(modal === undefined ? {} : { modal }),
  })
}

/** Tells the person who acted, and nobody else. */
const tell = (world: World, interaction: InteractionRecord, t: string, d: object): void =>
  world.emit({ t, d, audience: { in: "page", personId: interaction.user_id } })

/** The message whose component was pressed. */
function pressedMessage(world: World, interaction: InteractionRecord): MessageRecord {
  const message =
    interaction.message_id === undefined ? undefined : world.messages.get(interaction.message_id)
  if (message === undefined) throw unknownMessage()
  return message
}
