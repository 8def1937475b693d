/** `orrery log import FILE`: recorded logs into a store, to be looked at there. */
import { Console, Effect, Redacted } from "effect"
import { Argument, Command } from "effect/cli"
import { restored } from "../../replay/restore.ts"
import { sizeInWords } from "../../replay/size.ts"
import { readLog } from "../files/logs.ts"
import * as RedisStore from "../redis/store.ts"
import * as SqliteStore from "../sqlite/store.ts"
import { attempted } from "./attempted.ts"
import { configured, flags } from "./flags.ts"
import { stopped } from "./stopped.ts"

export const importCommand = Command.make(
  "import",
  {
    config: flags.config,
    store: flags.store,
    file: Argument.String("file").pipe(Argument.withDescription("A recorded log")),
  },
  Effect.fnUntraced(
    function* ({ file, ...chosen }) {
      const { redis, database } = (yield* configured(chosen)).settings
      const bundle = yield* attempted(() => readLog(file))
      const store =
        redis === null
          ? SqliteStore.layer({ path: database })
          : RedisStore.layer({ url: Redacted.value(redis) })
      yield* restored(bundle).pipe(Effect.provide(store))
      yield* Console.log(`${sizeInWords(bundle)} taken in`)
    },
    stopped(() => "before all was taken in: take another empty store"),
  ),
).pipe(
  Command.withDescription(
    "Takes recorded logs into a store that does not have their actors, after they were replayed; nobody is woken by it",
  ),
)
