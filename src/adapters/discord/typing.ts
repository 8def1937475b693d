/** Shows "… is typing" in a channel while somebody thinks: one signal for all who think there. */
import { Effect, RcMap, Schedule, Schema } from "effect"
import { Routes } from "discord.js"
import { DiscordRest } from "./rest.ts"

/** Discord shows it for ten seconds. https://discord.com/developers/docs/resources/channel#trigger-typing-indicator */
const interval = "8 seconds"

export const makeTyping = Effect.gen(function* () {
  const { api } = yield* DiscordRest
  const signals = yield* RcMap.make({
    lookup: (channel: string) =>
      api(Schema.Unknown, "POST", Routes.channelTyping(channel)).pipe(
        Effect.ignore,
        Effect.repeat(Schedule.spaced(interval)),
        Effect.forkScoped,
      ),
  })
  return (channel: string): Effect.Effect<never> =>
    Effect.scoped(RcMap.get(signals, channel).pipe(Effect.andThen(Effect.never)))
})
