/** Until where conversations have heard their channels, as far as a start looks. */
import { it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { expect } from "vitest"
import { heardUntil } from "../../src/actors/heard.ts"
import { Store } from "../../src/actors/store.ts"
import { address, type Address } from "../../src/machines/address.ts"

/** What is looked at and what is logged in a store of so many conversations. */
const lookedAt = (count: number) =>
  Effect.gen(function* () {
    const all = Array.from({ length: count }, (_, n) => address("conversation", String(100_000 + n)))
    const looked: Array<Address> = []
    const lines: Array<string> = []
    yield* heardUntil.pipe(
      Effect.provideService(Store, {
        addresses: (_: string, after: Address | null, limit: number) => {
          const from = after === null ? 0 : all.findIndex((one) => one === after) + 1
          return Effect.succeed(all.slice(from, from + limit))
        },
        peek: (of: Address) => Effect.sync(() => (looked.push(of), null)),
      } as never),
      Effect.provide(Logger.layer([Logger.make(({ message }) => void lines.push(String(message)))])),
    )
    return { looked: new Set(looked).size, lines }
  })

it.effect("a start looks at so many conversations as it can wait for, and says when there are more", () =>
  Effect.gen(function* () {
    expect(yield* lookedAt(10_000)).toEqual({ looked: 10_000, lines: [] })
    const { looked, lines } = yield* lookedAt(10_600)
    expect(looked).toBe(10_000)
    expect(lines).toEqual([expect.stringContaining("There are more than 10,000 conversations")])
  }),
)
