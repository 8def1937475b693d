/** A change to a template reaches the constellations that there are by a plan that is shown, and only as it was shown. */
import { it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { describe, expect } from "vitest"
import { sweep } from "../../../src/actors/constellations/boot.ts"
import { tellDirectly } from "../../../src/actors/constellations/directly.ts"
import { Partners } from "../../../src/actors/constellations/partners.ts"
import { apply, everyone, plan } from "../../../src/actors/constellations/planning.ts"
import { standingOf } from "../../../src/actors/constellations/standing.ts"
import { standardOf, Templates } from "../../../src/actors/constellations/templates.ts"
import { Mail } from "../../../src/actors/mail.ts"
import { Roster } from "../../../src/actors/performing/roster.ts"
import { address, type Address } from "../../../src/machines/address.ts"
import type { Template } from "../../../src/machines/constellation/template.ts"
import type { Event } from "../../../src/machines/events.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { team, World } from "../../support/world.ts"

const idOf = (n: number) => String(100_000_000_000_000_000n + BigInt(n))
const of = (n: number) => address("constellation", idOf(n))
const users = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ user: { id: idOf(n), name: `user ${n}` }, template: null }))

/** Templates that a test writes anew. */
const written = (...first: ReadonlyArray<Template>) => {
  const all = new Map(first.map((template) => [template.name, template]))
  const named = (name: string | null) => all.get(name ?? "default") ?? null
  return { all, layer: Layer.succeed(Templates, { named, names: () => [...all.keys()] }) }
}

const before = standardOf(team)
const after: Template = {
  ...before,
  agents: ["strategist", "writer"],
  groups: [{ ...before.groups[0]!, members: ["strategist", "writer"] }],
}
const change = ["- agent analyst", "~ group main: members strategist writer analyst → strategist writer"]

const ports = (
  memory: MemoryStore,
  templates: Layer.Layer<never>,
  partner?: { readonly user: string; readonly template: string },
) =>
  Layer.mergeAll(
    memory.layer,
    Layer.succeed(Roster, team),
    templates,
    partner === undefined
      ? Layer.empty
      : Layer.succeed(Partners, {
          all: () => [],
          named: (user) =>
            user === partner.user
              ? { discordId: user, name: "Ada", autoInitialize: true, template: partner.template }
              : undefined,
          changes: Stream.make([]),
        }),
  )

const made = (count: number, templates: Layer.Layer<never>) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    expect(
      yield* sweep(users(count)).pipe(
        Effect.provide(new World().runtime(memory.layer)),
        Effect.provide(templates),
      ),
    ).toEqual([])
    return memory
  })

const entries = (memory: MemoryStore) =>
  [...memory.actors].map(([one, { epoch, seq }]) => `${one} ${epoch} ${seq}`)

describe("a plan for templates", () => {
  it.live("says what would change of each, page by page, and writes nothing", () =>
    Effect.gen(function* () {
      const { all, layer } = written(before)
      const memory = yield* made(250, layer)
      const ours = ports(memory, layer)
      expect(yield* Effect.provide(plan(everyone, null), ours)).toMatchObject({ looked: 200, changes: [] })
      all.set("default", after)
      const unchanged = entries(memory)
      const first = yield* Effect.provide(plan(everyone, null), ours)
      const second = yield* Effect.provide(plan(everyone, first.next), ours)
      expect([first.looked, second.looked, second.next]).toEqual([200, 50, null])
      const changes = [...first.changes, ...second.changes]
      expect(new Set(changes.map(({ user }) => user.id)).size).toBe(250)
      expect(changes[0]).toMatchObject({ from: "default", to: "default", lines: change, own: [] })
      expect(entries(memory)).toEqual(unchanged)
    }),
  )

  it.live("says what is the user's own and stays, whose template the file changed, and whose is gone", () =>
    Effect.gen(function* () {
      const { all, layer } = written(before)
      const memory = yield* made(3, layer)
      const own: ReadonlyArray<Event> = [
        { type: "REMOVE", brain: "analyst" },
        { type: "RENAME", brain: "writer", name: "Will" },
      ]
      for (const event of own) yield* Effect.provide(tellDirectly(of(0), "test", event), memory.layer)
      all.set("default", after)
      all.set("research", { ...before, name: "research", core: ["writer"] })
      const ours = ports(memory, layer, { user: idOf(1), template: "research" })
      const one = (n: number) => Effect.provide(plan({ user: idOf(n), template: null }, null), ours)
      expect((yield* one(0)).changes[0]).toMatchObject({
        lines: ["~ template default: what is not made yet"],
        own: ["agent analyst, removed", 'agent writer, called "Will"'],
      })
      expect((yield* one(1)).changes[0]).toMatchObject({
        from: "default",
        to: "research",
        lines: ["~ template default → research", "~ template research: core strategist → writer"],
      })
      expect((yield* Effect.provide(plan({ user: null, template: "research" }, null), ours)).looked).toBe(1)
      all.delete("default")
      expect(yield* one(2)).toMatchObject({
        changes: [],
        orphans: [{ user: { id: idOf(2) }, template: "default" }],
      })
      expect(yield* one(7)).toMatchObject({ looked: 0, changes: [], orphans: [] })
    }),
  )
})

