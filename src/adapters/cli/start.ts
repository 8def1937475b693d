/** `orrery start`: runs until it is told to stop. */
import { Console, Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { Model } from "../../actors/performing/model.ts"
import { Roster } from "../../actors/performing/roster.ts"
import { Store } from "../../actors/store.ts"
import { Inspector } from "../inspector/inspector.ts"
import { Configuration } from "../config/configuration.ts"
import { models } from "../config/models.ts"
import type { Settings } from "../config/settings.ts"
import { Playground } from "../playground/playground.ts"
import * as Logs from "../telemetry/logs.ts"
import type { Compose } from "./compose.ts"
import { configured, flags } from "./flags.ts"
import { inviteLink } from "./invite.ts"

const welcome = Effect.fnUntraced(function* ({ applicationId, token }: Settings) {
  const { label, offline } = yield* Model
  const { agents, manager } = yield* Roster
  const store = yield* Store
  const inspector = yield* Inspector
  const playground = yield* Effect.serviceOption(Playground)
  const names = agents.map(({ name }) => name).join(", ")
  const chat =
    playground._tag === "Some"
      ? `${playground.value.origin}   a local Discord, since no DISCORD_TOKEN is set`
      : "in Discord"
  yield* Console.log(
    [
      "",
      "  Orrery runs.",
      "",
      `  chat       ${chat}`,
      `  inspector  ${inspector.origin}   the actors and their charts`,
      `  team       ${names}${manager === null ? "" : `; ${manager.name} decides when nobody is called`}`,
      `  model      ${label}${offline ? " (set OPENAI_API_KEY or ANTHROPIC_API_KEY, or run Ollama, for a real one)" : ""}`,
      `  store      ${store.label}`,
      ...(applicationId === null || token === null ? [] : [`  invite     ${inviteLink(applicationId)}`]),
      "",
      "  Stop with Ctrl-C.",
      "",
    ].join("\n"),
  )
  if (playground._tag === "Some" && offline) {
    yield* playground.value.setNotice(
      "Offline model: answers are put together from brains and conversation. No AI is asked.",
    )
  }
})

export const startCommand = (compose: Compose) =>
  Command.make(
    "start",
    flags,
    Effect.fnUntraced(function* (chosen) {
      const found = yield* configured(chosen)
      const program = compose(found.settings).pipe(
        Layer.provideMerge(Layer.merge(Configuration.watched(found, configured(chosen)), models(found))),
      )
      yield* Effect.andThen(welcome(found.settings), Effect.never).pipe(
        Effect.provide(program),
        Effect.provide(Logs.layer(found.settings.logs)),
      )
    }),
  ).pipe(
    Command.withDescription(
      "Runs Orrery: on Discord with DISCORD_TOKEN, else on a local Discord with a page to chat in",
    ),
    Command.withExamples([
      { command: "npm start", description: "A local Discord, an embedded store, an offline model" },
      {
        command: "DISCORD_TOKEN=… REDIS_URL=redis://127.0.0.1:6379 npm start",
        description: "On Discord, with Redis",
      },
    ]),
  )
