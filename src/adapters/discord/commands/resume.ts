/** `/resume`: lifts a `/halt`. */
import { Effect } from "effect"
import { everywhere, personOf, tellConversation, type Command } from "./command.ts"

export const resume: Command = {
  data: { name: "resume", description: "Let the agents of this conversation speak again", ...everywhere },
  ephemeral: false,
  run: Effect.fnUntraced(function* (interaction) {
    const by = personOf(interaction)
    yield* tellConversation(interaction, { type: "RESUME", by })
    return {
      content: `▶️ **${by.name}** lets the agents speak again. What was given up stays so: ask anew. Who may write here may halt them with \`/halt\`.`,
    }
  }),
}
