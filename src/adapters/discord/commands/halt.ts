/** `/halt`: STOP for this conversation. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import type { Person } from "../../../machines/values.ts"
import { agreedIn } from "./agreed.ts"
import { everywhere, personOf, tellActor, tellConversation, type Command } from "./command.ts"
import { managesMessages } from "./policy.ts"

export const halt: Command = {
  data: { name: "halt", description: "Stop every agent in this conversation, now", ...everywhere },
  ephemeral: false,
  run: Effect.fnUntraced(function* (interaction) {
    const by = personOf(interaction)
    yield* tellConversation(interaction, { type: "HALT", by, manages: managesMessages(interaction) })
    const rest = yield* stopWork(interaction, by)
    return {
      content: `🛑 **${by.name}** halted this conversation: what was under way is given up, and no agent speaks. ${whoLifts(by, interaction.inGuild())}${rest}`,
    }
  }),
}

/** Workflows, votes and debates under way in this channel have actors of their own, and are stopped for good. What is left to say of it. */
const stopWork = (interaction: ChatInputCommandInteraction, by: Person) =>
  Effect.gen(function* () {
    const { works } = yield* agreedIn(interaction)
    const here = works.filter(({ channel }) => channel === interaction.channelId)
    yield* Effect.forEach(here, ({ work }) => tellActor(interaction, work, { type: "STOP", by }))
    return here.length === 0 ? "" : " Workflows, votes and debates under way here are stopped for good."
  }).pipe(
    Effect.catch(() =>
      Effect.succeed(" I could not look for work under way here: stop them with their buttons."),
    ),
  )

const whoLifts = ({ name }: Person, inServer: boolean): string =>
  inServer
    ? `**${name}**, or who may manage messages here, may lift it with \`/resume\`.`
    : "Lift it with `/resume`."
