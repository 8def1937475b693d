/** The command line. An error that somebody can do something about is one line that says what; exit code 2 when it is the input. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Console, Effect, Logger, Predicate } from "effect"
import { CliError, Command } from "effect/cli"
import packageJson from "../../../package.json" with { type: "json" }
import { commandsFor } from "./commands.ts"
import type { Compose } from "./compose.ts"

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
export const runCli = async (compose: Compose): Promise<void> => {
  const orrery = Command.make("orrery").pipe(
    Command.withDescription("A durable actor runtime for constellations of AI agents on Discord"),
    Command.withSubcommands(await commandsFor(process.argv[2], compose)),
  )
  // Not before: until it runs, a signal ends the process by itself.
  endInTime()
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
