/** The command line. What runs Orrery (`orrery.ts`) is loaded by the commands that do. */
import { Effect, Layer } from "effect"
import { runCli } from "./adapters/cli/cli.ts"

runCli((settings) =>
  Layer.unwrap(Effect.promise(async () => (await import("./orrery.ts")).OrreryLayer(settings))),
)
