/** `orrery log`: what actors did, as a store and its archive have it. */
import { Command } from "effect/cli"
import { exportCommand } from "./log-export.ts"
import { importCommand } from "./log-import.ts"
import { listCommand } from "./log-list.ts"
import { showCommand } from "./log-show.ts"
import { tailCommand } from "./log-tail.ts"

export const logCommand = Command.make("log").pipe(
  Command.withDescription("Recorded logs: lists, shows, follows, exports and imports what actors took in"),
  Command.withSubcommands([listCommand, showCommand, tailCommand, exportCommand, importCommand]),
)
