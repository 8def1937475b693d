/**
 * How a change to a template reaches the constellations that there are: a plan that is shown, and then applied as it was shown.
 * Whoever has changed between the two is left alone, to be shown again.
 */
import { hash } from "node:crypto"
import { Effect, Schema } from "effect"
import { Address, address, idOf } from "../../machines/address.ts"
import { planFor } from "../../machines/constellation/plan.ts"
import type { Template } from "../../machines/constellation/template.ts"
import type { Event } from "../../machines/events.ts"
import { Person } from "../../machines/values.ts"
import { Roster } from "../performing/roster.ts"
import { Store } from "../store.ts"
import { enlisted } from "./enlisted.ts"
import { Partners } from "./partners.ts"
import { standingOf, type Standing } from "./standing.ts"
import { Templates } from "./templates.ts"

/** What would change of one constellation. */
export const Change = Schema.Struct({
  user: Person,
  /** The names of the templates that it is laid out by, and would be. */
  from: Schema.String,
  to: Schema.String,
  /** As `+ agent writer`, `- memory notes`, `~ group main: …`. */
  lines: Schema.Array(Schema.String),
  /** What is the user's own, and stays. */
  own: Schema.Array(Schema.String),
  /** Of what was shown: only that is applied. */
  mark: Schema.String,
})
export type Change = typeof Change.Type

export const PlanPage = Schema.Struct({
  /** Constellations that were looked at. */
  looked: Schema.Int,
  changes: Schema.Array(Change),
  /** Those whose template there is no more: they stay as they are. */
  orphans: Schema.Array(Schema.Struct({ user: Person, template: Schema.String })),
  /** Where to go on; null: at the end. */
  next: Schema.NullOr(Address),
})
export type PlanPage = typeof PlanPage.Type

/** Which constellations: of one user, of one template; null: of all. */
export interface Scope {
  readonly user: string | null
  readonly template: string | null
}

export const everyone: Scope = { user: null, template: null }

/** Applied as shown; there was nothing to apply any more; it would be another change than was shown, and none was made. */
export type Applied = "applied" | "same" | "moved"

/** Constellations of one page. */
const pageSize = 200

/** Whose constellation is laid out by which template: the operator's file, then the list, then what it is laid out by. */
const choosing = Effect.gen(function* () {
  const { named } = yield* Partners
  const list = new Map((yield* enlisted).map(({ user, template }) => [user.id, template]))
  return (user: string, now: Template): string => named(user)?.template ?? list.get(user) ?? now.name
})

type Chosen = Effect.Success<typeof choosing>

const markOf = (lines: ReadonlyArray<string>): string =>
  hash("sha256", lines.join("\n"), "base64url").slice(0, 22)

/** Null: nobody has made it yet, so it will be made by the template of then. */
const lookedAt = ({ user, template, ...laid }: Standing, chosen: Chosen) =>
  Effect.gen(function* () {
    if (template === null) return null
    const to = chosen(user.id, template)
    const next = (yield* Templates).named(to, yield* Roster)
    if (next === null) return { user, from: template.name, to, next: null, lines: [], own: [], mark: "" }
    const { lines, own } = planFor({ ...laid, template }, next)
    return { user, from: template.name, to, next, lines, own, mark: markOf(lines) }
  })

const addressesAfter = ({ user }: Scope, after: Address | null) =>
  user === null
    ? Effect.flatMap(Store, ({ addresses }) => addresses("constellation", after, pageSize))
    : Effect.succeed([address("constellation", user)])

/** What would change, a page of constellations at a time. Nothing is written, and nobody is woken. */
export const plan = Effect.fnUntraced(function* (scope: Scope, after: Address | null) {
  const chosen = yield* choosing
  const all = yield* addressesAfter(scope, after)
  const standing = yield* Effect.forEach(all, standingOf, { concurrency: 16 })
  const found = yield* Effect.forEach(standing, (one) =>
    one === null ? Effect.succeed(null) : lookedAt(one, chosen),
  )
  const isMeant = ({ from, to }: { readonly from: string; readonly to: string }) =>
    scope.template === null || [from, to].includes(scope.template)
  const meant = found.filter((one) => one !== null).filter(isMeant)
  const page: PlanPage = {
    looked: meant.length,
    changes: meant
      .filter(({ next, lines }) => next !== null && lines.length > 0)
      .map(({ next: _, ...change }) => change),
    orphans: meant.filter(({ next }) => next === null).map(({ user, to }) => ({ user, template: to })),
    next: scope.user === null && all.length === pageSize ? all.at(-1)! : null,
  }
  return page
})

/** Applies what was shown. `tell` brings the event to the constellation, and comes back when it is durable. */
export const apply = <E, R>(
  { user, mark }: { readonly user: string; readonly mark: string },
  tell: (to: Address, cause: string, event: Event) => Effect.Effect<unknown, E, R>,
) =>
  Effect.gen(function* () {
    const of = address("constellation", user)
    const standing = yield* standingOf(of)
    const found = standing === null ? null : yield* lookedAt(standing, yield* choosing)
    if (found === null || found.next === null || found.lines.length === 0) return "same" as const
    if (found.mark !== mark) return "moved" as const
    yield* tell(of, `template/${idOf(of)}`, { type: "APPLY", template: found.next })
    return "applied" as const
  })
