/** `orrery plan --guilds N`: runners, gateway shards, Redis and tokens that so many servers take. */
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { planFor, type Plan } from "../plan/plan.ts"
import { InputError } from "./input-error.ts"

const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 })
const said = (value: number): string => number.format(value)

const lines = ({ load, ...plan }: Plan): ReadonlyArray<readonly [string, string]> => [
  [
    "messages",
    `${said(plan.messagesPerSecond.mean)}/s, ${said(plan.messagesPerSecond.peak)}/s in the busiest minute`,
  ],
  [
    "answers",
    `${said(plan.answersPerSecond.mean)}/s, ${said(plan.answersPerSecond.peak)}/s in the busiest minute`,
  ],
  [
    "runners",
    `${plan.runners} of two cores and ${said(plan.memoryPerRunnerMb)} MB; one more, so that one may die`,
  ],
  ["agents", `${said(plan.agents)} in the pool (pool.agents)`],
  ["gateway", `${said(plan.gatewayShards)} shards, all identified after ${said(plan.identifySeconds)} s`],
  [
    "Discord",
    plan.timesRequestLimit === 1
      ? "its usual 50 requests a second suffice"
      : `${plan.timesRequestLimit} times its usual 50 requests a second: runners with addresses of their own, or a limit that Discord raises`,
  ],
  [
    "Redis",
    `${plan.redisNodes === 1 ? "1 primary" : `${plan.redisNodes} primaries (Redis Cluster)`}, ${said(plan.redisGb)} GB for ${load.keepDays} days, ${said(load.cacheMb / 1024)} of them for caches; a replica each`,
  ],
  ["tokens", `${said(plan.tokensPerDay)} a day`],
  ...(plan.machinesPerMonth === null
    ? []
    : [["machines", `${said(plan.machinesPerMonth)} a month`] as const]),
  ...(plan.costPerDay === null ? [] : [["cost", `${said(plan.costPerDay)} a day for tokens`] as const]),
]

const share = (name: string, standard: number, what: string) =>
  Flag.Finite(name).pipe(Flag.withDefault(standard), Flag.withDescription(`${what} (default: ${standard})`))

const count = (name: string, standard: number, what: string) =>
  Flag.Int(name).pipe(Flag.withDefault(standard), Flag.withDescription(`${what} (default: ${standard})`))

const wrong = (
  values: Readonly<Record<string, number>>,
  isRight: (value: number) => boolean,
  expected: string,
) =>
  Object.entries(values)
    .filter(([, value]) => !isRight(value))
    .map(([name]) => `--${name} must be ${expected}`)

export const planCommand = Command.make(
  "plan",
  {
    guilds: Flag.Int("guilds").pipe(Flag.withDescription("Servers that the bot is in")),
    active: share("active", 0.05, "The share of them in which something is said to agents on a day"),
    messages: count("messages", 40, "Messages that are heard in one of these on a day"),
    answered: share("answered", 0.2, "The share of messages that an agent answers"),
    peak: share("peak", 4, "How many times more comes in the busiest minute than on average"),
    input: count("input-tokens", 1500, "Tokens that an answer is made from"),
    output: count("output-tokens", 250, "Tokens of an answer"),
    inputPrice: Flag.Finite("input-price").pipe(Flag.withDescription("For a million tokens"), Flag.optional),
    outputPrice: Flag.Finite("output-price").pipe(
      Flag.withDescription("For a million tokens"),
      Flag.optional,
    ),
    runnerPrice: Flag.Finite("runner-price").pipe(
      Flag.withDescription("For a month of a machine of two cores and 4 GB"),
      Flag.optional,
    ),
    redisPrice: Flag.Finite("redis-price").pipe(
      Flag.withDescription("For a month of a machine with 32 GB"),
      Flag.optional,
    ),
    keepDays: count("keep-days", 30, "Days for which journals stay in the store"),
    cacheMb: count("cache-mb", 1100, "MB that the caches may hold in Redis: shared_mb and lasting_mb"),
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("One line of JSON, with all that was assumed"),
    ),
  },
  Effect.fnUntraced(function* ({
    json,
    input,
    output,
    inputPrice,
    outputPrice,
    runnerPrice,
    redisPrice,
    ...expected
  }) {
    const { guilds, messages, peak, keepDays, active, answered } = expected
    const mistakes = [
      ...wrong({ active, answered }, (value) => value > 0 && value <= 1, "above 0 and at most 1"),
      ...wrong({ guilds, messages, "keep-days": keepDays }, (value) => value >= 1, "at least 1"),
      ...wrong({ peak }, (value) => value >= 1, "at least 1"),
      ...wrong(
        { "input-tokens": input, "output-tokens": output, "cache-mb": expected.cacheMb },
        (value) => value >= 0,
        "at least 0",
      ),
    ]
    if (mistakes.length > 0) return yield* new InputError({ message: mistakes.join("; ") })
    const price =
      Option.isNone(inputPrice) && Option.isNone(outputPrice)
        ? null
        : { input: Option.getOrElse(inputPrice, () => 0), output: Option.getOrElse(outputPrice, () => 0) }
    const machines =
      Option.isNone(runnerPrice) && Option.isNone(redisPrice)
        ? null
        : { runner: Option.getOrElse(runnerPrice, () => 0), redis: Option.getOrElse(redisPrice, () => 0) }
    const plan = planFor({ ...expected, tokens: { input, output }, price, machines })
    const text = lines(plan).map(([name, value]) => `${name.padEnd(9)} ${value}`)
    yield* Console.log(json ? JSON.stringify(plan) : text.join("\n"))
  }),
).pipe(
  Command.withDescription(
    "Says in numbers what a number of servers takes: runners, gateway shards, Redis, tokens",
  ),
  Command.withExamples([
    { command: "orrery plan --guilds 1000000", description: "A million servers, as they usually are" },
  ]),
)
