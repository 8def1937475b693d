/** `orrery agents`: those of the team, whom people talk to; and those of the pool, who work behind them. */
import { Command } from "effect/cli"
import { deprecate, disable, enable, list } from "./agents-inventory.ts"
import { add, drain, pool, restore } from "./agents-pool.ts"

export const agentsCommand = Command.make("agents").pipe(
  Command.withDescription("The agents of the team, and those of the pool that work behind them"),
  Command.withSubcommands([list, enable, disable, deprecate, pool, add, drain, restore]),
)
