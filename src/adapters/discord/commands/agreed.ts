/** What a server has agreed on, as commands read it: workflows, schedules, and work under way. */
import type { BaseInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import { Address, address } from "../../../machines/address.ts"
import { Plan } from "../../../machines/plan.ts"
import { Person } from "../../../machines/values.ts"
import { CommandRefused } from "./refused.ts"

/** Of the 3 s in which Discord wants an answer. */
const patience = "2 seconds"

const Agreed = Schema.Struct({
  plans: Schema.Array(Schema.Struct({ plan: Plan, by: Person })),
  works: Schema.Array(
    Schema.Struct({ work: Address, name: Schema.String, channel: Schema.String, by: Person }),
  ),
  schedules: Schema.Array(
    Schema.Struct({
      schedule: Address,
      said: Schema.String,
      zone: Schema.String,
      agent: Schema.NullOr(Schema.String),
      prompt: Schema.String,
      channel: Schema.String,
      by: Person,
      due: Schema.NullOr(Schema.Number),
      paused: Schema.Boolean,
    }),
  ),
})
export type Agreed = typeof Agreed.Type

type Place = Pick<BaseInteraction, "guildId" | "channelId">

/** A direct message is a server of its own. */
export const guildOf = ({ guildId, channelId }: Place): Address =>
  address("guild", guildId ?? channelId ?? "0")

export const agreedIn = (place: Place): Effect.Effect<Agreed, CommandRefused, Mail> =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(guildOf(place))
    return yield* Schema.decodeUnknownEffect(Agreed)(context)
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () =>
        new CommandRefused({
          sentence: "I cannot look up at the moment what is agreed on here. Try again in a minute.",
        }),
    ),
  )
