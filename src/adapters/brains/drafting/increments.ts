/**
 * A team from a description, in increments: the core of two or three first, each of which must be sound and must be called by a
 * message that is meant for it; then the rest side by side. One that fails is left out, and named.
 */
import { Effect, Result } from "effect"
import { add } from "./file.ts"
import { create, NotDrafted, type Candidate, type Workshop } from "./create.ts"
import { suiting } from "./choose.ts"
import { isCalled } from "./trial.ts"

export interface Made {
  /** The pattern that it was made from. */
  readonly pattern: string
  readonly part: "core" | "rest"
  /** Why it is left out, a sentence; null: it is in the team. */
  readonly failed: string | null
  readonly candidate: Candidate | null
  /** Its file; null: it is left out, or nothing is written. */
  readonly file: string | null
}

export interface Terms {
  readonly folder: string
  /** How many, 2 to 8. */
  readonly size: number
  /** Whether anything is written. */
  readonly writes: boolean
}

/** Drafts that are under way at once. */
const atOnce = 4

/** Of so many, how many come first. */
const coreOf = (size: number): number => (size <= 3 ? 2 : 3)

const problemOf = ({ parsed, findings, trial }: Candidate): string | null => {
  const wrong = findings.find(({ level }) => level === "error")
  if (wrong !== undefined) return wrong.text
  return parsed === null || isCalled(trial, parsed.brain) ? null : "none of its sample messages calls it"
}

const makeOne = Effect.fnUntraced(function* (
  pattern: string,
  part: Made["part"],
  description: string,
  workshop: Workshop,
  { folder, writes }: Terms,
) {
  const made = Effect.gen(function* () {
    const candidate = yield* create({ description, pattern }, workshop)
    const problem = problemOf(candidate)
    if (problem !== null) return { pattern, part, failed: problem, candidate, file: null } satisfies Made
    const file = writes ? yield* add(folder, candidate.draft.id, candidate.draft.text) : null
    return { pattern, part, failed: null, candidate, file } satisfies Made
  })
  const result = yield* Effect.result(made)
  return Result.isSuccess(result)
    ? result.success
    : ({ pattern, part, failed: result.failure.message, candidate: null, file: null } satisfies Made)
})

/** Fails when the core does not stand: nothing more is made then, and what was written of it stays. */
export const increments = Effect.fn("create a team")(function* (
  description: string,
  workshop: Workshop,
  terms: Terms,
) {
  const have = new Set(workshop.team.map(({ brain }) => brain.id))
  const patterns = suiting(description, workshop.library)
    .map(({ id }) => id)
    .filter((id) => !have.has(id))
    .slice(0, terms.size)
  const core = patterns.slice(0, coreOf(terms.size))
  if (core.length < 2)
    return yield* new NotDrafted({
      message: `Fewer than two patterns suit that. Say what different people on the team would do: there are ${workshop.library.personas.map(({ id }) => id).join(", ")}.`,
    })
  let team = workshop.team
  const first: Array<Made> = []
  for (const pattern of core) {
    const made = yield* makeOne(pattern, "core", description, { ...workshop, team }, terms)
    first.push(made)
    if (made.failed === null && made.candidate?.parsed) team = [...team, made.candidate.parsed]
  }
  if (first.some(({ failed }) => failed !== null)) return { core: first, rest: [] }
  const rest = yield* Effect.forEach(
    patterns.slice(core.length),
    (pattern) => makeOne(pattern, "rest", description, { ...workshop, team }, terms),
    { concurrency: atOnce },
  )
  return { core: first, rest }
})
