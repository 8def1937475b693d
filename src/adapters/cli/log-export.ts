/** `orrery log export`: one actor, one conversation with all it touched, or everything, as one file. */
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { kindOf } from "../../machines/address.ts"
import { written, type Bundle } from "../../replay/bundle.ts"
import { ofActor, ofAll, ofConversation } from "../../replay/collect.ts"
import { redacted } from "../../replay/redact.ts"
import { sizeInWords } from "../../replay/size.ts"
import { writeLog } from "../files/logs.ts"
import { addressOf } from "./address.ts"
import { attempted } from "./attempted.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { recordings } from "./log-store.ts"
import { stopped } from "./stopped.ts"

const collected = (address: Option.Option<string>, all: boolean, alone: boolean) =>
  Effect.gen(function* () {
    if (all && Option.isSome(address))
      return yield* new InputError({
        message: `what is to be exported, all or ${address.value}? Say --all or the address, not both`,
      })
    if (all) return yield* ofAll
    if (Option.isNone(address))
      return yield* new InputError({
        message: "what is to be exported? Name an actor, as conversation/123, or say --all",
      })
    const of = yield* addressOf(address.value)
    return yield* kindOf(of) === "conversation" && !alone ? ofConversation(of) : ofActor(of)
  })

const summary = (bundle: Bundle, to: string): string => {
  const partial = bundle.filter(({ base }) => base !== null).map(({ address }) => address)
  return [
    `${sizeInWords(bundle)}: ${to}`,
    ...(partial.length === 0
      ? []
      : [
          `Not from their beginning, which is neither in the store nor in the archive: ${partial.join(", ")}`,
        ]),
  ].join("\n")
}

export const exportCommand = Command.make(
  "export",
  {
    config: flags.config,
    store: flags.store,
    address: Argument.String("address").pipe(
      Argument.withDescription("An actor; of a conversation, all that it touched comes along"),
      Argument.optional,
    ),
    all: Flag.Boolean("all").pipe(Flag.withDefault(false), Flag.withDescription("Every actor of the store")),
    alone: Flag.Boolean("alone").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Of a conversation its own log only"),
    ),
    redact: Flag.Boolean("redact").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Keep shapes, and replace texts, names and ids of people"),
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("The file; .gz at the end packs it (default: standard output)"),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(
    function* ({ address, all, alone, redact, out, ...chosen }) {
      const { settings } = yield* configured(chosen)
      const found = yield* collected(address, all, alone).pipe(Effect.provide(recordings(settings)))
      const bundle = redact ? yield* attempted(async () => redacted(found)) : found
      if (Option.isNone(out)) return yield* Console.log(written(bundle).trimEnd())
      yield* attempted(() => writeLog(out.value, bundle))
      yield* Console.error(summary(bundle, out.value))
    },
    stopped(() => "before the log was written"),
  ),
).pipe(
  Command.withDescription("Writes recorded logs into one file, which replays without a network"),
  Command.withExamples([
    {
      command: "orrery log export conversation/123 -o talk.jsonl",
      description: "A conversation with all it touched",
    },
    {
      command: "orrery log export conversation/123 --redact -o talk.jsonl.gz",
      description: "To be given away",
    },
  ]),
)
