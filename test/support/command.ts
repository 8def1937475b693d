/**
 * Commands of `orrery` in this process, for tests of what a command says: a process of Orrery's own takes two seconds to
 * start, and shows besides only what `cli.ts` makes of an error.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Console, Effect, Layer } from "effect"
import { Command } from "effect/cli"

export interface Said {
  readonly out: string
  /** Why it failed, as a tag and words; null: it did not. */
  readonly failed: { readonly tag: string; readonly message: string } | null
}

/** Runs a command whose words are `args`, under an environment that holds nothing else. */
export const running =
  <Name extends string, I, C, E, R>(command: Command.Command<Name, I, C, E, R>) =>
  (args: ReadonlyArray<string>, environment: Readonly<Record<string, string>> = {}): Promise<Said> => {
    const lines: Array<string> = []
    const note = (...what: ReadonlyArray<unknown>) => void lines.push(what.join(" "))
    const quiet: Console.Console = { ...globalThis.console, log: note, error: () => {} }
    const provider = ConfigProvider.fromEnv({ env: { ORRERY_MODEL: "offline", ...environment } })
    return Command.make("orrery").pipe(
      Command.withSubcommands([command]),
      (orrery) => Command.runWith(orrery, { version: "1.0.0" })(args),
      Effect.match({
        onSuccess: () => null,
        onFailure: (error) => ({ tag: (error as { _tag: string })._tag, message: (error as Error).message }),
      }),
      Effect.map((failed): Said => ({ out: lines.map((line) => `${line}\n`).join(""), failed })),
      Effect.provideService(Console.Console, quiet),
      Effect.provide(Layer.merge(NodeServices.layer, ConfigProvider.layer(provider))),
      (effect) => Effect.runPromise(effect as Effect.Effect<Said>),
    )
  }
