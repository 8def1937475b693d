/** `orrery forget`: what is kept about one person goes, as with `/forget-me`; without `--yes` it is only said what would. */
import { Console, Effect, Layer, Schedule, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Belongings, type Part } from "../../actors/forgetting/belongings.ts"
import { Progress } from "../../machines/departure/events.ts"
import { ask, common, NotTaken } from "./agents-ask.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { recordings } from "./log-store.ts"

const counted = (parts: ReadonlyArray<Part>): ReadonlyArray<string> =>
  parts
    .filter(({ items }) => items.length > 0)
    .map(({ what, items }) => `${String(items.length).padStart(7)}  ${what}`)

const plan = (user: string, parts: ReadonlyArray<Part>): string =>
  parts.every(({ items }) => items.length === 0)
    ? `Nothing is kept about ${user}.`
    : [
        "This would go, everywhere, for good (“you” is that person):",
        "",
        ...counted(parts),
        "",
        "What they share with others stays, without their words and their name; of those actors, the detailed journal goes.",
        `Nothing has been deleted. orrery export-user ${user} -o FILE gives them a copy; orrery forget ${user} --yes deletes it.`,
      ].join("\n")

const Begun = Schema.Struct({ departure: Schema.String })
const Departing = Schema.Struct({
  gone: Schema.Boolean,
  trouble: Schema.NullOr(Schema.String),
  ...Progress.fields,
})

const outcome = (user: string, { found, unread = [] }: typeof Departing.Type): string => {
  if (found.length > 0) return `Not all of ${user} is gone`
  return unread.length > 0 ? `All that could be read of ${user} is gone` : `${user} is forgotten`
}

const proof = (user: string, came: typeof Departing.Type): string => {
  const { erased, rewritten, archived, looked, found, unread = [] } = came
  return [
    `${outcome(user, came)}: ${erased} actors deleted, ${rewritten} rewritten without them, ${archived} archived logs deleted.`,
    `Then all that is stored was read, ${looked} pieces: ${found.length === 0 ? "nothing of theirs was found." : `there is something of theirs in ${found.join(", ")}.`}`,
    ...(unread.length === 0
      ? []
      : [
          `Archived logs that do not read, so that nothing is proven of them: ${unread.join(", ")}. The log of the running Orrery names their files.`,
        ]),
  ].join("\n")
}

/** It goes on by itself: it is only waited for. */
const often = Schedule.spaced("500 millis")

export const forgetCommand = Command.make(
  "forget",
  {
    ...common,
    store: flags.store,
    user: Argument.String("user-id").pipe(Argument.withDescription("The person's Discord id")),
    yes: Flag.Boolean("yes").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Deletes it, in the running Orrery; left out: says what would go"),
    ),
  },
  Effect.fnUntraced(function* ({ user, yes, json, ...chosen }) {
    if (!/^\d{17,20}$/.test(user))
      return yield* new InputError({ message: `${user} is no Discord id: 17 to 20 digits` })
    if (!yes) {
      const { settings } = yield* configured(chosen)
      const layer = Belongings.layer.pipe(Layer.provide(recordings(settings)))
      const parts = yield* Effect.flatMap(Belongings, ({ of }) => of(user)).pipe(Effect.provide(layer))
      const counts = parts.map(({ part, items }) => [part, items.length])
      return yield* Console.log(
        json ? JSON.stringify({ user, would: Object.fromEntries(counts) }) : plan(user, parts),
      )
    }
    const { departure } = yield* ask(chosen, Begun, "/api/people/forget", { user })
    const came = yield* ask(chosen, Departing, `/api/people/forgotten?departure=${departure}`).pipe(
      Effect.repeat({ schedule: often, until: ({ gone }) => gone }),
    )
    yield* Console.log(json ? JSON.stringify({ user, departure, ...came }) : proof(user, came))
    if ((came.unread ?? []).length > 0)
      return yield* new NotTaken({
        message: "Put back the damaged logs, or delete them; then give the command again.",
      })
    if (came.found.length > 0)
      return yield* new NotTaken({ message: "They may have written meanwhile: give the command again." })
  }),
).pipe(
  Command.withDescription(
    "Deletes everything that is kept about one person, and proves it; as /forget-me does",
  ),
  Command.withExamples([
    { command: "orrery forget 549170854458687509", description: "Says what would go" },
    {
      command: "orrery forget 549170854458687509 --yes",
      description: "Has the running Orrery delete it; its inspector must allow it (send = true)",
    },
  ]),
)
