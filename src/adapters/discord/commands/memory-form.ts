/** The form in which a person changes a block of memory. It knows from which version of the block it was made. */
import { ComponentType, TextInputStyle } from "discord-api-types/v10"
import type { ModalSubmitInteraction } from "discord.js"
import { Effect } from "effect"
import { longestText, type Edit } from "../../../machines/memory/edit.ts"
import type { Block } from "../../../machines/values.ts"
import type { Form } from "./command.ts"
import { cut } from "./looked.ts"
import { CommandRefused } from "./refused.ts"

/** `version|agent|label`, of which none holds a bar. */
const aboutOf = ({ label, agent }: Block, version: number): string => `${version}|${agent ?? ""}|${label}`

export const formFor = (block: Block, version: number, title: string): Effect.Effect<Form, CommandRefused> =>
  block.value.length > longestText
    ? Effect.fail(
        new CommandRefused({
          sentence: `**${title}** holds ${block.value.length} characters, more than the ${longestText} of a form of Discord's: ask an agent to shorten it.`,
        }),
      )
    : Effect.succeed({
        title: cut(`Memory: ${title}`, 45),
        about: aboutOf(block, version),
        components: [
          {
            type: ComponentType.Label,
            label: cut(title, 45),
            description: cut(block.description || "What the agents are to keep in mind, a line each", 100),
            component: {
              type: ComponentType.TextInput,
              custom_id: "text",
              style: TextInputStyle.Paragraph,
              required: false,
              max_length: Math.min(block.limit, longestText),
              ...(block.value !== "" && { value: block.value }),
            },
          },
        ],
      })

/** What was written. */
export const readForm = ({ customId, fields }: ModalSubmitInteraction): Extract<Edit, { tool: "write" }> => {
  const [version = "0", agent = "", label = ""] = customId.split("|").slice(-3)
  return {
    tool: "write",
    label,
    agent: agent === "" ? null : agent,
    version: Number(version),
    text: fields.getTextInputValue("text").trim(),
  }
}
