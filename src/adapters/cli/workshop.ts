/** What a command needs to draft agents: the library, the team that there is, the model, and how it is shown. */
import { access } from "node:fs/promises"
import { Effect, Layer, Option } from "effect"
import { Flag } from "effect/cli"
import { ModelTermsLayer } from "../config/policies.ts"
import { Configuration } from "../config/configuration.ts"
import { models } from "../config/models.ts"
import type { Loaded } from "../config/load.ts"
import * as Brains from "../brains/brains.ts"
import { known } from "../brains/drafting/tools.ts"
import type { Candidate, Workshop } from "../brains/drafting/create.ts"
import type { Finding } from "../brains/drafting/lint.ts"
import { readLibrary } from "../brains/drafting/patterns.ts"
import { layer as modelLayer } from "../model/choose.ts"
import { aligned } from "./aligned.ts"
import { flags } from "./flags.ts"

export const workshopFlags = {
  config: flags.config,
  brains: flags.brains,
  patterns: Flag.String("patterns").pipe(
    Flag.withDescription("A library of patterns of your own (default: the one that comes with Orrery)"),
    Flag.optional,
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Shows what would be added, and adds nothing"),
  ),
}

const isThere = (folder: string) =>
  Effect.promise(() =>
    access(folder).then(
      () => true,
      () => false,
    ),
  )

/** A folder that is not there yet is a team that has nobody yet. */
export const workshopOf = Effect.fnUntraced(function* (
  { settings, live }: Loaded,
  patterns: Option.Option<string>,
) {
  const library = yield* readLibrary(Option.getOrUndefined(patterns))
  const team = (yield* isThere(settings.brains)) ? (yield* Brains.load(settings.brains)).parsed : []
  return { library, team, tools: known(settings, live), laid: live.channels.laid } satisfies Workshop
})

/** The model that Orrery would run with. */
export const modelFor = (found: Loaded) =>
  modelLayer.pipe(
    Layer.provide(ModelTermsLayer),
    Layer.provide(Layer.merge(Configuration.fixed(found.live), models(found))),
  )

export const findingLines = (findings: ReadonlyArray<Finding>): ReadonlyArray<string> =>
  findings.map(({ level, file, text }) => `  ${level}: ${file}: ${text}`)

/** Who would answer each sample message, without it and with it. */
export const trialLines = ({ trial }: Candidate): ReadonlyArray<string> =>
  trial.length === 0
    ? []
    : aligned([
        ["  MESSAGE", "NOW", "WITH IT", "WHY"],
        ...trial.map(({ text, before, after, reason }) => [
          `  ${text}`,
          before.join(", ") || "-",
          after.join(", ") || "-",
          reason,
        ]),
      ])
