/** What was said about tools for good, as who asks may see it. */
import type { AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { nameOf } from "../../../actors/performing/roster.ts"
import { address, type Address } from "../../../machines/address.ts"
import type { Team } from "../../../machines/agent/brain.ts"
import { Ruling } from "../../../machines/tools/ruling.ts"
import { guildOf } from "./agreed.ts"
import { ago, cut, lookAt } from "./looked.ts"
import { managesMessages, managesServer } from "./policy.ts"

/** Something that was said for good, and whose it is. */
export interface Kept {
  readonly of: Address
  readonly whose: "own" | "server"
  readonly ruling: Ruling
}

const Keeper = Schema.Struct({ rulings: Schema.optionalKey(Schema.Array(Ruling)) })

export type Asked = ChatInputCommandInteraction | AutocompleteInteraction

/** What is one's own, and what one manages; the newest first. In direct messages all of it is one's own. */
export const keptFor = Effect.fnUntraced(function* (interaction: Asked) {
  const look = (of: Address, whose: Kept["whose"]) =>
    Effect.map(lookAt(of, Keeper, "what was said about tools"), ({ rulings = [] }) =>
      rulings.map((ruling): Kept => ({ of, whose, ruling })),
    )
  const own = yield* look(address("constellation", interaction.user.id), "own")
  if (!managesMessages(interaction) && !managesServer(interaction)) return newestFirst(own)
  const all = yield* look(guildOf(interaction), "server")
  const isAll = interaction.guildId === null || managesServer(interaction)
  const managed = isAll ? all : all.filter(({ ruling }) => ruling.channel === interaction.channelId)
  return newestFirst([...own, ...managed])
})

const newestFirst = (kept: ReadonlyArray<Kept>): ReadonlyArray<Kept> =>
  kept.toSorted((one, other) => other.ruling.at - one.ruling.at)

/** Tells it from the others when it is chosen. */
export const idOf = ({ whose, ruling: { at, rule } }: Kept): string =>
  `${whose} ${at} ${rule.pattern}`.slice(0, 100)

const whom = ({ whose, ruling: { channel } }: Kept): string => {
  if (whose === "own") return channel === null ? "for you" : `for you in <#${channel}>`
  return channel === null ? "for everybody in this server" : `for everybody in <#${channel}>`
}

/** `**Blender** may use blender.render, for you`. */
export const sentence = (kept: Kept, team: Team): string => {
  const { verdict, pattern, agent } = kept.ruling.rule
  if (agent === undefined && verdict === "deny")
    return `No agent may use ${code(pattern, 120)}, ${whom(kept)}`
  const who = agent === undefined ? "Every agent" : `**${nameOf(agent, team)}**`
  const may = verdict === "allow" ? "may use" : verdict === "deny" ? "may not use" : "has to ask about"
  return `${who} ${may} ${code(pattern, 120)}, ${whom(kept)}`
}

/** On one line, where nothing is markup. */
export const code = (text: string, most: number): string =>
  `\`${cut(text.replace(/\s+/g, " ").replaceAll("`", "'"), most)}\``

export const plain = (text: string): string => text.replaceAll(/[*`]/g, "").replaceAll(/<#\d+>/g, "a channel")

export const marks = { allow: "✅", ask: "❔", deny: "🚫" } as const

const footnote =
  "-# The operator of this bot has rules, too: what those deny, nobody here can allow. `/permissions forget` takes back what stands above."

export const overview = (kept: ReadonlyArray<Kept>, team: Team): string => {
  if (kept.length === 0)
    return "Nothing was said for good: agents ask before they use a tool that changes something, and you answer with the buttons, or lay something down with `/permissions allow` and `/permissions deny`."
  const lines = kept.map(
    (one) =>
      `${marks[one.ruling.rule.verdict]} ${sentence(one, team)} · said by ${cut(one.ruling.by.name, 32)} ${ago(one.ruling.at)}`,
  )
  let room = 2000 - footnote.length - 40
  const shown = lines.filter((line) => (room -= line.length + 1) >= 0)
  const more = lines.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : []), footnote].join("\n")
}
