/** What an agent remembers of a user: its session with them, and the memory of their constellation. */
import { Effect, Schema } from "effect"
import { address } from "../machines/address.ts"
import { Block, Exchange, own, type Turn } from "../machines/values.ts"
import { Mail } from "./mail.ts"

const Remembered = Schema.Struct({
  sessions: Schema.Record(Schema.String, Schema.Array(Exchange)),
  memory: Schema.Array(Block),
})

export interface Recollection {
  readonly session: ReadonlyArray<Exchange>
  readonly memory: ReadonlyArray<Block>
}

const nothing: Recollection = { session: [], memory: [] }

/** Never fails: an agent that cannot remember answers without. */
export const recall = (turn: Turn): Effect.Effect<Recollection, never, Mail> =>
  Effect.gen(function* () {
    const of = address("constellation", turn.message.author.id)
    const peeked = yield* (yield* Mail).peek(of)
    const { sessions, memory } = yield* Schema.decodeUnknownEffect(Remembered)(peeked.context)
    return { session: own(sessions, turn.brain) ?? [], memory }
  }).pipe(
    Effect.catch((error) =>
      Effect.as(
        Effect.logWarning(`${turn.brain} answers without its memory of the user: ${error._tag}`),
        nothing,
      ),
    ),
  )
