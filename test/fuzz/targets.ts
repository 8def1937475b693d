/** Everything that decodes data from outside. */
import type { Target } from "./target.ts"
import { config } from "./targets/config.ts"
import { discord } from "./targets/discord.ts"
import { journals } from "./targets/journal.ts"
import { model } from "./targets/model.ts"
import { page } from "./targets/page.ts"
import { servers } from "./targets/servers.ts"

export const targets: ReadonlyArray<Target> = [
  ...discord,
  ...config,
  ...model,
  ...journals,
  ...page,
  ...servers,
]
