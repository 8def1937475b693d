/** Application commands: https://discord.com/developers/docs/interactions/application-commands */
import { ApplicationCommandOptionType as Type, ApplicationCommandType } from "discord-api-types/v10"
import { Schema } from "effect"
import { invalidForm } from "../refusal.ts"
import { form, integer, list, maybe, rule, text, within } from "./form.ts"

/** Names of chat commands and options: lower case, without spaces. */
const Name = text(1, 32).check(
  rule<string>(
    "APPLICATION_COMMAND_INVALID_NAME",
    "Command name is invalid",
    (name) => /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u.test(name) && name === name.toLowerCase(),
  ),
)
const Description = text(1, 100)
const Localizations = maybe(Schema.Record(Schema.String, Schema.String))

const named = {
  name: Name,
  name_localizations: Localizations,
  description: Description,
  description_localizations: Localizations,
}

const choice = <S extends Schema.Constraint>(value: S) =>
  maybe(list(Schema.Struct({ name: text(1, 100), name_localizations: Localizations, value }), 0, 25))

const required = { required: maybe(Schema.Boolean) }
const autocomplete = { autocomplete: maybe(Schema.Boolean) }

const choicesOrAutocomplete = rule<{
  readonly autocomplete?: boolean | null | undefined
  readonly choices?: ReadonlyArray<unknown> | null | undefined
}>(
  "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_AND_CHOICES",
  "Choices cannot be set with autocomplete",
  (option) => option.autocomplete !== true || (option.choices?.length ?? 0) === 0,
)

const StringOption = Schema.Struct({
  ...named,
  ...required,
  ...autocomplete,
  type: Schema.Literal(Type.String),
  choices: choice(text(0, 100)),
  min_length: maybe(integer(0, 6000)),
  max_length: maybe(integer(1, 6000)),
}).check(choicesOrAutocomplete)

// One schema a type, since only a literal tells a union which member is meant.
const numberOption = <T extends Type>(type: T) =>
  Schema.Struct({
    ...named,
    ...required,
    ...autocomplete,
    type: Schema.Literal(type),
    choices: choice(Schema.Number),
    min_value: maybe(Schema.Number),
    max_value: maybe(Schema.Number),
  }).check(choicesOrAutocomplete)

const plainOption = <T extends Type>(type: T) =>
  Schema.Struct({ ...named, ...required, type: Schema.Literal(type) })

const ValueOptions = [
  StringOption,
  numberOption(Type.Integer),
  numberOption(Type.Number),
  plainOption(Type.Boolean),
  plainOption(Type.User),
  plainOption(Type.Role),
  plainOption(Type.Mentionable),
  plainOption(Type.Attachment),
  Schema.Struct({
    ...named,
    ...required,
    type: Schema.Literal(Type.Channel),
    channel_types: maybe(Schema.Array(Schema.Number)),
  }),
] as const

interface OptionLike {
  readonly name: string
  readonly required?: boolean | null | undefined
}

const uniqueNames = rule<ReadonlyArray<OptionLike>>(
  "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
  "Option name already exists",
  (options) => new Set(options.map((option) => option.name)).size === options.length,
)
const requiredFirst = rule<ReadonlyArray<OptionLike>>(
  "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
  "Required options must be placed before non-required options",
  (options) => {
    const flags = options.map((option) => option.required === true)
    return !flags.some((isRequired, index) => isRequired && flags.slice(0, index).includes(false))
  },
)

const Values = list(Schema.Union(ValueOptions), 0, 25).check(uniqueNames, requiredFirst)
const Subcommand = Schema.Struct({
  ...named,
  type: Schema.Literal(Type.Subcommand),
  options: maybe(Values),
})
const Group = Schema.Struct({
  ...named,
  type: Schema.Literal(Type.SubcommandGroup),
  options: list(Subcommand, 1, 25).check(uniqueNames),
})
const Options = list(Schema.Union([...ValueOptions, Subcommand, Group]), 0, 25).check(
  uniqueNames,
  rule(
    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    "Sub-command and sub-command group option types are mutually exclusive to all other types",
    (options) => {
      const nested = options.filter(
        (option) => option.type === Type.Subcommand || option.type === Type.SubcommandGroup,
      )
      return nested.length === 0 || nested.length === options.length
    },
  ),
  requiredFirst,
)

const shared = {
  name_localizations: Localizations,
  description_localizations: Localizations,
  default_member_permissions: maybe(Schema.Union([Schema.String, integer(0, Number.MAX_SAFE_INTEGER)])),
  dm_permission: maybe(Schema.Boolean),
  contexts: maybe(Schema.Array(Schema.Literals([0, 1, 2]))),
  integration_types: maybe(Schema.Array(Schema.Literals([0, 1]))),
  nsfw: maybe(Schema.Boolean),
}

const ChatCommand = Schema.Struct({
  ...shared,
  type: maybe(Schema.Literal(ApplicationCommandType.ChatInput)),
  name: Name,
  description: Description,
  options: maybe(Options),
})
const MenuCommand = Schema.Struct({
  ...shared,
  type: Schema.Literals([ApplicationCommandType.User, ApplicationCommandType.Message]),
  name: text(1, 32),
  description: maybe(text(0, 0)),
  options: maybe(list(Schema.Unknown, 0, 0)),
})

/** A command as a bot registers it. */
export type CommandSeed = typeof ChatCommand.Type | typeof MenuCommand.Type

const isMenu = (body: unknown): boolean => {
  const type = (body as { type?: unknown } | null)?.type
  return type === ApplicationCommandType.User || type === ApplicationCommandType.Message
}
const chatCommand = form(ChatCommand)
const menuCommand = form(MenuCommand)
const anyList = form(Schema.Array(Schema.Unknown))

/** Body of `POST …/commands`. */
export const newCommand = (body: unknown): CommandSeed =>
  isMenu(body) ? menuCommand(body) : chatCommand(body)

/** Body of `PUT …/commands`: all commands of a scope. */
export function commandList(body: unknown): ReadonlyArray<CommandSeed> {
  const commands = anyList(body).map((item, index) => within([index], () => newCommand(item)))
  const keys = commands.map(
    (command) => `${command.type ?? ApplicationCommandType.ChatInput} ${command.name}`,
  )
  const again = keys.findIndex((key, index) => keys.indexOf(key) < index)
  if (again === -1) return commands
  throw invalidForm({
    path: [again, "name"],
    code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
    message: "Application command names must be unique",
  })
}
