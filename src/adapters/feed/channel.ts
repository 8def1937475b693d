/** What stands in a channel of the playground, asked as the bot would ask Discord. */
import { Effect, Schema } from "effect"
import type { Playground } from "../playground/playground.ts"

const Standing = Schema.Array(
  Schema.Struct({ id: Schema.String, webhook_id: Schema.optionalKey(Schema.String) }),
)

const page = 100

/** Ids of the messages that agents wrote in a channel. */
export const agentMessages = (
  { apiBase, token }: Playground["Service"],
  channel: string,
): Effect.Effect<ReadonlySet<string>> =>
  Effect.gen(function* () {
    const ids = new Set<string>()
    for (let before = ""; ;) {
      const url = `${apiBase}/v10/channels/${channel}/messages?limit=${page}${before && `&before=${before}`}`
      const answer = yield* Effect.promise(() => fetch(url, { headers: { authorization: `Bot ${token}` } }))
      const messages = Schema.decodeUnknownSync(Standing)(yield* Effect.promise(() => answer.json()))
      for (const { id, webhook_id } of messages) if (webhook_id !== undefined) ids.add(id)
      if (messages.length < page) return ids
      before = messages.at(-1)!.id
    }
  })
