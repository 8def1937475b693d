/** `orrery feed FILE`: a recorded channel through the whole of Orrery. */
import { Console, Effect, Layer, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Configuration } from "../config/configuration.ts"
import { models } from "../config/models.ts"
import { Playground } from "../playground/playground.ts"
import { read } from "../feed/export.ts"
import { feed, type FeedOptions } from "../feed/feed.ts"
import type { Prices } from "../feed/spending.ts"
import { floorLines } from "../feed/floor.ts"
import type { Compose } from "./compose.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"

const speedOf = (text: string): Effect.Effect<number, InputError> => {
  const factor = text === "max" ? Number.POSITIVE_INFINITY : Number(text.replace(/x$/, ""))
  return factor > 0
    ? Effect.succeed(factor)
    : Effect.fail(
        new InputError({ message: "--speed cannot be read: write max, or a factor of real time such as 60" }),
      )
}

const priceOf = (said: Option.Option<string>): Effect.Effect<Prices["others"], InputError> => {
  if (Option.isNone(said)) return Effect.succeed(null)
  const [, input, output] = /^(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(said.value) ?? []
  return input === undefined || output === undefined
    ? Effect.fail(new InputError({ message: "--price cannot be read: write two numbers, such as 0.4,1.6" }))
    : Effect.succeed({ input: Number(input), output: Number(output) })
}

/** One line that changes on a terminal, a line every tenth elsewhere. Never on standard output, which is for the result. */
const progressOn = (terminal: NodeJS.WriteStream): FeedOptions["progress"] => {
  const began = performance.now()
  let shown = 0
  let tenth = 0
  return ({ posted, of, settled }) => {
    const now = performance.now()
    const over = posted === of
    const text = `${posted}/${of} messages, ${settled} settled, ${Math.round(posted / ((now - began) / 1000))}/s`
    if (terminal.isTTY) {
      if (now - shown < 100 && !over) return
      shown = now
      terminal.write(`\r\u001B[K${text}${over && settled >= of ? "\n" : ""}`)
    } else if (Math.floor((posted / of) * 10) > tenth) {
      tenth = Math.floor((posted / of) * 10)
      terminal.write(`${text}\n`)
    }
  }
}

export const feedCommand = (compose: Compose) =>
  Command.make(
    "feed",
    {
      ...flags,
      file: Argument.String("file").pipe(
        Argument.withDescription("A channel, exported as JSON by DiscordChatExporter"),
      ),
      speed: Flag.String("speed").pipe(
        Flag.withDescription("max, or a factor of real time such as 60"),
        Flag.withDefault("max"),
      ),
      price: Flag.String("price").pipe(
        Flag.withDescription(
          "What a million tokens cost, of questions and of answers, as 0.4,1.6, where [[models.prices]] says nothing of the model; without it: nobody knows",
        ),
        Flag.optional,
      ),
    },
    Effect.fnUntraced(function* ({ file, speed, price, ...chosen }) {
      const others = yield* priceOf(price)
      const factor = yield* speedOf(speed)
      const recorded = yield* read(file)
      // A feed is a world of its own.
      const alone = { token: null, cluster: null, playgroundPort: 0, inspectorPort: 0 }
      const found = yield* configured(chosen)
      const prices = { byModel: found.live.models.prices, others }
      const program = compose({ ...found.settings, ...alone }).pipe(
        Layer.provide(Layer.merge(Configuration.fixed(found.live), models(found))),
      )
      const run = Effect.gen(function* () {
        const playground = yield* Effect.orDie(
          Effect.flatMap(Effect.serviceOption(Playground), Effect.fromOption),
        )
        return yield* feed(recorded, {
          speed: factor,
          prices,
          progress: progressOn(process.stderr),
        }).pipe(Effect.provideService(Playground, playground))
      })
      const { outcome, floor } = yield* run.pipe(Effect.provide(program))
      yield* Console.error(floorLines(floor).join("\n"))
      yield* Console.log(JSON.stringify(outcome))
    }),
  ).pipe(
    Command.withDescription(
      "Feeds a recorded channel into the playground, each message as its author, and accounts for every one",
    ),
    Command.withExamples([
      {
        command: "orrery feed channel.json",
        description: "As fast as Orrery keeps up, into the embedded store",
      },
      {
        command: "orrery feed channel.json --speed 60 --store redis://127.0.0.1:6379",
        description: "An hour a minute",
      },
      {
        command: "ORRERY_MODEL_CONTEXT=plain orrery feed channel.json --price 0.4,1.6",
        description: "With all of session and channel sent, and what that costs",
      },
    ]),
  )
