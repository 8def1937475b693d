/** Whether work of agents may begin in a channel. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { mayShow } from "./command.ts"
import { haltedBy } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

/** The bot may write there, and nobody has halted the conversation. */
export const mayBegin = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  yield* mayShow(interaction)
  const by = yield* haltedBy(interaction)
  if (by !== null)
    yield* new CommandRefused({
      sentence: `**${by.name}** has halted this conversation: \`/resume\` it first.`,
    })
})
