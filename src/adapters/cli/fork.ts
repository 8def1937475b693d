/** `orrery fork FILE --at N --event …`: what would have come of another event, or another reply of the model. */
import { Console, Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { kindOf } from "../../machines/address.ts"
import type { Bundle } from "../../replay/bundle.ts"
import { words } from "../../replay/differences.ts"
import { forked, textIn } from "../../replay/fork.ts"
import type { Place } from "../../replay/retake.ts"
import { readLog, writeLog } from "../files/logs.ts"
import { addressOf } from "./address.ts"
import { attempted } from "./attempted.ts"
import { InputError } from "./input-error.ts"
import { stopped } from "./stopped.ts"

const Change = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Json))

const changeOf = (bundle: Bundle, place: Place, event: Option.Option<string>, text: Option.Option<string>) =>
  Option.isSome(event)
    ? Schema.decodeUnknownEffect(Change)(event.value).pipe(
        Effect.mapError(
          () => new InputError({ message: '--event is no JSON object: write one such as {"text":"Hello"}' }),
        ),
      )
    : Option.isSome(text)
      ? attempted(async () => textIn(bundle, place, text.value))
      : new InputError({
          message:
            "what is to be changed? Say --text for a message or a reply of the model, or --event for anything",
        })

/** Whose entry it is when nobody says so: of the only log, or of the only conversation. */
const actorIn = (file: string, bundle: Bundle) => {
  const conversations = bundle.filter(({ address }) => kindOf(address) === "conversation")
  const [one] = bundle.length === 1 ? bundle : conversations.length === 1 ? conversations : []
  return one === undefined
    ? new InputError({ message: `${file} holds ${bundle.length} logs: say whose entry with --of` })
    : Effect.succeed(one.address)
}

export const forkCommand = Command.make(
  "fork",
  {
    file: Argument.String("file").pipe(Argument.withDescription("A recorded log")),
    at: Flag.Int("at").pipe(Flag.withDescription("The number of the entry whose event is changed")),
    of: Flag.String("of").pipe(
      Flag.withDescription("The actor whose entry it is (default: the file's conversation)"),
      Flag.optional,
    ),
    event: Flag.String("event").pipe(
      Flag.withDescription('Fields to change, as {"message":{"text":"…"}}, or a whole event of another type'),
      Flag.optional,
    ),
    text: Flag.String("text").pipe(
      Flag.withDescription("Another text: of a message, or of a model's reply"),
      Flag.optional,
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("Write the forked log"),
      Flag.optional,
    ),
    json: Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription("One line of JSON")),
  },
  Effect.fnUntraced(
    function* ({ file, at, of, event, text, out, json }) {
      const bundle = yield* attempted(() => readLog(file))
      const address = Option.isSome(of) ? yield* addressOf(of.value) : yield* actorIn(file, bundle)
      const place = { address, seq: at }
      const change = yield* changeOf(bundle, place, event, text)
      const fork = yield* attempted(async () => forked(bundle, place, change))
      if (Option.isSome(out)) yield* attempted(() => writeLog(out.value, fork.bundle))
      const { before, after, differences } = fork
      yield* Console.log(
        json
          ? JSON.stringify({ address, seq: at, before, after, ...differences })
          : [`changed   entry ${at} of ${address}`, words(differences)].join("\n"),
      )
    },
    stopped(() => "before it was through"),
  ),
).pipe(
  Command.withDescription(
    "Changes one event or model reply of a recorded log, and shows how messages, tokens and states differ",
  ),
  Command.withExamples([
    {
      command: 'orrery fork talk.jsonl --of agent/0-0001 --at 3 --text "I do not know."',
      description: "Another reply of the model",
    },
    {
      command: "orrery fork talk.jsonl --at 8 --event '{\"responders\":[]}'",
      description: "The manager chooses nobody",
    },
  ]),
)
