/** `orrery errors`: what went wrong, what was done about it, and how often that helped. */
import { Console, Effect, Option, Redacted } from "effect"
import { Command, Flag } from "effect/cli"
import { similarTo } from "../../actors/lessons/advice.ts"
import { keptLessons } from "../../actors/lessons/keeper.ts"
import { normalised } from "../../actors/lessons/normal.ts"
import { doneInWords, timesInWords } from "../../actors/lessons/words.ts"
import { Store, StoreUnavailable } from "../../actors/store.ts"
import type { Lesson } from "../../machines/lessons/events.ts"
import type { Settings } from "../config/settings.ts"
import * as RedisStore from "../redis/store.ts"
import * as SqliteStore from "../sqlite/store.ts"
import { configured, flags } from "./flags.ts"

const storeOf = ({ redis, database }: Settings) =>
  redis === null
    ? SqliteStore.layer({ path: database, shared: true })
    : RedisStore.layer({ url: Redacted.value(redis) })

const text = (lesson: Lesson): string => {
  const { kind, where, message, seen, last } = lesson
  return [
    `${kind}, ${where}: ${timesInWords(Math.max(1, seen))}, last ${new Date(last).toISOString()}`,
    `  ${message}`,
    ...doneInWords(lesson).map((done) => `  ${done}`),
  ].join("\n")
}

export const errorsCommand = Command.make(
  "errors",
  {
    config: flags.config,
    store: flags.store,
    similar: Flag.String("similar").pipe(
      Flag.withDescription("Only errors like this one, the likest first"),
      Flag.optional,
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each error"),
    ),
  },
  Effect.fnUntraced(function* ({ similar, json, ...chosen }) {
    const { settings } = yield* configured(chosen)
    const known = yield* Effect.flatMap(Store, keptLessons).pipe(Effect.provide(storeOf(settings)))
    if (known === null)
      return yield* new StoreUnavailable({
        message: "What was learnt of errors was written by another version of Orrery: use that one.",
      })
    const lessons = Option.match(similar, {
      onNone: () => known.toReversed(),
      onSome: (asked) => similarTo(known, normalised(asked)),
    })
    if (json)
      return yield* Effect.forEach(lessons, (lesson) => Console.log(JSON.stringify(lesson)), {
        discard: true,
      })
    yield* Console.log(
      lessons.length > 0
        ? lessons.map(text).join("\n\n")
        : Option.isSome(similar)
          ? "No error that is known is like this one."
          : "No error is known yet.",
    )
  }),
).pipe(
  Command.withDescription("Shows what went wrong, what was done about it, and how often that helped"),
  Command.withExamples([
    { command: "orrery errors", description: "All that is known, the newest first" },
    {
      command: 'orrery errors --similar "maximum context length is 8192 tokens"',
      description: "What helped against errors like this one",
    },
  ]),
)
