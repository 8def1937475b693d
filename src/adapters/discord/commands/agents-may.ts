/** Who looks after the agents: operators, whom the configuration names; where it names none, administrators of a server. */
import { PermissionFlagsBits as Bits, type ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Alerting } from "../../../actors/alerting/terms.ts"
import { CommandRefused } from "./refused.ts"

export type Given = Pick<ChatInputCommandInteraction, "user" | "guildId" | "memberPermissions">

/** Whether it is somebody whom the configuration names: they see what is other servers' and other people's. */
export const isOperator = ({ user }: Pick<Given, "user">) =>
  Effect.map(Alerting, (terms) => terms().operators.includes(user.id))

/** Lets who looks after them pass; true: an operator, whom the configuration names. */
export const mayManage = ({ user, guildId, memberPermissions }: Given) =>
  Effect.gen(function* () {
    const { operators } = (yield* Alerting)()
    if (operators.includes(user.id)) return true
    if (operators.length > 0)
      return yield* new CommandRefused({ sentence: "Only the operators of this bot look after its agents." })
    if (guildId === null || memberPermissions?.has(Bits.Administrator) !== true)
      return yield* new CommandRefused({
        sentence: "Only administrators of this server look after the agents.",
      })
    return false
  })
