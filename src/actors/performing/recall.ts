/** What an agent remembers of a user, their session and the memory of their constellation; and what the channel knows. */
import { Effect, Schema } from "effect"
import { address, type Address } from "../../machines/address.ts"
import { isLabelled } from "../../machines/memory/knowledge.ts"
import { readBy } from "../../machines/memory/memory.ts"
import { Block, Digest, Exchange, Fact, own, type Turn } from "../../machines/values.ts"
import { Mail } from "../mail.ts"
import type { Prompt } from "./model.ts"
import { Voice } from "./voice.ts"

/** Of the sessions with all agents one is read. */
const Remembered = Schema.Struct({
  sessions: Schema.Record(Schema.String, Schema.Unknown),
  digests: Schema.Record(Schema.String, Schema.Unknown),
  memory: Schema.Array(Block),
  own: Schema.Struct({ names: Schema.Record(Schema.String, Schema.String) }),
})
const Session = Schema.Array(Exchange)
const Known = Schema.Struct({ facts: Schema.Array(Fact) })

export type Recollection = Pick<Prompt, "session" | "digest" | "memory" | "knowledge" | "called">

const nothing: Recollection = { session: [], digest: null, memory: [], knowledge: [] }

const contextOf = (of: Address) =>
  Effect.flatMap(Mail, (mail) => Effect.map(mail.peek(of), ({ context }) => context))

const ofUser = ({ brain, message }: Turn) =>
  Effect.gen(function* () {
    const context = yield* contextOf(address("constellation", message.author.id))
    const { sessions, digests, memory, own: mine } = yield* Schema.decodeUnknownEffect(Remembered)(context)
    const digest = own(digests, brain)
    const called = own(mine.names, brain)
    return {
      session: yield* Schema.decodeUnknownEffect(Session)(own(sessions, brain) ?? []),
      digest: digest === undefined ? null : yield* Schema.decodeUnknownEffect(Digest)(digest),
      memory: readBy(memory, brain),
      ...(called !== undefined && { called }),
    }
  })

/** An answer is not kept waiting for Discord to say whose thread a channel is. */
const patience = "2 seconds"

const factsOf = (channel: string) =>
  Effect.gen(function* () {
    const context = yield* contextOf(address("knowledge", channel))
    return (yield* Schema.decodeUnknownEffect(Known)(context)).facts
  })

/** A thread knows what its channel knows, unless it knows better. */
const ofChannel = ({ message: { channel, guild } }: Turn) =>
  Effect.gen(function* () {
    const voice = yield* Voice
    const looked = guild === null ? Effect.succeed(null) : voice.parentOf(channel)
    const parent = yield* Effect.catch(Effect.timeout(looked, patience), () => Effect.succeed(null))
    const own = yield* factsOf(channel)
    const others = parent === null ? [] : yield* factsOf(parent)
    return { knowledge: [...others.filter(({ label }) => !own.some(isLabelled(label))), ...own] }
  })

/** One look at each actor. Never fails: an agent that cannot remember answers without. */
export const recall = (turn: Turn): Effect.Effect<Recollection, never, Mail | Voice> => {
  const without = (what: string) =>
    Effect.catch((error: { readonly _tag: string }) =>
      Effect.as(Effect.logWarning(`${turn.brain} answers without ${what}: ${error._tag}`), {}),
    )
  return Effect.map(
    Effect.all(
      [
        ofUser(turn).pipe(without("its memory of the user")),
        ofChannel(turn).pipe(without("what the channel knows")),
      ],
      { concurrency: 2 },
    ),
    ([user, channel]) => ({ ...nothing, ...user, ...channel }),
  )
}
