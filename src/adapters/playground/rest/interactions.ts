import { MessageFlags, type InteractionResponseType } from "discord-api-types/v10"
import { Schema } from "effect"
import { unknownMessage } from "../refusal.ts"
import { callback } from "../validate/callbacks.ts"
import { form } from "../validate/form.ts"
import { answeredMessage, editedMessage } from "../validate/message-body.ts"
import { answer, change, changeOriginal, followUp, originalOf } from "../world/interaction-answers.ts"
import { answerable, interactionByToken } from "../world/interactions.ts"
import { deleteMessage } from "../world/messages.ts"
import type { InteractionRecord, MessageRecord } from "../world/records.ts"
import { guildIdOf } from "../world/audience.ts"
import { messageView } from "../world/views/message.ts"
import { done, ok, open, type Api, type ApiRequest, type Reply, type Route } from "./route.ts"

const callbackQuery = form(Schema.Struct({ with_response: Schema.optional(Schema.String) }))

export const interactionRoutes: ReadonlyArray<Route> = [
  open("POST", "/interactions/:interaction/:token/callback", (api, request) => {
    const { params, query, body } = request
    const interaction = answerable(api.world, params["interaction"]!, params["token"]!)
    const reply = callback(body, interaction.type, interaction.message_id !== undefined)
    const message = answer(api.world, interaction, reply, request)
    return callbackQuery(query).with_response === "true"
      ? ok(callbackView(api, interaction, reply.type, message))
      : done
  }),
]

/** `POST /webhooks/:application/:token` */
export function followUpInteraction({ world }: Api, request: ApiRequest): Reply {
  const interaction = interactionByToken(world, request.params["token"]!)
  const original = interaction.state === "deferred" ? originalOf(world, interaction) : undefined
  const body = answeredMessage(request.body, original?.flags)
  return ok(messageView(world, followUp(world, interaction, body, request), world.bot.id))
}

/** `GET /webhooks/:application/:token/messages/:message` */
export function readInteractionMessage({ world }: Api, request: ApiRequest): Reply {
  return ok(messageView(world, messageOf({ world }, request).message, world.bot.id))
}

/** `PATCH /webhooks/:application/:token/messages/:message` */
export function editInteractionMessage({ world }: Api, request: ApiRequest): Reply {
  const { interaction, message } = messageOf({ world }, request)
  const body = editedMessage(request.body, message.flags)
  const edited =
    message.id === interaction.original_id
      ? changeOriginal(world, interaction, body, request)
      : change(world, message, body, request.attachments)
  return ok(messageView(world, edited, world.bot.id))
}

/** `DELETE /webhooks/:application/:token/messages/:message` */
export function deleteInteractionMessage({ world }: Api, request: ApiRequest): Reply {
  deleteMessage(world, messageOf({ world }, request).message)
  return done
}

/** The message that the path names: `@original`, or one that the same interaction led to. */
function messageOf(
  { world }: Pick<Api, "world">,
  { params }: ApiRequest,
): { readonly interaction: InteractionRecord; readonly message: MessageRecord } {
  const interaction = interactionByToken(world, params["token"]!)
  const id = params["message"]!
  if (id === "@original" || id === interaction.original_id) {
    return { interaction, message: originalOf(world, interaction) }
  }
  const message = world.messages.get(id)
  if (message?.interaction_metadata?.id !== interaction.id) throw unknownMessage()
  return { interaction, message }
}

function callbackView(
  { world }: Api,
  interaction: InteractionRecord,
  type: InteractionResponseType,
  message: MessageRecord | undefined,
) {
  const flags = message?.flags ?? 0
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channel_id,
      ...guildIdOf(world.channels.get(interaction.channel_id)),
      ...(message === undefined
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: (flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: (flags & MessageFlags.Ephemeral) !== 0,
          }),
    },
    ...(message === undefined
      ? {}
      : { resource: { type, message: messageView(world, message, world.bot.id) } }),
  }
}
