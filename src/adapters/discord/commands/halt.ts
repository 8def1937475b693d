/** `/halt`: STOP for this conversation. Everybody may say it. */
import { Effect } from "effect"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"

export const halt: Command = {
  data: { name: "halt", description: "Stop every agent in this conversation, now", ...everywhere },
  ephemeral: false,
  run: Effect.fnUntraced(function* (interaction) {
    const by = personOf(interaction)
    yield* tellConversation(interaction, { type: "HALT", by })
    return {
      content: `🛑 **${by.name}** halted this conversation: what was under way is given up, and no agent speaks. Anyone here may lift it with \`/resume\`.`,
    }
  }),
}
