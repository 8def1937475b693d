/** Whether an agent may call a tool: what the operator, a server and its people have laid down. */
import { Context, Effect, Option, Schema } from "effect"
import { address, type Address } from "../../machines/address.ts"
import { judge, layer, remembered, type Judgement, type Layer } from "../../machines/tools/layers.ts"
import { argumentOf, type Decision, type Rule } from "../../machines/tools/permissions.ts"
import { Ruling } from "../../machines/tools/ruling.ts"
import type { Message } from "../../machines/values.ts"
import { Mail } from "../mail.ts"
import type { Tool } from "./tools.ts"

/** Who wants to use a tool, for whom and where. */
export interface Caller {
  readonly brain: string
  readonly message: Pick<Message, "author" | "channel" | "guild">
}

export interface Call {
  readonly turn: Caller
  readonly tool: Pick<Tool, "name" | "harmless">
  readonly input: unknown
}

/** What the operator has laid down by now: the same list as long as it is unchanged. Without it, nothing. */
export class OperatorsRules extends Context.Reference<() => ReadonlyArray<Rule>>(
  "orrery/actors/OperatorsRules",
  {
    defaultValue: () => {
      const none: ReadonlyArray<Rule> = []
      return () => none
    },
  },
) {}

/** The roles that a person has in a server; null: nobody can say. */
export class Roles extends Context.Reference<
  (person: string, guild: string) => Effect.Effect<ReadonlyArray<string> | null>
>("orrery/actors/Roles", { defaultValue: () => () => Effect.succeed(null) }) {}

/** An answer waits no longer to learn what was laid down: then somebody is asked. */
const patience = "3 seconds"

/** Servers and people whose rulings are at hand. */
const atHand = 2000

const operators = new WeakMap<
  ReadonlyArray<Rule>,
  { readonly layer: Layer; readonly roles: ReadonlyArray<string> }
>()

/** Read once for each configuration. */
const operatorOf = (rules: ReadonlyArray<Rule>) => {
  const known = operators.get(rules)
  if (known !== undefined) return known
  const roles = [...new Set(rules.flatMap(({ role }) => role ?? []))]
  const made = { layer: layer("operator", rules), roles }
  operators.set(rules, made)
  return made
}

const Keeper = Schema.Struct({ rulings: Schema.optionalKey(Schema.Array(Ruling)) })

interface Read {
  readonly as: string
  readonly layersIn: ReturnType<typeof remembered>
}

/** What actors have laid down, read once for each of their states. */
const reader = (mail: Mail["Service"]) => {
  const known = new Map<Address, Read>()
  return (whose: "server" | "person", of: Address) =>
    Effect.gen(function* () {
      const { context, seq, epoch } = yield* mail.peek(of)
      const as = `${epoch}.${seq}`
      const before = known.get(of)
      if (before?.as === as) return before.layersIn
      const { rulings = [] } = yield* Schema.decodeUnknownEffect(Keeper)(context)
      const layersIn = remembered(whose, rulings)
      known.delete(of)
      known.set(of, { as, layersIn })
      if (known.size > atHand) known.delete(known.keys().next().value!)
      return layersIn
    })
}

const readers = new WeakMap<Mail["Service"], ReturnType<typeof reader>>()
const readerOf = (mail: Mail["Service"]) => {
  const made = readers.get(mail) ?? reader(mail)
  readers.set(mail, made)
  return made
}

/** What is remembered that may count for a turn; null: nobody could say. */
const rememberedFor = ({ message }: Caller) =>
  Effect.gen(function* () {
    const mail = Option.getOrNull(yield* Effect.serviceOption(Mail))
    if (mail === null) return []
    const read = readerOf(mail)
    const all = yield* Effect.all(
      [
        read("server", address("guild", message.guild ?? message.channel)),
        read("person", address("constellation", message.author.id)),
      ],
      { concurrency: 2 },
    )
    return all.flatMap((layersIn) => layersIn(message.channel))
  }).pipe(
    Effect.timeout(patience),
    Effect.catch((error) =>
      Effect.as(
        Effect.logWarning(
          `What was laid down about tools cannot be looked up, so it is asked: ${error._tag}`,
        ),
        null,
      ),
    ),
  )

const rolesOf = ({ message: { author, guild } }: Caller) =>
  guild === null
    ? Effect.succeed([])
    : Effect.flatMap(Roles, (roles) => roles(author.id, guild)).pipe(
        Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.succeed(null) }),
      )

const ask: Judgement = { verdict: "ask", rule: null, whose: null }

/** Never fails: where nobody can tell what was laid down, somebody is asked, unless the operator denies it. */
export const decide = ({ turn, tool, input }: Call): Effect.Effect<Judgement> =>
  Effect.gen(function* () {
    const operator = operatorOf((yield* OperatorsRules)())
    const others = yield* rememberedFor(turn)
    const decideAs = (roles: ReadonlyArray<string>): Judgement => {
      const call = {
        tool: tool.name,
        argument: argumentOf(input),
        agent: turn.brain,
        guild: turn.message.guild,
        roles,
      }
      if (others !== null) return judge(operator.layer, others, call, tool.harmless)
      const { verdict, rule } = operator.layer.decide(call)
      return verdict === "deny" ? { verdict, rule, whose: "operator" } : ask
    }
    const plain = decideAs([])
    const withAll = decideAs(operator.roles)
    // Discord is asked for somebody's roles only where they decide.
    if (plain.rule === withAll.rule) return plain
    const roles = yield* rolesOf(turn)
    if (roles !== null) return decideAs(roles)
    return plain.verdict === withAll.verdict ? plain : ask
  })

/** Left out of a runtime: by what the operator, the server and the person have laid down; else what is harmless is allowed, all else asked. */
export const Permissions = Context.Reference<{
  readonly decide: (call: Call) => Effect.Effect<Decision>
}>("orrery/actors/Permissions", { defaultValue: () => ({ decide }) })
