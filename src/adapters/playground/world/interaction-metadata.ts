/** How a message tells which interaction it comes from. */
import {
  ApplicationCommandType,
  InteractionType,
  MessageType,
  type APIMessageInteraction,
  type APIMessageInteractionMetadata,
} from "discord-api-types/v10"
import { integrationOwners } from "./interaction-payload.ts"
import type { InteractionRecord } from "./records.ts"
import type { World } from "./world.ts"

/** The type of a message that answers an interaction. */
export function messageTypeOf(interaction: InteractionRecord): MessageType {
  if (interaction.command !== undefined) {
    return interaction.command.type === ApplicationCommandType.ChatInput
      ? MessageType.ChatInputCommand
      : MessageType.ContextMenuCommand
  }
  return interaction.message_id === undefined ? MessageType.Default : MessageType.Reply
}

export function metadataOf(world: World, interaction: InteractionRecord): APIMessageInteractionMetadata {
  const trigger =
    interaction.triggered_by === undefined ? undefined : world.interactions.get(interaction.triggered_by)
  return {
    id: interaction.id,
    type: interaction.type,
    user: world.users.get(interaction.user_id)!,
    authorizing_integration_owners: integrationOwners(world.channels.get(interaction.channel_id)!),
    ...(interaction.type === InteractionType.MessageComponent
      ? { interacted_message_id: interaction.message_id }
      : {}),
    ...(trigger === undefined ? {} : { triggering_interaction_metadata: metadataOf(world, trigger) }),
  } as APIMessageInteractionMetadata
}

/** The older description, which Discord still sends: it alone names the command. */
export const commandUse = (
  world: World,
  interaction: InteractionRecord,
): { readonly interaction?: APIMessageInteraction } =>
  interaction.command === undefined
    ? {}
    : {
        interaction: {
          id: interaction.id,
          type: interaction.type,
          name: interaction.command.name,
          user: world.users.get(interaction.user_id)!,
        },
      }
