/** Everything that an operator would look at before asking somebody: each check says what it found, and what to do. */
import { Effect } from "effect"
import * as Brains from "../brains/brains.ts"
import type { Live, Settings } from "../config/settings.ts"
import { clockFindings } from "./clock.ts"
import { discordFindings } from "./discord.ts"
import { fileFindings } from "./files.ts"
import { about, type Finding } from "./finding.ts"
import { modelFindings } from "./model.ts"
import { redisFindings } from "./redis.ts"

const team = about("team")
const discord = about("Discord")

const teamFindings = (directory: string) =>
  Brains.load(directory).pipe(
    Effect.map(({ team: loaded, warnings }) => ({
      team: loaded,
      findings: [
        team.fine(`${loaded.agents.map(({ name }) => name).join(", ")}; ${loaded.lead.name} leads`),
        ...warnings.map(team.advice),
      ],
    })),
    Effect.catch(({ message }) => Effect.succeed({ team: null, findings: [team.trouble(message)] })),
  )

/** Looks at one part after the other, in the order in which a start needs them. Changes nothing; never fails. */
export const examine = (settings: Settings, { caches }: Pick<Live, "caches">) =>
  Effect.gen(function* () {
    const { home, database, redis, token, discordBase, brains } = settings
    const { shared, lasting } = caches.layers
    const cached = shared.bytes + lasting.bytes
    const loaded = yield* teamFindings(brains)
    const parts: ReadonlyArray<ReadonlyArray<Finding>> = [
      fileFindings({ home, database: redis === null ? database : null, caches: cached }),
      redis === null ? [] : yield* redisFindings(redis, cached),
      token === null
        ? [discord.advice("no token is set, so a local Discord runs instead: set DISCORD_TOKEN")]
        : yield* discordFindings({ token, base: discordBase }),
      token === null ? [] : yield* clockFindings(discordBase),
      loaded.findings,
      loaded.team === null ? [] : yield* modelFindings(loaded.team),
    ]
    return parts.flat()
  })
