/** `orrery constellation`: how a change to a template reaches the constellations that there are. Shown, and then applied. */
import { Console, Effect, Option } from "effect"
import { Command, Flag, Prompt } from "effect/cli"
import type { PlanPage, Scope } from "../../actors/constellations/planning.ts"
import type { Address } from "../../machines/address.ts"
import type { Loaded } from "../config/load.ts"
import { plannerFor, type Planner } from "./constellation-planner.ts"
import { counted, text, type Plan } from "./constellation-text.ts"
import { configured, flags } from "./flags.ts"
import { InputError } from "./input-error.ts"
import { barOn } from "./bar.ts"

/** Of what is asked for at once. */
const chunk = 100

const scoped = {
  ...flags,
  user: Flag.String("user").pipe(
    Flag.withDescription("The constellation of this user alone, by their id in Discord"),
    Flag.optional,
  ),
  template: Flag.String("template").pipe(
    Flag.withDescription("Constellations alone that this template lays out, or would"),
    Flag.optional,
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDefault(false),
    Flag.withDescription("One line of JSON instead of text"),
  ),
}

interface Asked {
  readonly user: Option.Option<string>
  readonly template: Option.Option<string>
}

/** Exit code 2: something would change. */
const someChange = Effect.sync(() => {
  process.exitCode = 2
})

const scopeOf = ({ user, template }: Asked, { live }: Loaded): Effect.Effect<Scope, InputError> => {
  const scope = { user: Option.getOrNull(user), template: Option.getOrNull(template) }
  const names = [...live.templates.keys()]
  if (scope.user !== null && !/^\d{17,20}$/.test(scope.user))
    return new InputError({
      message: "--user is the person's id in Discord: a number of 17 to 20 digits, as 549170854458687509",
    })
  if (scope.template !== null && !names.includes(scope.template))
    return new InputError({ message: `there is no template ${scope.template}; there is ${names.join(", ")}` })
  return Effect.succeed(scope)
}

/** All pages of it. */
const whole = (planner: Planner, scope: Scope) =>
  Effect.scoped(
    Effect.gen(function* () {
      const bar = yield* barOn(process.stderr, "Looking at constellations")
      const pages: Array<PlanPage> = []
      let next: Address | null = null
      do {
        const page: PlanPage = yield* planner.plan(scope, next)
        pages.push(page)
        bar.at(
          pages.reduce((sum, { looked }) => sum + looked, 0),
          null,
        )
        next = page.next
      } while (next !== null)
      const plan: Plan = {
        where: planner.where,
        looked: pages.reduce((sum, { looked }) => sum + looked, 0),
        changes: pages.flatMap(({ changes }) => changes),
        orphans: pages.flatMap(({ orphans }) => orphans),
      }
      return plan
    }),
  )

const planCommand = Command.make(
  "plan",
  scoped,
  Effect.fnUntraced(function* ({ json, user, template, ...chosen }) {
    const loaded = yield* configured(chosen)
    const scope = yield* scopeOf({ user, template }, loaded)
    const plan = yield* whole(yield* plannerFor(loaded, false), scope)
    yield* Console.log(json ? JSON.stringify(plan) : text(plan))
    if (plan.changes.length === 0) return
    if (!json) yield* Console.error("\nApply it: orrery constellation apply")
    yield* someChange
  }, Effect.scoped),
).pipe(
  Command.withDescription(
    "Shows what the templates of now would change of the constellations that there are, and what is their users' own and stays; nothing is changed. Exit code 2: something would be",
  ),
)

const confirmed = (yes: boolean) =>
  Effect.gen(function* () {
    if (yes) return true
    if (!process.stdin.isTTY || !process.stdout.isTTY)
      return yield* new InputError({
        message: "nobody is there to be asked, so nothing is applied: --yes applies it without asking",
      })
    return yield* Prompt.run(Prompt.Confirm({ message: "Apply this?", initial: false }))
  })

/** Says how far it is while it applies what was shown. */
const applied = (planner: Planner, { changes }: Plan) =>
  Effect.scoped(
    Effect.gen(function* () {
      const bar = yield* barOn(process.stderr, "Applying")
      const counts = { applied: 0, same: 0, moved: 0 }
      for (let from = 0; from < changes.length; from += chunk) {
        const some = changes.slice(from, from + chunk).map(({ user, mark }) => ({ user: user.id, mark }))
        for (const outcome of yield* planner.apply(some)) counts[outcome]++
        bar.at(from + some.length, changes.length)
      }
      return counts
    }),
  )

const applyCommand = Command.make(
  "apply",
  {
    ...scoped,
    yes: Flag.Boolean("yes").pipe(Flag.withDefault(false), Flag.withDescription("Do not ask")),
  },
  Effect.fnUntraced(function* ({ json, yes, user, template, ...chosen }) {
    const loaded = yield* configured(chosen)
    const scope = yield* scopeOf({ user, template }, loaded)
    const planner = yield* plannerFor(loaded, true)
    const plan = yield* whole(planner, scope)
    if (!json) yield* Console.log(text(plan))
    const isWanted = plan.changes.length > 0 && (yield* confirmed(yes))
    const counts = isWanted ? yield* applied(planner, plan) : { applied: 0, same: 0, moved: 0 }
    if (json) return yield* Console.log(JSON.stringify({ ...counts, where: plan.where }))
    if (!isWanted) return yield* Console.log(plan.changes.length === 0 ? "" : "Nothing is applied.")
    yield* Console.log(`\nApplied to ${counted(counts.applied, "constellation")}, on ${plan.where}.`)
    if (counts.moved === 0) return
    yield* Console.error(
      `${counted(counts.moved, "constellation")} changed since what was shown, and ${counts.moved === 1 ? "was" : "were"} left alone: plan again.`,
    )
    yield* someChange
  }, Effect.scoped),
).pipe(
  Command.withDescription(
    "Applies what plan shows, after it is shown and confirmed: through the Orrery that runs on this store, else on the store itself",
  ),
)

export const constellationCommand = Command.make("constellation").pipe(
  Command.withDescription("What users have: plan shows what a change to a template would do, apply does it"),
  Command.withSubcommands([planCommand, applyCommand]),
)
