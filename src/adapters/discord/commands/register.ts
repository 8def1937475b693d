/** Tells Discord which commands there are, when it has others. */
import { Routes } from "discord.js"
import { Effect, Schema } from "effect"
import { DiscordRest } from "../rest.ts"
import { commands } from "./commands.ts"

const optional = Schema.optionalKey

/** What of a command matters here, as Discord keeps it. */
const Option = Schema.Struct({
  type: Schema.Int,
  name: Schema.String,
  description: Schema.String,
  required: optional(Schema.Boolean),
  autocomplete: optional(Schema.Boolean),
  max_length: optional(Schema.NullOr(Schema.Int)),
})

const Known = Schema.Struct({
  type: optional(Schema.Int),
  name: Schema.String,
  description: Schema.String,
  options: optional(Schema.Array(Option)),
  contexts: optional(Schema.NullOr(Schema.Array(Schema.Int))),
  integration_types: optional(Schema.NullOr(Schema.Array(Schema.Int))),
})

/** A PUT replaces all commands of the application, and Discord counts how many are made in a day. */
export const registerCommands = Effect.gen(function* () {
  const { api, self } = yield* DiscordRest
  const route = Routes.applicationCommands(self.application)
  const wanted = commands.map(({ data }) => data)
  const known = yield* api(Schema.Array(Known), "GET", route)
  if (fingerprint(known) === fingerprint(Schema.decodeUnknownSync(Schema.Array(Known))(wanted))) return
  yield* api(Schema.Unknown, "PUT", route, { body: wanted })
  yield* Effect.logInfo(`Discord knows the commands ${wanted.map(({ name }) => `/${name}`).join(", ")}`)
})

/** Equal for lists of commands that work alike: Discord leaves out what is false, and gives no order. */
const fingerprint = (list: ReadonlyArray<typeof Known.Type>): string =>
  JSON.stringify(
    list
      .map(({ type = 1, name, description, options = [], contexts, integration_types }) => ({
        type,
        name,
        description,
        options: options.map(({ type, name, description, required, autocomplete, max_length }) => ({
          type,
          name,
          description,
          required: required ?? false,
          autocomplete: autocomplete ?? false,
          max_length: max_length ?? null,
        })),
        contexts: contexts?.toSorted() ?? null,
        integration_types: integration_types?.toSorted() ?? null,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  )
