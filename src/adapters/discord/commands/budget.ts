/** `/budget`: the tokens that are left today: one's own, and for who manages the server its own and the agents', too. */
import type { ChatInputCommandInteraction } from "discord.js"
import { Clock, Effect, Schema } from "effect"
import { Budgets, limitsFor } from "../../../actors/performing/budgets.ts"
import { Mail } from "../../../actors/mail.ts"
import { Roster } from "../../../actors/performing/roster.ts"
import type { Limit } from "../../../machines/values.ts"
import { everywhere, type Command } from "./command.ts"
import { managesServer } from "./policy.ts"
import { CommandRefused } from "./refused.ts"

export const budget: Command = {
  data: { name: "budget", description: "The tokens that are left today", ...everywhere },
  ephemeral: true,
  run: Effect.fnUntraced(function* (interaction) {
    const terms = yield* Budgets
    const now = yield* Clock.currentTimeMillis
    const { zone } = terms()
    const limits = limitsFor(terms(), yield* whose(interaction), now)
    if (limits.length === 0) return { content: "Nobody counts tokens for you here: ask as much as you like." }
    const lines = yield* Effect.forEach(limits, lineFor, { concurrency: 8 })
    return {
      content: [...lines, `-# A day begins at 00:00 ${zone}; the next <t:${nextDay(limits)}:R>.`]
        .join("\n")
        .slice(0, 2000),
    }
  }),
}

const nextDay = ([first]: ReadonlyArray<Limit>): number => Math.ceil((first?.until ?? 0) / 1000)

const whose = Effect.fnUntraced(function* (interaction: ChatInputCommandInteraction) {
  const user = { id: interaction.user.id, name: "You" }
  return managesServer(interaction)
    ? { guild: interaction.guildId, user, agents: (yield* Roster).agents }
    : { guild: null, user, agents: [] }
})

const Used = Schema.Struct({
  day: Schema.Number,
  used: Schema.Number,
  reserved: Schema.Record(Schema.String, Schema.Number),
})

/** Of the 15 min in which a person may be answered. */
const patience = "10 seconds"

/** What a budget has used on the day that it is; one of an earlier day has all of it again. */
const lineFor = Effect.fnUntraced(function* ({ of, name, tokens, day }: Limit) {
  const { context } = yield* (yield* Mail).peek(of).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () => new CommandRefused({ sentence: "I cannot look that up at the moment. Try again in a minute." }),
    ),
  )
  const kept = yield* Effect.orDie(Schema.decodeUnknownEffect(Used)(context))
  const { used, reserved } = kept.day === day ? kept : { used: 0, reserved: {} }
  const aside = Object.values(reserved).reduce((sum, held) => sum + held, 0)
  const left = Math.max(0, tokens - used - aside)
  const more = aside === 0 ? "" : `, ${grouped(aside)} set aside for answers under way`
  return `**${name === "this server" ? "This server" : name}**: ${grouped(left)} of ${grouped(tokens)} tokens left${more}`
})

const grouped = (tokens: number): string => tokens.toLocaleString("en-US")
