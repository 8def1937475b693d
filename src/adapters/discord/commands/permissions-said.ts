/** `/permissions allow` and `deny`: a rule of one's own, or, for who manages them, of a channel or the server. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Effect } from "effect"
import { Roster } from "../../../actors/performing/roster.ts"
import { Tools } from "../../../actors/performing/tools.ts"
import { address } from "../../../machines/address.ts"
import { covers, pattern } from "../../../machines/tools/pattern.ts"
import type { Rule } from "../../../machines/tools/permissions.ts"
import { guildOf } from "./agreed.ts"
import { personOf, tellActor } from "./command.ts"
import { agentNamed } from "./named.ts"
import { marks, sentence, type Kept } from "./permissions-kept.ts"
import { managesMessages, managesServer } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

/** A pattern, in characters. */
export const longest = 300

/** For whom something may be said. */
export const reaches = [
  { name: "for me, everywhere", value: "me" },
  { name: "in this conversation", value: "here" },
  { name: "for everybody in this server", value: "server" },
] as const

/** As tools and servers of tools are called. */
const toolish = /^[\w.*-]+$/

export const patternIn = (typed: string): Effect.Effect<string, CommandRefused> => {
  const text = typed.trim()
  return toolish.test(pattern(text).tool) && text.length <= longest
    ? Effect.succeed(text)
    : Effect.fail(
        new CommandRefused({
          sentence:
            "That names no tool: write a tool (`knowledge.note`), all of a server (`files.*`), or a tool, a colon, and what it is called with (`shell:git status*`).",
        }),
      )
}

/** Who manages messages here says it for everybody here, another for themselves: as the buttons do. */
const placeFor = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const own = { of: address("constellation", interaction.user.id), whose: "own" } as const
  const server = { of: guildOf(interaction), whose: "server" } as const
  switch (interaction.options.getString("for") ?? "me") {
    case "server":
      if (!managesServer(interaction))
        return yield* new CommandRefused({
          sentence:
            interaction.guildId === null
              ? "There is no server here: say it for yourself."
              : "Only who may manage this server can say that for all of it. You can say it for yourself.",
        })
      return { ...server, channel: null }
    case "here":
      return {
        ...(managesMessages(interaction) || managesServer(interaction) ? server : own),
        channel: interaction.channelId,
      }
    default:
      return { ...own, channel: null }
  }
})

export const said = Effect.fnUntraced(function* (
  interaction: ChatInputCommandInteraction,
  verdict: "allow" | "deny",
) {
  const team = yield* Roster
  const meant = yield* patternIn(interaction.options.getString("tool", true))
  const typed = interaction.options.getString("agent")
  const rule: Rule = {
    verdict,
    pattern: meant,
    ...(typed !== null && { agent: (yield* agentNamed(typed)).id }),
  }
  const { of, whose, channel } = yield* placeFor(interaction)
  const by = personOf(interaction)
  yield* tellActor(interaction, of, { type: "RULE", rule, channel, by })
  const kept: Kept = { of, whose, ruling: { rule, channel, by, at: interaction.createdTimestamp } }
  const isThere = (yield* Tools).known().some(({ name }) => covers(pattern(meant).tool, name))
  return {
    content: [
      `${marks[verdict]} ${sentence(kept, team)}.`,
      ...(isThere ? [] : ["⚠️ No tool is called so at the moment: the rule counts once one is."]),
      verdict === "allow"
        ? "-# A no of the operator's, the server's or your own stands: `/permissions check` says what comes of a call."
        : "-# A rule of yours that is more specific still allows it: `/permissions check` says what comes of a call.",
    ].join("\n"),
  }
})

/** Tools that are there, and each server's as a whole. */
export const offerTools = (typed: string) =>
  Effect.gen(function* () {
    const wanted = typed.trim().toLowerCase()
    const known = (yield* Tools).known().map(({ name }) => name)
    const servers = known.filter((name) => name.includes(".")).map((name) => `${name.split(".", 1)[0]}.*`)
    return [...new Set([...known, ...servers])]
      .filter((name) => name.toLowerCase().includes(wanted) && name.length <= 100)
      .toSorted()
      .slice(0, 25)
      .map((name) => ({ name, value: name }))
  })
