/** `orrery export-user`: everything that is kept about one person, as `/export-me` gives it to them. */
import { writeFile } from "node:fs/promises"
import { Clock, Console, Effect, Layer, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Belongings } from "../../actors/forgetting/belongings.ts"
import { exported } from "../../actors/forgetting/exported.ts"
import { attempted } from "./attempted.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { recordings } from "./log-store.ts"

export const exportUserCommand = Command.make(
  "export-user",
  {
    config: flags.config,
    store: flags.store,
    user: Argument.String("user-id").pipe(Argument.withDescription("The person's Discord id")),
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("The file (default: standard output)"),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(function* ({ user, out, ...chosen }) {
    if (!/^\d{1,20}$/.test(user))
      return yield* new InputError({ message: `${user} is no Discord id: 17 to 20 digits` })
    const { settings } = yield* configured(chosen)
    const layer = Belongings.layer.pipe(Layer.provide(recordings(settings)))
    const parts = yield* Effect.flatMap(Belongings, ({ of }) => of(user)).pipe(Effect.provide(layer))
    const text = exported(user, yield* Clock.currentTimeMillis, parts)
    if (Option.isNone(out)) return yield* Console.log(text.trimEnd())
    yield* attempted(() => writeFile(out.value, text))
    const items = parts.reduce((sum, part) => sum + part.items.length, 0)
    yield* Console.error(`${items} things that are kept about ${user} are in ${out.value}`)
  }),
).pipe(
  Command.withDescription("Writes everything that is kept about one person, as JSON lines"),
  Command.withExamples([
    { command: "orrery export-user 549170854458687509 -o about.jsonl", description: "Into a file" },
  ]),
)
