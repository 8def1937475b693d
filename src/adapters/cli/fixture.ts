/** `orrery fixture FILE`: a Vitest test from a log. */
import { basename, join } from "node:path"
import { Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { fixtureOf } from "../../replay/fixture.ts"
import { replayed } from "../../replay/replay.ts"
import { readLog, writeLog, writeNew } from "../files/logs.ts"
import { attempted } from "./attempted.ts"
import { InputError } from "./input-error.ts"
import { stopped } from "./stopped.ts"

export const fixtureCommand = Command.make(
  "fixture",
  {
    file: Argument.String("file").pipe(Argument.withDescription("A recorded log")),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("The directory for the test and its log (default: here)"),
      Flag.withDefault("."),
    ),
  },
  Effect.fnUntraced(
    function* ({ file, out }) {
      const bundle = yield* attempted(() => readLog(file))
      const trouble = bundle.map((log) => replayed(log)).find((it) => it.trouble !== null)
      if (trouble !== undefined)
        return yield* new InputError({
          message: `${file} does not replay at entry ${trouble.trouble!.seq} of ${trouble.address}: orrery replay says why`,
        })
      const name = basename(file).replace(/\.jsonl(\.gz)?$/, "")
      const log = basename(file)
      const test = join(out, `${name}.test.ts`)
      yield* attempted(() => writeNew(test, fixtureOf(bundle, name, log)))
      yield* attempted(() => writeLog(join(out, log), bundle))
      yield* Console.log(`${test} and ${join(out, log)} are written. Run it with: npx vitest run ${test}`)
    },
    stopped(() => "before test and log were written"),
  ),
).pipe(
  Command.withDescription("Writes a Vitest test from a recorded log: that it replays, and what it came to"),
  Command.withExamples([
    { command: "orrery fixture talk.jsonl -o test", description: "test/talk.test.ts, and its log beside it" },
  ]),
)
