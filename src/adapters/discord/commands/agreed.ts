/** What a server has agreed on, as commands read it: workflows, schedules, and work under way. */
import type { BaseInteraction } from "discord.js"
import { Effect, Schema } from "effect"
import { Mail } from "../../../actors/mail.ts"
import { Address, address } from "../../../machines/address.ts"
import { Plan } from "../../../machines/team/plan.ts"
import { Person } from "../../../machines/values.ts"
import { OperatorsWorkflows } from "../../workflows/operators.ts"
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
      barred: Schema.optionalKey(Schema.String),
    }),
  ),
})
export type Agreed = typeof Agreed.Type

type Place = Pick<BaseInteraction, "guildId" | "channelId">

/** A direct message is a server of its own. */
export const guildOf = ({ guildId, channelId }: Place): Address =>
  address("guild", guildId ?? channelId ?? "0")

/** The operator's workflows stand before those of the server, and above those of the same name. */
const withOperators = (agreed: Agreed, plans: ReadonlyArray<Plan>): Agreed => ({
  ...agreed,
  plans: [
    ...plans.map((plan) => ({ plan, by: operator })),
    ...agreed.plans.filter(({ plan }) => !plans.some(({ name }) => name === plan.name)),
  ],
})

/** Whose the workflows of the configuration are. Discord gives this id to nobody. */
export const operator: Person = { id: "0", name: "the operator" }

export const agreedIn = (place: Place): Effect.Effect<Agreed, CommandRefused, Mail> =>
  Effect.gen(function* () {
    const { context } = yield* (yield* Mail).peek(guildOf(place))
    const agreed = yield* Schema.decodeUnknownEffect(Agreed)(context)
    return withOperators(agreed, (yield* OperatorsWorkflows)())
  }).pipe(
    Effect.timeout(patience),
    Effect.mapError(
      () =>
        new CommandRefused({
          sentence: "I cannot look up at the moment what is agreed on here. Try again in a minute.",
        }),
    ),
  )
