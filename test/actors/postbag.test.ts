/** Letters of one tick to one entity travel together, in order, and each has an answer of its own. */
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import {
  ActorUnavailable,
  MailboxFull,
  type Envelope,
  type Letter,
  type Receipt,
  type Refused,
} from "../../src/actors/mail.ts"
import { makePostbags } from "../../src/actors/postbag.ts"
import { idOf, type Address } from "../../src/machines/address.ts"

const envelope = (id: string): Envelope => ({ id, cause: "test", event: { type: "RELEASE" } })
const sorting = (answer: (letter: Letter) => Receipt | Refused) => {
  const bags: Array<ReadonlyArray<string>> = []
  const carry = (letters: ReadonlyArray<Letter>) =>
    Effect.sync(() => {
      bags.push(letters.map(({ to, envelope }) => `${to} ${envelope.id}`))
      return letters.map(answer)
    })
  return { bags, carry }
}
const byId = (to: Address) => idOf(to)

describe("a postbag", () => {
  it.live("takes what is told to one entity in one tick, in the order of telling", () => {
    const { bags, carry } = sorting(() => "committed")
    return Effect.gen(function* () {
      const post = yield* makePostbags(byId, carry)
      const told = [
        post("agent/1", envelope("a")),
        post("pool/2", envelope("b")),
        post("agent/1", envelope("c")),
      ]
      expect(yield* Effect.all(told, { concurrency: "unbounded" })).toEqual([
        "committed",
        "committed",
        "committed",
      ])
      expect(bags).toEqual([["agent/1 a", "agent/1 c"], ["pool/2 b"]])
    }).pipe(Effect.scoped)
  })

  it.live("answers each letter for itself", () => {
    const full = new MailboxFull({ address: "agent/1" })
    const { carry } = sorting(({ envelope }) => (envelope.id === "b" ? full : "duplicate"))
    return Effect.gen(function* () {
      const post = yield* makePostbags(byId, carry)
      const told = ["a", "b"].map((id) => Effect.result(post("agent/1", envelope(id))))
      const [a, b] = yield* Effect.all(told, { concurrency: "unbounded" })
      expect([a!._tag, b!._tag]).toEqual(["Success", "Failure"])
    }).pipe(Effect.scoped)
  })

  it.live("that does not arrive says so of each letter", () =>
    Effect.gen(function* () {
      const lost = Effect.fail(new ActorUnavailable({ address: "agent/1", reason: "the bag is lost" }))
      const post = yield* makePostbags(
        () => "pool/1",
        () => lost,
      )
      const told = (["agent/1", "agent/2"] as const).map((to) => Effect.flip(post(to, envelope("a"))))
      const refused = yield* Effect.all(told, { concurrency: "unbounded" })
      expect(refused).toMatchObject([
        { address: "agent/1", reason: "the bag is lost" },
        { address: "agent/2", reason: "the bag is lost" },
      ])
    }).pipe(Effect.scoped),
  )

  it.live("holds no more than 256 letters", () => {
    const { bags, carry } = sorting(() => "committed")
    return Effect.gen(function* () {
      const post = yield* makePostbags(byId, carry)
      const told = Array.from({ length: 600 }, (_, n) => post("agent/1", envelope(String(n))))
      yield* Effect.all(told, { concurrency: "unbounded" })
      expect(bags.map(({ length }) => length)).toEqual([256, 256, 88])
    }).pipe(Effect.scoped)
  })
})
