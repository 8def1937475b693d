/** What a bot may answer to an interaction: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object */
import { InteractionResponseType as Answer, InteractionType as Act } from "discord-api-types/v10"
import { Schema } from "effect"
import { invalidForm } from "../refusal.ts"
import { ModalComponents } from "./components.ts"
import { form, list, maybe, text, within } from "./form.ts"
import { answeredMessage, editedMessage } from "./message-body.ts"

const Envelope = form(Schema.Struct({ type: Schema.Number, data: maybe(Schema.Unknown) }))

const modal = form(
  Schema.Struct({ custom_id: text(1, 100), title: text(1, 45), components: ModalComponents }),
)
const choices = form(
  Schema.Struct({
    choices: list(
      Schema.Struct({
        name: text(1, 100),
        name_localizations: maybe(Schema.Record(Schema.String, Schema.String)),
        value: Schema.Union([text(0, 100), Schema.Number]),
      }),
      0,
      25,
    ),
  }),
)

/** Which answers an act can have; those that change a message need one. */
const ANSWERS: Record<number, ReadonlyArray<Answer>> = {
  [Act.ApplicationCommand]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.Modal,
  ],
  [Act.MessageComponent]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.DeferredMessageUpdate,
    Answer.UpdateMessage,
    Answer.Modal,
  ],
  [Act.ApplicationCommandAutocomplete]: [Answer.ApplicationCommandAutocompleteResult],
  [Act.ModalSubmit]: [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource],
}
const ANSWERS_ON_MESSAGE: ReadonlyArray<Answer> = [Answer.DeferredMessageUpdate, Answer.UpdateMessage]

export type Callback =
  | { readonly type: Answer.ChannelMessageWithSource; readonly data: ReturnType<typeof answeredMessage> }
  | { readonly type: Answer.DeferredChannelMessageWithSource; readonly data: { readonly flags: number } }
  | { readonly type: Answer.DeferredMessageUpdate }
  | { readonly type: Answer.UpdateMessage; readonly data: ReturnType<typeof editedMessage> }
  | {
      readonly type: Answer.ApplicationCommandAutocompleteResult
      readonly data: ReturnType<typeof choices>
    }
  | { readonly type: Answer.Modal; readonly data: ReturnType<typeof modal> }

/** Decodes a callback to an act of type `act`. Refuses with 50035. */
export function callback(body: unknown, act: number, hasMessage: boolean): Callback {
  const { type, data } = Envelope(body)
  const possible = [
    ...(ANSWERS[act] ?? []),
    ...(act === Act.ModalSubmit && hasMessage ? ANSWERS_ON_MESSAGE : []),
  ]
  if (!possible.includes(type)) {
    const message = `Value must be one of {${possible.join(", ")}}.`
    throw invalidForm({ path: ["type"], code: "BASE_TYPE_CHOICES", message })
  }
  return decodeData(type, data ?? {})
}

function decodeData(type: Answer, data: unknown): Callback {
  const nested = <A>(decode: (data: unknown) => A) => within(["data"], () => decode(data))
  switch (type) {
    case Answer.ChannelMessageWithSource:
      return { type, data: nested(answeredMessage) }
    case Answer.DeferredChannelMessageWithSource:
      return { type, data: { flags: nested(answeredMessage).flags ?? 0 } }
    case Answer.UpdateMessage:
      return { type, data: nested(editedMessage) }
    case Answer.ApplicationCommandAutocompleteResult:
      return { type, data: nested(choices) }
    case Answer.Modal:
      return { type, data: nested(modal) }
    default:
      return { type: Answer.DeferredMessageUpdate }
  }
}
