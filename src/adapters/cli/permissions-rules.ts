/** `orrery permissions list` and `check`: which rules there are, and which of them decides about a call. */
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { ledgerOf } from "../../actors/steppers.ts"
import { Store } from "../../actors/store.ts"
import { address, type Address } from "../../machines/address.ts"
import { judge, layer, remembered } from "../../machines/tools/layers.ts"
import type { Rule } from "../../machines/tools/permissions.ts"
import type { Ruling } from "../../machines/tools/ruling.ts"
import type { Settings } from "../config/settings.ts"
import { configured, flags, type Chosen } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { recordings } from "./log-store.ts"

const snowflake = (name: string, of: string) =>
  Flag.String(name).pipe(Flag.withDescription(of), Flag.optional)

const where = {
  guild: snowflake("guild", "The server's id: what was laid down there counts, too"),
  user: snowflake("user", "The person's id: what they said for themselves counts, too"),
}

const shared = {
  config: flags.config,
  store: flags.store,
  json: Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription("One line of JSON")),
}

/** What an actor has laid down, as the store has it. */
const rulingsOf = (settings: Settings, of: Address) =>
  Effect.gen(function* () {
    const claim = yield* (yield* Store).peek(of)
    if (claim === null) return []
    const { rulings = [] } = ledgerOf(of, claim).books.snapshot.context as {
      readonly rulings?: ReadonlyArray<Ruling>
    }
    return rulings
  }).pipe(
    Effect.provide(recordings(settings)),
    Effect.mapError(() => new InputError({ message: "The store cannot be read: is it the right one?" })),
  )

const idIn = (name: string, id: Option.Option<string>): Effect.Effect<string | null, InputError> =>
  Option.isNone(id) || /^\d{1,20}$/.test(id.value)
    ? Effect.succeed(Option.getOrNull(id))
    : Effect.fail(new InputError({ message: `--${name} is no Discord id: 17 to 20 digits` }))

interface Asked extends Chosen {
  readonly guild: Option.Option<string>
  readonly user: Option.Option<string>
}

const laidDown = Effect.fnUntraced(function* (asked: Asked) {
  const { settings, live } = yield* configured(asked)
  const guild = yield* idIn("guild", asked.guild)
  const user = yield* idIn("user", asked.user)
  const server = guild === null ? [] : yield* rulingsOf(settings, address("guild", guild))
  const person = user === null ? [] : yield* rulingsOf(settings, address("constellation", user))
  return { operator: live.permissions, guild, server, person }
})

const whom = ({ agent, guild, role }: Rule): string =>
  [
    ...(agent === undefined ? [] : [`agent ${agent}`]),
    ...(guild === undefined ? [] : [`server ${guild}`]),
    ...(role === undefined ? [] : [`role ${role}`]),
  ].join(", ")

const line = (rule: Rule): string =>
  `${rule.verdict.padEnd(5)} ${rule.pattern}${whom(rule) === "" ? "" : `   (${whom(rule)})`}`

const rulingLine = ({ rule, channel, by, at }: Ruling): string =>
  `${line(rule)}   ${channel === null ? "" : `in ${channel}, `}said by ${by.name} (${by.id}), ${new Date(at).toISOString()}`

const chapter = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> => [
  title,
  ...(lines.length === 0 ? ["  nothing"] : lines.map((one) => `  ${one}`)),
]

export const listCommand = Command.make(
  "list",
  { ...shared, ...where },
  Effect.fnUntraced(function* ({ json, ...asked }) {
    const { operator, server, person } = yield* laidDown(asked)
    if (json) return yield* Console.log(JSON.stringify({ operator, server, person }))
    yield* Console.log(
      [
        ...chapter("The operator's, in the configuration", operator.map(line)),
        ...(Option.isSome(asked.guild) ? chapter("The server's", server.map(rulingLine)) : []),
        ...(Option.isSome(asked.user) ? chapter("The person's own", person.map(rulingLine)) : []),
      ].join("\n"),
    )
  }),
).pipe(
  Command.withDescription("What agents may do with tools: the operator's rules, a server's, a person's"),
  Command.withExamples([
    {
      command: "orrery permissions list --guild 549170854458687509",
      description: "With what was laid down in a server, by whom and when",
    },
  ]),
)

const whoseRule = {
  operator: "the operator's",
  server: "the server's",
  conversation: "laid down for that conversation",
  person: "the person's own",
} as const

export const checkCommand = Command.make(
  "check",
  {
    ...shared,
    ...where,
    call: Argument.String("call").pipe(
      Argument.withDescription('The tool, a colon, and what it is called with: "git:push origin"'),
    ),
    agent: Flag.String("agent").pipe(
      Flag.withDescription("Who calls it, by the name of its file without .md"),
      Flag.withDefault(""),
    ),
    channel: snowflake("channel", "The channel's id: what was laid down for it counts, too"),
    role: Flag.String("role").pipe(
      Flag.withDescription("Ids of the roles of who is answered, separated by commas"),
      Flag.withDefault(""),
    ),
    harmless: Flag.Boolean("harmless").pipe(
      Flag.withDefault(false),
      Flag.withDescription("The tool changes nothing: it is asked about only where a rule says so"),
    ),
  },
  Effect.fnUntraced(function* ({ call, agent, channel, role, harmless, json, ...asked }) {
    const { operator, guild, server, person } = yield* laidDown(asked)
    const place = (yield* idIn("channel", channel)) ?? ""
    const colon = call.indexOf(":")
    const { verdict, rule, whose } = judge(
      layer("operator", operator),
      [...remembered("server", server)(place), ...remembered("person", person)(place)],
      {
        tool: colon === -1 ? call : call.slice(0, colon),
        argument: colon === -1 ? "" : call.slice(colon + 1),
        agent,
        guild,
        roles: role.split(",").map((id) => id.trim()),
      },
      harmless,
    )
    if (json) return yield* Console.log(JSON.stringify({ verdict, whose, rule }))
    yield* Console.log(
      rule === null || whose === null
        ? `${verdict}: no rule is about it, and ${harmless ? "it changes nothing" : "it may change something"}`
        : `${verdict}: by the rule “${line(rule).replace(/\s+/g, " ")}”, ${whoseRule[whose]}`,
    )
  }),
).pipe(
  Command.withDescription("Whether an agent may make a call, and which rule decides"),
  Command.withExamples([
    {
      command: 'orrery permissions check "git:push origin" --agent writer',
      description: "By the operator's rules; --guild, --channel and --user add what was said in Discord",
    },
  ]),
)
