/** What became of the messages of a feed: read from the journal of their conversation, which is all that counts. */
import { Effect, Schema } from "effect"
import type { Address } from "../../machines/address.ts"
import { ConversationEvent } from "../../machines/events.ts"
import { decodeEntry } from "../../actors/journal.ts"
import { ledgerOf } from "../../actors/steppers.ts"
import { Store, type StoreUnavailable } from "../../actors/store.ts"

export interface Account {
  /** Ids of the messages that were heard, and how often each stands in the journal. */
  readonly heard: ReadonlyMap<string, number>
  /** By message id: the answers it came to, each with the ids of the Discord messages it became. */
  readonly answers: ReadonlyMap<string, ReadonlyArray<Answer>>
  /** Ids of messages that have not ended. */
  readonly open: ReadonlySet<string>
}

export interface Answer {
  readonly turn: string
  readonly messages: ReadonlyArray<string>
}

const page = 2000
const decode = Schema.decodeUnknownOption(ConversationEvent)
const Unended = Schema.Struct({
  inbox: Schema.Array(Schema.Struct({ id: Schema.String })),
  open: Schema.Record(Schema.String, Schema.Json),
})

export const accountOf = (conversation: Address): Effect.Effect<Account, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const heard = new Map<string, number>()
    const answers = new Map<string, Array<Answer>>()
    for (let from = 1; ;) {
      const entries = yield* store.journal(conversation, from, page)
      for (const { body } of entries) {
        const { event, cause } = decodeEntry(body)
        const known = decode(event)
        if (known._tag === "None") continue
        if (known.value.type === "MESSAGE") {
          const { id } = known.value.message
          heard.set(id, (heard.get(id) ?? 0) + 1)
        }
        if (known.value.type === "ANSWERED") {
          const { turn, messages } = known.value
          answers.set(cause, [...(answers.get(cause) ?? []), { turn, messages }])
        }
      }
      if (entries.length < page) break
      from = entries.at(-1)!.seq + 1
    }
    const kept = yield* store.peek(conversation)
    const context =
      kept === null ? { inbox: [], open: {} } : ledgerOf(conversation, kept).books.snapshot.context
    const { inbox, open } = Schema.decodeUnknownSync(Unended)(context)
    const unended = new Set([...inbox.map(({ id }) => id), ...Object.keys(open)])
    return { heard, answers, open: unended }
  })
