/**
 * An answer as Discord takes it: what is too long is cut, what is too much is left out and counted. What Discord refuses nobody reads,
 * least of all when much is wrong and there is much to say of it.
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 */
import type { APIApplicationCommandOptionChoice, APIEmbed, APIEmbedField } from "discord-api-types/v10"
import type { InteractionEditReplyOptions } from "discord.js"
import { messageLimit } from "../split.ts"
import { cut } from "./looked.ts"

const most = { title: 256, description: 4096, fields: 25, name: 256, value: 1024, choices: 25, choice: 100 }
/** Characters of all embeds of a message together. */
const together = 6000
/** Of these, for what says how much is left out. */
const reserved = 40

export const fitting = (answer: InteractionEditReplyOptions): InteractionEditReplyOptions => ({
  ...answer,
  ...(typeof answer.content === "string" && { content: cut(answer.content, messageLimit) }),
  ...(answer.embeds !== undefined && {
    embeds: within(answer.embeds.map((embed) => ("toJSON" in embed ? embed.toJSON() : embed))),
  }),
})

/** Choices as Discord takes them. https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure */
export const offering = (
  choices: ReadonlyArray<APIApplicationCommandOptionChoice<string>>,
): ReadonlyArray<APIApplicationCommandOptionChoice<string>> =>
  choices.slice(0, most.choices).map((choice) => ({ ...choice, name: cut(choice.name, most.choice) }))

/** In their order; those for which there is no room any more are left out. */
const within = (embeds: ReadonlyArray<APIEmbed>): ReadonlyArray<APIEmbed> => {
  let room = together
  return embeds.flatMap((embed) => {
    const { fields = [], ...head } = bounded(embed)
    let left = room - lengthOf(head) - reserved
    if (left < 0) return []
    const first = fields.findIndex((field, n) => n === most.fields || (left -= sizeOf(field)) < 0)
    const shown = first === -1 ? fields : fields.slice(0, first)
    const more = fields.length - shown.length
    const its: APIEmbed = {
      ...head,
      ...(shown.length > 0 && { fields: shown }),
      ...(more > 0 && { footer: { text: `${more} more do not fit in here` } }),
    }
    room -= lengthOf(its)
    return [its]
  })
}

const bounded = (embed: APIEmbed): APIEmbed => ({
  ...embed,
  ...(embed.title !== undefined && { title: cut(embed.title, most.title) }),
  ...(embed.description !== undefined && { description: cut(embed.description, most.description) }),
  ...(embed.fields !== undefined && {
    fields: embed.fields.map((field) => ({
      ...field,
      name: cut(field.name, most.name),
      value: cut(field.value, most.value),
    })),
  }),
})

const sizeOf = ({ name, value }: APIEmbedField): number => name.length + value.length

const lengthOf = ({ title = "", description = "", footer, fields = [] }: APIEmbed): number =>
  title.length +
  description.length +
  (footer?.text.length ?? 0) +
  fields.reduce((sum, field) => sum + sizeOf(field), 0)
