/** A person's half of a slash command: gives it, and waits for what is answered. */
import { MessageFlags, type APIMessage } from "discord-api-types/v10"
import { Effect } from "effect"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { ADA } from "../../../src/adapters/playground/sample-world.ts"
import { channel, until } from "./fixtures.ts"
import { requests, shownIn } from "./looking.ts"

export const callback = "/interactions/:interaction/:token/callback"

const commandId = (name: string) =>
  until(
    Effect.map(requests("PUT", "/applications/:application/commands"), (puts) => {
      const known = puts.at(-1)?.responseBody as ReadonlyArray<{ id: string; name: string }> | undefined
      return known?.find((it) => it.name === name)?.id
    }),
  )

/** `workflow run` is the subcommand `run`. */
const data = Effect.fnUntraced(function* (command: string, given: ReadonlyArray<object>) {
  const [name = "", sub] = command.split(" ")
  const options = sub === undefined ? given : [{ type: 1, name: sub, options: given }]
  return { id: yield* commandId(name), name, type: 1, options }
})

/** `@<id>` is a person, `#<id>` a channel. */
const textual = (value: string) => {
  const [, sign, id] = /^([@#])(\d{17,20})$/.exec(value) ?? []
  return sign === undefined ? { type: 3, value } : { type: sign === "@" ? 6 : 7, value: id }
}

/** Gives a command, or a subcommand as `debate start`, as Ada unless somebody else is named; the interaction's id. */
export const command = Effect.fnUntraced(function* (
  name: string,
  options: Readonly<Record<string, string | number>> = {},
  channel_id: string = channel,
  as: string = ADA.id,
) {
  const { interact } = yield* Playground
  const given = Object.entries(options).map(([name, value]) => ({
    ...(typeof value === "number" ? { type: 4, value } : textual(value)),
    name,
  }))
  const started = yield* interact({ as, channel_id, type: 2, data: yield* data(name, given) })
  return "id" in started ? started.id : ""
})

/** Presses a button of the newest message that has it, as Ada unless somebody else is named. */
export const press = Effect.fnUntraced(function* (custom_id: string, as: string = ADA.id) {
  const { interact } = yield* Playground
  const message = (yield* shownIn(channel)).findLast(({ components }) =>
    JSON.stringify(components).includes(custom_id),
  )
  const data = { custom_id, component_type: 2 }
  const started = yield* interact({ as, channel_id: channel, type: 3, data, message_id: message?.id ?? "" })
  return "id" in started ? started.id : ""
})

/** Sends a form with a text for each field, as who opened it; the interaction's id. */
export const submit = Effect.fnUntraced(function* (
  custom_id: string,
  fields: Readonly<Record<string, string>>,
  as: string = ADA.id,
) {
  const { interact } = yield* Playground
  const components = Object.entries(fields).map(([custom_id, value]) => ({
    type: 18,
    component: { type: 4, custom_id, value },
  }))
  const started = yield* interact({ as, channel_id: channel, type: 5, data: { custom_id, components } })
  return "id" in started ? started.id : ""
})

/** Types into an option of a command; the choices that are offered. */
export const autocomplete = Effect.fnUntraced(function* (name: string, option: string, typed: string) {
  const { interact } = yield* Playground
  const focused = [{ type: 3, name: option, value: typed, focused: true }]
  const started = yield* interact({
    as: ADA.id,
    channel_id: channel,
    type: 4,
    data: yield* data(name, focused),
  })
  return "choices" in started ? started.choices : []
})

/** What a command was answered when all was done. */
export const answered = (interaction: string) =>
  until(
    Effect.map(requests("PATCH", "/webhooks/:webhook/:token/messages/@original"), (all) =>
      all
        .map(({ responseBody }) => responseBody as APIMessage)
        .find(({ interaction_metadata }) => interaction_metadata?.id === interaction),
    ),
  )

/** What the last command was answered at once, for the eyes of who gave it only. */
export const refused = until(
  Effect.map(requests("POST", callback), (all) => {
    const body = all.at(-1)?.requestBody as { data?: { content?: string; flags?: number } } | undefined
    return body?.data?.flags === MessageFlags.Ephemeral ? body.data.content : undefined
  }),
)
