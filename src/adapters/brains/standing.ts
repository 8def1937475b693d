/** Has an agent stand as an operator wants it: enabled, disabled, or deprecated with another in its place. It holds over restarts, on all runners. */
import { Data, Effect } from "effect"
import { Mail } from "../../actors/mail.ts"
import type { Event } from "../../machines/events.ts"
import type { Person } from "../../machines/values.ts"
import { Lineup, rosterAddress, type Enrolled } from "./lineup.ts"

export interface Change {
  readonly what: "enable" | "disable" | "deprecate"
  /** An id or a name. */
  readonly agent: string
  /** Who answers in its place, when it is deprecated. */
  readonly successor: string | null
  /** Null: who has the command line. */
  readonly by: Person | null
  /** Tells one change from another: the same is heard once. */
  readonly request: string
}

/** `message` is a sentence for who wants it; `fix`: it cannot be had, `retry`: later it can. */
export class NotStanding extends Data.TaggedError("NotStanding")<{
  readonly message: string
  readonly remedy: "fix" | "retry"
}> {}

const refuse = (message: string) => Effect.fail(new NotStanding({ message, remedy: "fix" }))

/** The agent of that id or name. */
export const enrolledAs = (text: string, all: ReadonlyArray<Enrolled>): Enrolled | undefined => {
  const typed = text.trim().toLowerCase()
  return (
    all.find(({ brain }) => brain.id === typed) ?? all.find(({ brain }) => brain.name.toLowerCase() === typed)
  )
}

const found = (text: string, all: ReadonlyArray<Enrolled>) => {
  const one = enrolledAs(text, all)
  const names = all.map(({ brain }) => brain.id).join(", ")
  return one === undefined
    ? refuse(`The team has no "${text.slice(0, 80)}": there are ${names}.`.slice(0, 1900))
    : Effect.succeed(one)
}

/** Where following `from` to who replaces it, and whom that replaces, comes back to it. */
const isCircle = (from: Enrolled, to: Enrolled, all: ReadonlyArray<Enrolled>): boolean => {
  const seen = new Set([from.brain.id])
  for (let now: Enrolled | undefined = to; now !== undefined; ) {
    if (seen.has(now.brain.id)) return true
    seen.add(now.brain.id)
    const next: string | null = now.standing === "deprecated" ? now.successor : null
    now = all.find(({ brain }) => brain.id === next)
  }
  return false
}

const eventOf = Effect.fnUntraced(function* (
  { what, successor, by }: Change,
  one: Enrolled,
  all: ReadonlyArray<Enrolled>,
) {
  const { id: brain, name } = one.brain
  if (what === "enable") {
    if (one.standing === "active") return yield* refuse(`${name} is active already.`)
    return { type: "ENABLE", brain, filed: one.filed === "active", by } satisfies Event
  }
  const others = all.filter(
    ({ brain, standing, part }) => brain.id !== one.brain.id && standing === "active" && part !== "manager",
  )
  if (one.part !== "manager" && others.length === 0)
    return yield* refuse(`${name} is the last that answers: \`/mode off\` silences a channel.`)
  if (what === "disable") {
    if (one.standing === "disabled") return yield* refuse(`${name} is disabled already.`)
    return { type: "DISABLE", brain, by } satisfies Event
  }
  if (one.part === "manager")
    return yield* refuse("The manager answers nobody, so nobody can answer in its place: disable it.")
  const next = yield* found(successor ?? "", all)
  if (next.part === "manager") return yield* refuse("The manager answers nobody.")
  if (isCircle(one, next, all))
    return yield* refuse(
      next.brain.id === one.brain.id
        ? `${name} cannot answer in its own place.`
        : `${next.brain.name} is deprecated for ${name} itself: enable one of them first.`,
    )
  return { type: "DEPRECATE", brain, successor: next.brain.id, by } satisfies Event
})

/** What has come of it: the agent as it stands now. It is true on this runner when this returns, on others within two seconds. */
export const stand = Effect.fn("stand")(function* (change: Change) {
  const lineup = yield* Lineup
  yield* lineup.look
  const one = yield* found(change.agent, lineup.all())
  const event = yield* eventOf(change, one, lineup.all())
  const who = change.by === null ? "the command line" : `${change.by.name} (${change.by.id})`
  yield* Effect.logWarning(`audit: ${who} asks to ${change.what} the agent ${one.brain.id}`)
  const id = `standing:${change.request}`
  yield* (yield* Mail)
    .tell(rosterAddress, { id, cause: id, event })
    .pipe(
      Effect.mapError(
        () =>
          new NotStanding({
            message: "What is known of the team cannot be written at the moment. Try again in a minute.",
            remedy: "retry",
          }),
      ),
    )
  yield* lineup.look
  return lineup.all().find(({ brain }) => brain.id === one.brain.id) ?? one
})

/** What an operator reads then. */
export const standsNow = ({ brain: { name }, standing }: Enrolled, successor: string | null): string => {
  switch (standing) {
    case "active":
      return `${name} is active: it is called and answers.`
    case "planned":
      return `${name} is planned: it is shown, and not called.`
    case "disabled":
      return `${name} is disabled: it is not called, and says so to who calls it by name.`
    case "deprecated":
      return `${name} is deprecated: ${successor ?? "nobody"} answers in its place.`
  }
}
