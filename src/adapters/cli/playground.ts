/** `orrery playground`: the local Discord alone, for runners that are processes of their own. */
import { join } from "node:path"
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { load } from "../config/load.ts"
import { Playground } from "../playground/playground.ts"
import { chosenFlags, flags } from "./flags.ts"

const welcome = Effect.gen(function* () {
  const { apiBase, origin, token } = yield* Playground
  yield* Console.log(
    [
      "",
      "  A local Discord runs.",
      "",
      `  chat     ${origin}`,
      `  runners  DISCORD_TOKEN=${token} DISCORD_API_BASE=${apiBase}`,
      "",
      "  Stop with Ctrl-C.",
      "",
    ].join("\n"),
  )
})

export const playgroundCommand = Command.make(
  "playground",
  {
    config: flags.config,
    port: Flag.Int("port").pipe(
      Flag.withDescription(
        "On 127.0.0.1; 0 takes a free one (default: ORRERY_PLAYGROUND_PORT, else playground.port of the configuration, else 4010)",
      ),
      Flag.optional,
    ),
  },
  Effect.fnUntraced(function* ({ port, config }) {
    const { home, playgroundPort } = (yield* load(yield* chosenFlags({ config }))).settings
    const playground = Playground.layer({
      port: Option.getOrElse(port, () => playgroundPort),
      file: join(home, "playground.db"),
    })
    yield* Effect.andThen(welcome, Effect.never).pipe(Effect.provide(playground))
  }),
).pipe(
  Command.withDescription(
    "Runs the local Discord alone, so that several runners can be pointed at it as at the real one",
  ),
  Command.withExamples([
    { command: "orrery playground", description: "Then, for each runner, the line that it prints, and:" },
    {
      command: "CLUSTER=127.0.0.1:34431 REDIS_URL=redis://127.0.0.1:6379 ORRERY_INSPECTOR_PORT=0 npm start",
      description: "A runner of a cluster; another one gets another port",
    },
  ]),
)
