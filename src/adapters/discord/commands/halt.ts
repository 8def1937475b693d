/** `/halt`: STOP for this conversation. */
import { Effect } from "effect"
import type { Person } from "../../../machines/values.ts"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"

export const halt: Command = {
  data: { name: "halt", description: "Stop every agent in this conversation, now", ...everywhere },
  ephemeral: false,
  run: Effect.fnUntraced(function* (interaction) {
    const by = personOf(interaction)
    yield* tellConversation(interaction, { type: "HALT", by })
    return {
      content: `🛑 **${by.name}** halted this conversation: what was under way is given up, and no agent speaks. ${whoLifts(by, interaction.inGuild())}`,
    }
  }),
}

const whoLifts = ({ name }: Person, inServer: boolean): string =>
  inServer
    ? `**${name}**, or who may manage messages here, may lift it with \`/resume\`.`
    : "Lift it with `/resume`."
