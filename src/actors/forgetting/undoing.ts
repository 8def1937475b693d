/**
 * What an owner does so that an actor of its holds nothing more of somebody: it is erased, or its past is put into one record
 * without them. Whatever fails, the actor is as it was; done again, it changes nothing.
 */
import { hash } from "node:crypto"
import { Effect, Schema } from "effect"
import type { Address } from "../../machines/address.ts"
import { Known } from "../../machines/departure/events.ts"
import { decodeSnapshot, type JournalBroken, type Owed, type Snapshot, type Timer } from "../journal.ts"
import { record } from "../books.ts"
import { ledgerOf, stepperOf } from "../steppers.ts"
import { Store, type Claim } from "../store.ts"
import { redactor } from "./traces.ts"

export const Undoing = Schema.Struct({
  ...Known.fields,
  id: Schema.String,
  as: Schema.String,
  /** All of the actor is theirs. */
  erase: Schema.Boolean,
  /** Actors that are erased: nothing is owed to them any more, and what came from them is not remembered. */
  gone: Schema.Array(Schema.String),
})
export type Undoing = typeof Undoing.Type

/** Nothing is told to actors that are gone, and who left is not forgotten twice. */
const isOwed =
  ({ gone }: Undoing) =>
  ({ effect }: Owed): boolean =>
    effect.type !== "Forget" && !(effect.type === "Tell" && gone.includes(effect.to))

/** The state without somebody, as a record whose hash follows from what it says. */
export const rewritten = (
  address: Address,
  claim: Claim,
  undoing: Undoing,
): { record: string; hash: string } => {
  const { books } = ledgerOf(address, claim)
  const redact = redactor(undoing)
  const plain = decodeSnapshot(record(stepperOf(address), books, "")) as Snapshot
  const kept = {
    ...plain,
    state: { value: plain.state.value, context: redact(plain.state.context) },
    outbox: plain.outbox.filter(isOwed(undoing)).map((owed) => redact(owed)) as ReadonlyArray<Owed>,
    timers: plain.timers.map((timer) => redact(timer)) as ReadonlyArray<Timer>,
  }
  const now = hash("sha256", `anew\n${JSON.stringify(kept)}`, "base64url")
  return { record: JSON.stringify({ ...kept, hash: now }), hash: now }
}

const page = 512

/** Whether anything that is kept of an actor holds a trace of somebody. */
export const isTraced = (address: Address, redact: ReturnType<typeof redactor>) =>
  Effect.gen(function* () {
    const store = yield* Store
    const changes = (text: string | null): boolean => {
      if (text === null) return false
      const value: unknown = JSON.parse(text)
      return redact(value) !== value
    }
    const claim = yield* store.peek(address)
    if (claim === null) return false
    if (changes(claim.record) || changes(yield* store.base(address))) return true
    for (let from = 1; ;) {
      const entries = yield* store.journal(address, from, page)
      if (entries.some(({ body }) => changes(body))) return true
      if (entries.length < page) return false
      from = entries.at(-1)!.seq + 1
    }
  })

/** For who owns the actor, and has it out of memory. Whether it holds nothing of theirs now. */
export const undo = (address: Address, undoing: Undoing) =>
  Effect.gen(function* () {
    const store = yield* Store
    const claim = yield* store.claim(address)
    const { epoch, seq: expectedSeq, hash: expectedHash } = claim
    if (undoing.erase || expectedSeq === 0) return (yield* store.erase(address, epoch))._tag === "Committed"
    const now = yield* Effect.try({
      try: () => rewritten(address, claim, undoing),
      catch: (error) => error as JournalBroken,
    })
    const forgetIds = undoing.gone.map((from) => `${from}#`)
    const result = yield* store.rewrite({ address, epoch, expectedSeq, expectedHash, ...now, forgetIds })
    return result._tag === "Committed"
  })
