/** What agents said in a conversation, each with the turn that it was: its journal is replayed, which knows who was given one. */
import { Effect } from "effect"
import type { Address } from "../../machines/address.ts"
import type { Floor } from "../../machines/conversation/floor.ts"
import type { ConversationEvent } from "../../machines/events.ts"
import type { Turn } from "../../machines/values.ts"
import { decodeEntry, decodeSnapshot } from "../../actors/journal.ts"
import { begin, follow, type Standing } from "../../actors/replay.ts"
import { inputOf, lineageOf } from "../../actors/steppers.ts"
import { Store, type StoreUnavailable } from "../../actors/store.ts"

export interface Answered {
  readonly brain: string
  /** The last of the Discord messages that it became. */
  readonly message: string
  /** Null: the conversation had given it none. */
  readonly turn: Turn | null
}

const page = 2000

/** In order; what never became a message is none. Dies when the journal does not replay. */
export const answersIn = (
  conversation: Address,
): Effect.Effect<ReadonlyArray<Answered>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const lineage = lineageOf(conversation)
    const base = yield* store.base(conversation)
    const answers: Array<Answered> = []
    /** Those that were given up may be answered still. */
    const given = new Map<string, Turn>()
    let standing: Standing | null = null
    for (let from = base === null ? 1 : decodeSnapshot(base).seq + 1; ;) {
      const entries = yield* store.journal(conversation, from, page)
      standing ??= begin(
        conversation,
        lineage,
        inputOf(conversation),
        base === null ? null : decodeSnapshot(base),
        entries[0],
      )
      for (const entry of entries) {
        standing = follow(conversation, lineage, standing, entry)
        const { underWay } = standing.books.snapshot.context as Floor
        for (const turn of Object.values(underWay)) given.set(turn.id, turn)
        const event = decodeEntry(entry.body).event as ConversationEvent | null
        const message = event?.type === "ANSWERED" ? event.messages.at(-1) : undefined
        if (event?.type === "ANSWERED" && message !== undefined)
          answers.push({ brain: event.brain, message, turn: given.get(event.turn) ?? null })
      }
      if (entries.length < page) return answers
      from = entries.at(-1)!.seq + 1
    }
  })
