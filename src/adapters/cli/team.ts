/** `orrery team new "…"`: a team from a description, its core first, and the rest side by side when that stands. */
import { Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { increments, type Made } from "../brains/drafting/increments.ts"
import { aligned } from "./aligned.ts"
import { configured } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { modelFor, workshopFlags, workshopOf } from "./workshop.ts"

const row = ({ pattern, part, failed, candidate, file }: Made): ReadonlyArray<string> => {
  const brain = candidate?.parsed?.brain
  if (failed !== null) return [`  ${brain?.id ?? pattern}`, part, "left out", failed]
  const called =
    candidate?.trial.filter(({ after }) => brain !== undefined && after.includes(brain.name)) ?? []
  const warnings = candidate?.findings.length ?? 0
  const notes = `${called.length} of ${candidate?.trial.length ?? 0} samples call it${warnings === 0 ? "" : `, ${warnings} to look at: orrery agent lint`}`
  return [
    `  ${brain?.id ?? pattern}`,
    part,
    file === null ? "not written" : "added",
    `${brain?.role}; ${notes}`,
  ]
}

const newCommand = Command.make(
  "new",
  {
    ...workshopFlags,
    size: Flag.Int("size").pipe(Flag.withDefault(5), Flag.withDescription("How many, 2 to 8 (default: 5)")),
    description: Argument.String("description").pipe(
      Argument.withDescription("What the team is for, and who is on it, in a sentence or two"),
    ),
  },
  Effect.fnUntraced(function* ({ description, patterns, dryRun, size, ...chosen }) {
    if (size < 2 || size > 8)
      return yield* new InputError({ message: `A team of ${size} cannot be made: say 2 to 8.` })
    const found = yield* configured(chosen)
    const workshop = yield* workshopOf(found, patterns)
    const { brains: folder } = found.settings
    const { core, rest } = yield* increments(description, workshop, { folder, size, writes: !dryRun }).pipe(
      Effect.provide(modelFor(found)),
    )
    const all = [...core, ...rest]
    const good = all.filter(({ failed }) => failed === null)
    const stands = core.every(({ failed }) => failed === null)
    yield* Console.log(
      [
        ...aligned(all.map(row)),
        "",
        stands
          ? `${good.length} of ${all.length} ${dryRun ? "would be" : "are"} in ${folder}.`
          : "The core does not stand, so nothing more was made.",
      ].join("\n"),
    )
    if (good.length < all.length) process.exitCode = 1
  }),
).pipe(
  Command.withDescription("Drafts a team from a description: two or three first, then the rest side by side"),
  Command.withExamples([
    {
      command: 'orrery team new "support for our app: bugs, newcomers, events" --brains support-team',
      description: "A team of its own, in a folder that need not be there yet",
    },
  ]),
)

export const teamCommand = Command.make("team").pipe(
  Command.withDescription("A new team from a description"),
  Command.withSubcommands([newCommand]),
)
