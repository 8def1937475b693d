/** `/permissions check`: what would come of a call here, for who asks, and which rule decides. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { decide } from "../../../actors/performing/permitting.ts"
import { Tools } from "../../../actors/performing/tools.ts"
import type { Judgement } from "../../../machines/tools/layers.ts"
import { personOf } from "./command.ts"
import { agentNamed } from "./named.ts"
import { code, marks } from "./permissions-kept.ts"
import { patternIn } from "./permissions-said.ts"
import { managesMessages, managesServer } from "./policy.ts"

const whoseRule = {
  operator: "a rule of the operator's",
  server: "a rule of this server's",
  conversation: "a rule of this conversation's",
  person: "a rule of yours",
} as const

/** What a rule says is shown to whom `/permissions list` shows it. */
const maySee = (interaction: ChatInputCommandInteraction, whose: Judgement["whose"]): boolean =>
  whose === "person" ||
  (whose === "server" && managesServer(interaction)) ||
  (whose === "conversation" && (managesMessages(interaction) || managesServer(interaction)))

const may = { allow: "may use", ask: "asks before it uses", deny: "may not use" } as const

export const checked = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const { options, guildId: guild, channelId: channel } = interaction
  const call = yield* patternIn(options.getString("tool", true))
  const brain = yield* agentNamed(options.getString("agent", true))
  const colon = call.indexOf(":")
  const name = colon === -1 ? call : call.slice(0, colon)
  const tool = (yield* Tools).known().find((one) => one.name === name)
  const { verdict, rule, whose } = yield* decide({
    turn: { brain: brain.id, message: { author: personOf(interaction), channel, guild } },
    tool: { name, harmless: tool?.harmless === true },
    input: colon === -1 ? {} : { text: call.slice(colon + 1) },
  })
  const why =
    rule === null || whose === null
      ? `no rule is about it, and ${tool?.harmless === true ? "it changes nothing" : "it may change something"}`
      : maySee(interaction, whose)
        ? `${whoseRule[whose]} says so: ${rule.verdict} ${code(rule.pattern, 300)}`
        : `${whoseRule[whose]} says so`
  return {
    content: [
      `${marks[verdict]} **${brain.name}** ${may[verdict]} ${code(call, 300)} here, for you: ${why}.`,
      ...(tool === undefined ? ["⚠️ No tool is called so at the moment."] : []),
    ].join("\n"),
  }
})
