/** `orrery charts diff REV`: how today's charts differ from those of a revision of this repository. */
import { Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { AnyStateMachine } from "xstate"
import { charts } from "../../machines/index.ts"
import { chartsAt, differences, summary, writeDifferences } from "../charts/diff.ts"
import { attempted } from "./attempted.ts"

const diffCommand = Command.make(
  "diff",
  {
    revision: Argument.String("revision").pipe(
      Argument.withDescription("A commit, a branch, a tag: HEAD~3, main, v0.1.0"),
    ),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDefault("charts-diff"),
      Flag.withDescription("A directory for the pictures, and a page that shows them"),
    ),
    text: Flag.Boolean("text").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Words alone, no pictures"),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("A line of JSON for each chart that changed, and no pictures"),
    ),
  },
  Effect.fnUntraced(function* ({ revision, out, text, json }) {
    const before = yield* attempted(() => chartsAt(revision))
    const all = differences(before, Object.values(charts) as ReadonlyArray<AnyStateMachine>)
    if (json) {
      for (const { draw: _, ...difference } of all) yield* Console.log(JSON.stringify(difference))
      return
    }
    yield* Console.log(summary(revision, all))
    if (text || all.length === 0) return
    yield* attempted(() => writeDifferences(revision, all, out))
    yield* Console.error(`drawn in ${out}/index.html`)
  }),
).pipe(
  Command.withDescription("What came, went and moved in the charts since a revision, in words and drawn"),
  Command.withExamples([{ command: "orrery charts diff HEAD~3", description: "Since three commits ago" }]),
)

export const chartsCommand = Command.make("charts").pipe(
  Command.withDescription("The statecharts that everything runs on"),
  Command.withSubcommands([diffCommand]),
)
