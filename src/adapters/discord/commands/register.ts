/** Tells Discord which commands there are, when it has others. */
import { Routes } from "discord.js"
import { Effect, Schema } from "effect"
import { DiscordRest } from "../rest.ts"
import { commands } from "./commands.ts"
import { menus } from "./menus.ts"

const optional = Schema.optionalKey

const Choice = Schema.Struct({ name: Schema.String, value: Schema.Union([Schema.String, Schema.Number]) })

const option = {
  type: Schema.Int,
  name: Schema.String,
  description: Schema.String,
  required: optional(Schema.Boolean),
  autocomplete: optional(Schema.Boolean),
  max_length: optional(Schema.NullOr(Schema.Int)),
  min_value: optional(Schema.NullOr(Schema.Number)),
  max_value: optional(Schema.NullOr(Schema.Number)),
  choices: optional(Schema.NullOr(Schema.Array(Choice))),
  channel_types: optional(Schema.NullOr(Schema.Array(Schema.Int))),
}

/** What of a command matters here, as Discord keeps it. A subcommand has options of its own. */
const Option = Schema.Struct({ ...option, options: optional(Schema.Array(Schema.Struct(option))) })
type Option = Omit<typeof Option.Type, "options"> & { readonly options?: ReadonlyArray<Option> }

const Known = Schema.Struct({
  type: optional(Schema.Int),
  name: Schema.String,
  /** Empty, or not there, for an entry of a menu. */
  description: optional(Schema.String),
  options: optional(Schema.Array(Option)),
  contexts: optional(Schema.NullOr(Schema.Array(Schema.Int))),
  integration_types: optional(Schema.NullOr(Schema.Array(Schema.Int))),
  /** We say a number, Discord a text. */
  default_member_permissions: optional(Schema.NullOr(Schema.Union([Schema.String, Schema.Number]))),
})

/** Slash commands, and entries of the menu of a message. */
export const offered = [...commands.map(({ data }) => data), ...menus]

/** A PUT replaces all commands of the application, and Discord counts how many are made in a day. */
export const registerCommands = Effect.gen(function* () {
  const { api, self } = yield* DiscordRest
  const route = Routes.applicationCommands(self.application)
  const known = yield* api(Schema.Array(Known), "GET", route)
  if (fingerprint(known) === fingerprint(Schema.decodeUnknownSync(Schema.Array(Known))(offered))) return
  yield* api(Schema.Unknown, "PUT", route, { body: offered })
  yield* Effect.logInfo(
    `Discord knows the commands ${[...commands.map(({ data }) => `/${data.name}`), ...menus.map(({ name }) => `“${name}”`)].join(", ")}`,
  )
})

/** Equal for lists of commands that work alike: Discord leaves out what is false, and gives no order. */
const fingerprint = (list: ReadonlyArray<typeof Known.Type>): string =>
  JSON.stringify(
    list
      .map(({ type = 1, name, description = "", options = [], ...command }) => ({
        type,
        name,
        description,
        options: options.map(plain),
        contexts: command.contexts?.toSorted() ?? null,
        integration_types: command.integration_types?.toSorted() ?? null,
        offeredTo: command.default_member_permissions?.toString() ?? null,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  )

const plain = (option: Option): object => ({
  type: option.type,
  name: option.name,
  description: option.description,
  required: option.required ?? false,
  autocomplete: option.autocomplete ?? false,
  max_length: option.max_length ?? null,
  min_value: option.min_value ?? null,
  max_value: option.max_value ?? null,
  choices: (option.choices ?? []).map(({ name, value }) => [name, value]),
  channel_types: option.channel_types?.toSorted() ?? [],
  options: (option.options ?? []).map(plain),
})
