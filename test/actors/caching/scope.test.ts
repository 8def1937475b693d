/** Nobody sees what is somebody else's, whatever ids and keys look like. */
import { expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { cached } from "../../../src/actors/caching/caches.ts"
import { idOf, nameOf, type Scope } from "../../../src/actors/caching/scope.ts"
import { kinds, type CacheKind } from "../../../src/actors/caching/terms.ts"
import { caches } from "./support.ts"

/** Texts that could be taken for others once they are put together: of few characters, many of which separate something. */
const tricky = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."1:,\"'\\[]{}/ \n\0%", "\ud800", "\udc00", "user", "guild"),
    maxLength: 6,
  }),
  fc.constantFrom("", "public", "user:1", "guild:1", '1","files","', "1\0", "__proto__", "all"),
)

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant("public" as const),
  fc.record({ guild: tricky }),
  fc.record({ user: tricky }),
)

interface Asked {
  readonly scope: Scope
  readonly kind: CacheKind
  readonly key: string
  readonly agent: string
}

const asked: fc.Arbitrary<Asked> = fc.record({
  scope,
  kind: fc.constantFrom(...kinds),
  key: tricky,
  agent: tricky,
})

/** Whose and what it is, compared field by field. */
const same = (a: Asked, b: Asked): boolean =>
  (typeof a.scope === "string" || typeof b.scope === "string"
    ? a.scope === b.scope
    : a.scope.user === b.scope.user && a.scope.guild === b.scope.guild) &&
  a.kind === b.kind &&
  a.key === b.key

it("gives two lookups one id only where scope, kind and key are the same", () => {
  fc.assert(
    fc.property(asked, asked, (a, b) => {
      expect(idOf(a.scope, a.kind, a.key) === idOf(b.scope, b.kind, b.key)).toBe(same(a, b))
    }),
    { numRuns: 2000 },
  )
})

it("tells users, guilds and everybody apart by name", () => {
  fc.assert(
    fc.property(asked, asked, (a, b) => {
      expect(nameOf(a.scope) === nameOf(b.scope)).toBe(same({ ...a, kind: b.kind, key: b.key }, b))
    }),
  )
})

it.effect("shows no lookup what was kept for another scope, in any layer", () =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 12 }), async (all) => {
        const seen = await Effect.runPromise(
          Effect.forEach(all, (one) => {
            const value = { scope: nameOf(one.scope), kind: one.kind, key: one.key }
            return cached(one.kind, one.scope, one.key, Effect.succeed(value), {
              as: Schema.Struct({ scope: Schema.String, kind: Schema.String, key: Schema.String }),
              agent: one.agent,
            })
          }).pipe(Effect.provide(caches())),
        )
        seen.forEach((value, n) => {
          expect(value.scope).toBe(nameOf(all[n]!.scope))
          expect(value.key).toBe(all[n]!.key)
        })
      }),
      { numRuns: 60 },
    ),
  ),
)
