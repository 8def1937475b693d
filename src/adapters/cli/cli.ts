/** The command line. An error that somebody can do something about is one line that says what; exit code 2 when it is the input. */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Cause, Console, Effect, Logger, Predicate } from "effect"
import { CliError, Command } from "effect/cli"
import packageJson from "../../../package.json" with { type: "json" }
import { agentCommand } from "./agent.ts"
import { agentsCommand } from "./agents.ts"
import { chartsCommand } from "./charts.ts"
import { checkCommand } from "./check.ts"
import type { Compose } from "./compose.ts"
import { configCommand } from "./config.ts"
import { constellationCommand } from "./constellation.ts"
import { doctorCommand } from "./doctor.ts"
import { coverageCommand } from "./coverage.ts"
import { errorsCommand } from "./errors.ts"
import { exportUserCommand } from "./export-user.ts"
import { feedCommand } from "./feed.ts"
import { fixtureCommand } from "./fixture.ts"
import { forgetCommand } from "./forget.ts"
import { forkCommand } from "./fork.ts"
import { initCommand } from "./init.ts"
import { logCommand } from "./log.ts"
import { permissionsCommand } from "./permissions.ts"
import { planCommand } from "./plan.ts"
import { playgroundCommand } from "./playground.ts"
import { profileCommand } from "./profile.ts"
import { routeCommand } from "./route.ts"
import { replayCommand } from "./replay.ts"
import { shrinkCommand } from "./shrink.ts"
import { teamCommand } from "./team.ts"
import { startCommand } from "./start.ts"
import { statusCommand } from "./status.ts"
import { toolsCommand } from "./tools.ts"

const inputErrors = new Set([
  "ConfigInvalid",
  "ExportInvalid",
  "InputError",
  "LogBroken",
  "LogInvalid",
  "NoSuchActor",
  "NotDrafted",
  "NotForkable",
  "NotRedactable",
  "NotRestorable",
  "NotWritten",
])

/** How long an end may take in all, in ms. Whatever is owed then is in the store, and goes on at the next start, or elsewhere. */
const patience = 27_000

const endInTime = (): void => {
  const late = () => {
    process.stderr.write(`orrery: it did not end within ${patience / 1000} s and is ended; nothing is lost\n`)
    process.exit(0)
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => setTimeout(late, patience).unref())
}

/** Runs the command that `process.argv` names, and ends the process. */
export const runCli = (compose: Compose): void => {
  endInTime()
  const orrery = Command.make("orrery").pipe(
    Command.withDescription("A durable actor runtime for constellations of AI agents on Discord"),
    Command.withSubcommands([
      startCommand(compose),
      feedCommand(compose),
      statusCommand,
      agentsCommand,
      agentCommand,
      teamCommand,
      doctorCommand,
      errorsCommand,
      permissionsCommand,
      toolsCommand,
      planCommand,
      profileCommand,
      routeCommand,
      playgroundCommand,
      configCommand,
      constellationCommand,
      initCommand,
      logCommand,
      exportUserCommand,
      forgetCommand,
      replayCommand,
      checkCommand,
      coverageCommand,
      chartsCommand,
      forkCommand,
      shrinkCommand,
      fixtureCommand,
    ]),
  )
  // Whoever reads our output may have seen enough of it.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error
    process.exit()
  })
  Command.run(orrery, { version: packageJson.version }).pipe(
    Effect.catchCause(explain),
    Effect.provideService(Logger.LogToStderr, true),
    Effect.provide(NodeServices.layer),
    NodeRuntime.runMain({
      disableErrorReporting: true,
      // Being told to stop is no failure.
      teardown: (_, end) => end(Number(process.exitCode ?? 0)),
    }),
  )
}

/** Says what went wrong in the words of the error, and how the process ends. */
const explain = (cause: Cause.Cause<unknown>) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  const error = Cause.squash(cause)
  if (CliError.isCliError(error)) return exit(2)
  if (!(error instanceof Error)) return said(String(error), 2)
  const tag = Predicate.hasProperty(error, "_tag") ? String(error._tag) : ""
  return tag === "" ? said(`${error.stack}`, 1) : said(error.message, inputErrors.has(tag) ? 2 : 1)
}

const said = (message: string, code: number) =>
  Effect.andThen(Console.error(`orrery: ${message}`), exit(code))

const exit = (code: number) =>
  Effect.sync(() => {
    process.exitCode = code
  })
