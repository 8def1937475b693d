/** Everything that decodes data from outside. */
import type { Target } from "./target.ts"
import { cluster } from "./targets/cluster.ts"
import { commands } from "./targets/commands.ts"
import { config } from "./targets/config.ts"
import { discord } from "./targets/discord.ts"
import { journals } from "./targets/journal.ts"
import { model } from "./targets/model.ts"
import { page } from "./targets/page.ts"
import { servers } from "./targets/servers.ts"

export const targets: ReadonlyArray<Target> = [
  ...discord,
  ...commands,
  ...config,
  ...model,
  ...journals,
  ...cluster,
  ...page,
  ...servers,
]
