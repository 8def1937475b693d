/** `/pool status`: how much of the pool is used, for what, and who waits. */
import { ApplicationCommandOptionType as Option } from "discord-api-types/v10"
import { Clock, Effect } from "effect"
import { Pools } from "../../../actors/pools.ts"
import { everywhere, type Command } from "./command.ts"
import { fieldsOf, sentence } from "./pool-words.ts"
import { CommandRefused } from "./refused.ts"

export const pool: Command = {
  data: {
    name: "pool",
    description: "The agents behind the team",
    options: [
      {
        type: Option.Subcommand,
        name: "status",
        description: "How many agents are used and free, for what, and who waits",
      },
    ],
    ...everywhere,
  },
  ephemeral: true,
  run: Effect.fnUntraced(function* () {
    const standing = yield* standingNow
    const now = yield* Clock.currentTimeMillis
    return {
      embeds: [{ title: "The pool", description: sentence(standing), fields: fieldsOf(standing, now) }],
    }
  }),
}

/** How all shards of the pool are. */
export const standingNow = Effect.gen(function* () {
  const standing = yield* (yield* poolsHere).standing
  if (standing.shards.length === 0)
    return yield* new CommandRefused({ sentence: "The pool does not say how it is. Try again in a minute." })
  return standing
})

/** Where commands are answered without a pool beside them, they say so. */
export const poolsHere = Effect.flatMap(Effect.serviceOption(Pools), (pools) =>
  pools._tag === "Some"
    ? Effect.succeed(pools.value)
    : Effect.fail(new CommandRefused({ sentence: "There is no pool here." })),
)
