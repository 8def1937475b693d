/** Says, once in a server, why agents speak through the bot there and what somebody can do about it. */
import { Routes } from "discord.js"
import { Effect } from "effect"
import { DiscordRest } from "./rest.ts"
import { Sent } from "./shapes.ts"
import { botMessage } from "./speakers.ts"
import type { Place, Without } from "./webhooks.ts"

const reasons: Readonly<Record<Without["lacks"], string>> = {
  permission:
    "I lack the permission **Manage Webhooks** in this server, so I speak for all agents myself. Give it to my role under Server Settings → Roles, and each agent speaks under its own name and picture.",
  room: "This channel has all the webhooks that Discord allows, so I speak for all agents myself. Delete one under Edit Channel → Integrations, and each agent speaks under its own name and picture.",
  support: "Channels of this kind take no webhooks, so I speak for all agents myself.",
}

export const makeExcuse = Effect.gen(function* () {
  const { api } = yield* DiscordRest
  const said = new Set<string>()
  return ({ channel, guild }: Place, { lacks }: Without): Effect.Effect<void> =>
    Effect.suspend(() => {
      const nonce = `${lacks[0]}${guild}`.slice(0, 25)
      if (guild === null || said.has(nonce)) return Effect.void
      said.add(nonce)
      return Effect.logWarning(`Server ${guild}, channel ${channel}: ${reasons[lacks]}`).pipe(
        Effect.andThen(
          api(Sent, "POST", Routes.channelMessages(channel), { body: botMessage(nonce, reasons[lacks]) }),
        ),
        Effect.ignore,
      )
    })
})