describe("what a plan showed", () => {
  it.live("is applied once, and by itself nothing is", () =>
    Effect.gen(function* () {
      const { all, layer } = written(before)
      const memory = yield* made(2, layer)
      all.set("default", after)
      const ours = ports(memory, layer)
      const standing = (n: number) => Effect.provide(standingOf(of(n)), memory.layer)
      const [shown] = (yield* Effect.provide(plan({ user: idOf(0), template: null }, null), ours)).changes
      const applied = apply({ user: idOf(0), mark: shown!.mark }, tellDirectly)
      expect(yield* Effect.provide(applied, ours)).toBe("applied")
      expect((yield* standing(0))?.agents).toEqual(["strategist", "writer"])
      expect((yield* standing(1))?.agents).toEqual(["strategist", "writer", "analyst"])
      const then = entries(memory)
      expect(yield* Effect.provide(applied, ours)).toBe("same")
      expect(entries(memory)).toEqual(then)
    }),
  )

  it.live("is not applied when it would be another change by now", () =>
    Effect.gen(function* () {
      const { all, layer } = written(before)
      const memory = yield* made(1, layer)
      all.set("default", after)
      const ours = ports(memory, layer)
      const [shown] = (yield* Effect.provide(plan(everyone, null), ours)).changes
      all.set("default", { ...after, agents: ["writer"] })
      const then = entries(memory)
      const applied = apply({ user: idOf(0), mark: shown!.mark }, tellDirectly)
      expect(yield* Effect.provide(applied, ours)).toBe("moved")
      expect(entries(memory)).toEqual(then)
    }),
  )

  it.live(
    "may be applied on the store beside a process that has the constellation in memory: that is fenced, and reads it again",
    () =>
      Effect.gen(function* () {
        const { all, layer } = written(before)
        const memory = new MemoryStore()
        yield* Effect.gen(function* () {
          expect(yield* sweep(users(1))).toEqual([])
          const { peek, tell } = yield* Mail
          const contextOf = (one: Address) => Effect.map(peek(one), ({ context }) => context)
          expect(yield* contextOf(of(0))).toMatchObject({ later: [], agents: before.agents })
          all.set("default", after)
          const ours = ports(memory, layer)
          const [shown] = (yield* Effect.provide(plan(everyone, null), ours)).changes
          expect(yield* Effect.provide(apply({ user: idOf(0), mark: shown!.mark }, tellDirectly), ours)).toBe(
            "applied",
          )
          const need = {
            id: null,
            cause: "test",
            event: { type: "RENAME" as const, brain: "writer", name: "Will" },
          }
          yield* tell(of(0), need).pipe(Effect.retry({ times: 3 }))
          expect(yield* contextOf(of(0))).toMatchObject({
            agents: ["strategist", "writer"],
            own: { names: { writer: "Will" } },
          })
        }).pipe(Effect.provide(new World().runtime(memory.layer)), Effect.provide(layer))
      }),
  )
})
