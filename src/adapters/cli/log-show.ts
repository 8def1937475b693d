/** `orrery log show ADDRESS|FILE`: entries, one a line. */
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { logOf } from "../../replay/collect.ts"
import { readLog } from "../files/logs.ts"
import { addressOf } from "./address.ts"
import { attempted } from "./attempted.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { entryLine } from "./log-line.ts"
import { recordings } from "./log-store.ts"

const isFile = (what: string) => /\.jsonl(\.gz)?$/.test(what)

export const showCommand = Command.make(
  "show",
  {
    config: flags.config,
    store: flags.store,
    what: Argument.String("what").pipe(
      Argument.withDescription("An actor, as conversation/123, or a file that ends in .jsonl or .jsonl.gz"),
    ),
    from: Flag.Int("from").pipe(Flag.withDefault(1), Flag.withDescription("The first entry (default: 1)")),
    to: Flag.Int("to").pipe(
      Flag.optional,
      Flag.withDescription("The last entry (default: the last there is)"),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Entries as they are stored"),
    ),
  },
  Effect.fnUntraced(function* ({ what, from, to, json, ...chosen }) {
    const logs = isFile(what)
      ? yield* attempted(() => readLog(what))
      : yield* Effect.gen(function* () {
          const address = yield* addressOf(what).pipe(
            Effect.mapError(
              () =>
                new InputError({
                  message: `${what} is neither an address, as conversation/123, nor a .jsonl or .jsonl.gz file`,
                }),
            ),
          )
          const { settings } = yield* configured(chosen)
          return [yield* logOf(address).pipe(Effect.provide(recordings(settings)))]
        })
    const last = Option.getOrElse(to, () => Number.POSITIVE_INFINITY)
    for (const { address, entries } of logs) {
      if (logs.length > 1 && !json) yield* Console.log(address)
      for (const { seq, body } of entries) {
        if (seq >= from && seq <= last) yield* Console.log(json ? body : entryLine(body))
      }
    }
  }),
).pipe(
  Command.withDescription("Shows the entries of an actor, archived ones included, or of an exported file"),
)
