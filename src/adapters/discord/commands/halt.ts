/** `/halt`: STOP for this conversation. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import type { Person } from "../../../machines/values.ts"
import { haltedBy } from "../../../machines/team/guild.ts"
import { listed } from "../../../machines/team/plan.ts"
import { agreedIn, guildOf } from "./agreed.ts"
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

/**
 * Workflows, votes and the like that are under way in this channel have actors of their own, and are stopped for good: those
 * of who halts, and everybody's when they manage messages here. What is left to say of it.
 */
const stopWork = (interaction: ChatInputCommandInteraction, by: Person) =>
  Effect.gen(function* () {
    const { works } = yield* agreedIn(interaction)
    const channel = interaction.channelId
    const manages = managesMessages(interaction)
    const here = works.filter((work) => work.channel === channel)
    if (here.length === 0) return ""
    yield* tellActor(interaction, guildOf(interaction), { type: "HALTED", channel, by, manages })
    const stopped = haltedBy(here, { channel, by, manages })
    const others = here.length - stopped.length
    return [
      stopped.length === 0
        ? ""
        : ` Stopped for good: ${listed(stopped.map(({ name }) => `**${name.slice(0, 60)}**`))}.`,
      others === 0
        ? ""
        : ` ${others} of other people's ${others === 1 ? "goes" : "go"} on: who began it, or may manage messages here, stops it.`,
    ].join("")
  }).pipe(
    Effect.catch(() =>
      Effect.succeed(" I could not look for work under way here: stop it with its buttons."),
    ),
  )

const whoLifts = ({ name }: Person, inServer: boolean): string =>
  inServer
    ? `**${name}**, or who may manage messages here, may lift it with \`/resume\`.`
    : "Lift it with `/resume`."
