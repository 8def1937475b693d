/** Application commands: https://discord.com/developers/docs/interactions/application-commands */
import { ApplicationCommandOptionType as Type, ApplicationCommandType } from "discord-api-types/v10"
import { Schema } from "effect"
import { form, integer, list, maybe, rule, text } from "./form.ts"

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

const NumberOption = Schema.Struct({
  ...named,
  ...required,
  ...autocomplete,
  type: Schema.Literals([Type.Integer, Type.Number]),
  choices: choice(Schema.Number),
  min_value: maybe(Schema.Number),
  max_value: maybe(Schema.Number),
}).check(choicesOrAutocomplete)

const OtherOption = Schema.Struct({
  ...named,
  ...required,
  type: Schema.Literals([
    Type.Boolean,
    Type.User,
    Type.Channel,
    Type.Role,
    Type.Mentionable,
    Type.Attachment,
  ]),
  channel_types: maybe(Schema.Array(Schema.Number)),
})

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

const Values = list(Schema.Union([StringOption, NumberOption, OtherOption]), 0, 25).check(
  uniqueNames,
  requiredFirst,
)
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
const Options = list(Schema.Union([StringOption, NumberOption, OtherOption, Subcommand, Group]), 0, 25).check(
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
const Command = Schema.Union([ChatCommand, MenuCommand])

/** A command as a bot registers it. */
export type CommandSeed = typeof Command.Type

const isMenu = (body: unknown): boolean => {
  const type = (body as { type?: unknown } | null)?.type
  return type === ApplicationCommandType.User || type === ApplicationCommandType.Message
}
const chatCommand = form(ChatCommand)
const menuCommand = form(MenuCommand)

/** Body of `POST …/commands`. */
export const newCommand = (body: unknown): CommandSeed =>
  isMenu(body) ? menuCommand(body) : chatCommand(body)

/** Body of `PUT …/commands`: all commands of a scope. */
export const commandList = form(
  Schema.Array(Command).check(
    rule<ReadonlyArray<CommandSeed>>(
      "APPLICATION_COMMANDS_DUPLICATE_NAME",
      "Application command names must be unique",
      (commands) =>
        new Set(commands.map((command) => `${command.type ?? 1} ${command.name}`)).size === commands.length,
    ),
  ),
)
