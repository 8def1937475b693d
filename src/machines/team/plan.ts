/**
 * A workflow as it is defined: steps that agents take one after the other or side by side, and people approve. Pure.
 *
 * `{topic}` in a prompt is what a run is about, `{draft.output}` what the step `draft` came to.
 */
import { Schema } from "effect"

const stepsAtMost = 15
/** The longest prompt of a step, and the most that is kept of what it came to, in characters. */
export const textAtMost = 4000
/** How long an agent has for a step that says nothing else, in ms. */
export const stepTimeout = 10 * 60_000

export const PlanName = Schema.String.check(Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,31}$/u))
export const StepId = Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9-]{0,23}$/))

/** What a failure of a step leads to: it is tried again so many times and then ends the run, or is passed over, or ends the run. */
export const OnFailure = Schema.Union([
  Schema.Struct({ then: Schema.Literal("retry"), times: Schema.Int }),
  Schema.Struct({ then: Schema.Literals(["skip", "stop"]) }),
])
export type OnFailure = typeof OnFailure.Type

export const Step = Schema.Struct({
  id: StepId,
  /** Who is asked; null: nobody, people decide about the prompt itself. */
  agent: Schema.NullOr(Schema.Struct({ id: Schema.String, name: Schema.String })),
  prompt: Schema.String,
  /** Steps that must be over before this one begins. */
  after: Schema.Array(StepId),
  onFailure: OnFailure,
  /** People approve what it came to before what is after it begins. */
  approval: Schema.Boolean,
  /** How long the agent has, in ms. */
  timeout: Schema.Int,
})
export type Step = typeof Step.Type

export const Plan = Schema.Struct({ name: PlanName, steps: Schema.Array(Step) })
export type Plan = typeof Plan.Type

const placeholder = /\{([a-z][a-z0-9-]*(?:\.[a-z]+)?)\}/gi

/** A prompt with its placeholders filled in, each once: what a topic says in braces stays as it is. */
export const filled = (prompt: string, topic: string, outputOf: (step: string) => string): string =>
  prompt.replace(placeholder, (whole, name: string) => {
    if (name === "topic") return topic
    return name.endsWith(".output") ? outputOf(name.slice(0, -".output".length)) : whole
  })

/** All that is over before a step begins, at whatever distance. */
const before = (steps: ReadonlyArray<Step>, id: string): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (of: string): void => {
    for (const earlier of steps.find((step) => step.id === of)?.after ?? []) {
      if (found.has(earlier)) continue
      found.add(earlier)
      look(earlier)
    }
  }
  look(id)
  return found
}

/** Each step once, in an order in which they can be taken; shorter than the list when some wait for each other. */
export const inOrder = (steps: ReadonlyArray<Step>): ReadonlyArray<Step> => {
  const done: Array<Step> = []
  for (;;) {
    const over = new Set(done.map(({ id }) => id))
    const next = steps.find(({ id, after }) => !over.has(id) && after.every((earlier) => over.has(earlier)))
    if (next === undefined) return done
    done.push(next)
  }
}

/** What is wrong with steps, a sentence each that says what to do; none when they can be run. */
export const problemsOf = (steps: ReadonlyArray<Step>): ReadonlyArray<string> => {
  if (steps.length === 0) return ["There is no step. Write one a line: `draft: @Agent what to do`."]
  if (steps.length > stepsAtMost)
    return [`There are ${steps.length} steps; a workflow has ${stepsAtMost} at most.`]
  const ids = steps.map(({ id }) => id)
  const twice = ids.filter((id, index) => ids.indexOf(id) < index)
  if (twice.length > 0) return [`Two steps are called \`${twice[0]}\`: give one another name.`]
  const found = steps.flatMap((step) => [...unknownBefore(step, ids), ...unknownPlaceholders(step, steps)])
  const stuck = steps.filter((step) => before(steps, step.id).has(step.id)).map(({ id }) => `\`${id}\``)
  return [...found, ...waiting(stuck)]
}

const waiting = (stuck: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (stuck.length === 0) return []
  const so = stuck.length === 1 ? "waits for itself" : "wait for each other"
  return [`${listed(stuck)} ${so}: take that out of \`after\`.`]
}

const unknownBefore = ({ id, after }: Step, ids: ReadonlyArray<string>): ReadonlyArray<string> =>
  after
    .filter((earlier) => !ids.includes(earlier))
    .map(
      (earlier) =>
        `\`${id}\` comes after \`${earlier}\`, which is no step. Steps are ${listed(ids.map(coded))}.`,
    )

const unknownPlaceholders = ({ id, prompt }: Step, steps: ReadonlyArray<Step>): ReadonlyArray<string> => {
  const earlier = before(steps, id)
  const known = ["{topic}", ...[...earlier].filter((one) => one !== id).map((one) => `{${one}.output}`)]
  return [...prompt.matchAll(placeholder)].flatMap(([whole, name = ""]) => {
    if (known.includes(whole)) return []
    const about = name.endsWith(".output") ? name.slice(0, -".output".length) : null
    return steps.some((step) => step.id === about)
      ? [`\`${id}\` reads \`${whole}\` before \`${about}\` is over: write \`(after: ${about})\` at its end.`]
      : [`\`${id}\` holds \`${whole}\`, which means nothing there. It can hold ${listed(known.map(coded))}.`]
  })
}

const coded = (text: string): string => `\`${text}\``

export const listed = (words: ReadonlyArray<string>): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
