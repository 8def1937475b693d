/**
 * What is there before anybody speaks: every partner gets a whole constellation, many at once. Those that are there are found and
 * left alone; one that cannot be made is told of and tried again, less and less often, and holds up nobody.
 */
import { Clock, Context, Effect, FiberHandle, Layer, Metric, Schedule, Stream } from "effect"
import { address } from "../../machines/address.ts"
import { parts, type Part } from "../../machines/events.ts"
import { Constellations, type Made, type Wanted } from "./constellations.ts"
import { enlisted } from "./enlisted.ts"
import type { Mail } from "../mail.ts"
import { boot as bootSeconds } from "../watching/metrics.ts"
import { makeOwnership } from "../ownership.ts"
import { Partners, type Partner } from "./partners.ts"
import type { Store } from "../store.ts"

/** Constellations that are made at once. */
const atOnce = 64

/** Where one is told how far it is. */
export interface Progress {
  readonly begun: (total: number) => Effect.Effect<void>
  readonly made: (wanted: Wanted, made: Made, ms: number) => Effect.Effect<void>
  readonly failed: (wanted: Wanted, reason: string) => Effect.Effect<void>
  readonly done: (outcome: Outcome) => Effect.Effect<void>
}

export interface Outcome {
  readonly made: number
  readonly found: number
  readonly failed: number
  readonly ms: number
  /** Of those that were made: how long each part took, in ms; null: none was. */
  readonly parts: Readonly<Record<Part, { readonly p50: number; readonly p99: number }>> | null
}

const nameOf = ({ user }: Wanted): string => (user.name === user.id ? user.id : `${user.name} (${user.id})`)

const took = ({ took }: Made): string => parts.map((part) => `${part} ${took[part] ?? 0} ms`).join(", ")

/** How long the parts of those that were made took. */
const partsOf = (all: ReadonlyArray<Made>): Outcome["parts"] => {
  if (all.length === 0) return null
  const sorted = (part: Part) => all.map(({ took }) => took[part] ?? 0).toSorted((a, b) => a - b)
  const at = (times: ReadonlyArray<number>, share: number) => times[Math.ceil(times.length * share) - 1] ?? 0
  const entries = parts.map((part) => {
    const times = sorted(part)
    return [part, { p50: at(times, 0.5), p99: at(times, 0.99) }]
  })
  return Object.fromEntries(entries) as NonNullable<Outcome["parts"]>
}

export const summary = ({ made, found, failed, ms, parts: took }: Outcome): string => {
  const each =
    took === null
      ? ""
      : `: ${parts.map((part) => `${part} p50 ${took[part].p50} ms, p99 ${took[part].p99} ms`).join("; ")}`
  return `Constellations of partners: ${made} made, ${found} were there${failed === 0 ? "" : `, ${failed} failed and are tried again`}, in ${(ms / 1000).toFixed(2)} s${each}`
}

/** Lines in the log, for where nobody watches. */
export const logged: Progress = {
  begun: () => Effect.void,
  made: (wanted, made, ms) =>
    made.found
      ? Effect.void
      : Effect.logDebug(`The constellation of ${nameOf(wanted)} is there after ${ms} ms: ${took(made)}`),
  failed: (wanted, reason) =>
    Effect.logWarning(
      `The constellation of ${nameOf(wanted)} could not be made, and is tried again: ${reason}`,
    ),
  done: (outcome) => (outcome.made + outcome.failed === 0 ? Effect.void : Effect.logInfo(summary(outcome))),
}

export class BootProgress extends Context.Reference<Progress>("orrery/actors/BootProgress", {
  defaultValue: () => logged,
}) {}

/** Makes them all; returns those that failed. */
export const sweep = (all: ReadonlyArray<Wanted>) =>
  Effect.gen(function* () {
    const { make } = yield* Constellations
    const progress = yield* BootProgress
    const started = yield* Clock.currentTimeMillis
    yield* progress.begun(all.length)
    const one = (wanted: Wanted) =>
      Effect.gen(function* () {
        const begun = yield* Clock.currentTimeMillis
        const made = yield* make(wanted)
        const ms = (yield* Clock.currentTimeMillis) - begun
        yield* Metric.update(Metric.withAttributes(bootSeconds, { found: String(made.found) }), ms / 1000)
        yield* progress.made(wanted, made, ms)
        return { wanted, made }
      }).pipe(
        Effect.catch(({ reason }) => Effect.as(progress.failed(wanted, reason), { wanted, made: null })),
      )
    const outcomes = yield* Effect.forEach(all, one, { concurrency: atOnce })
    const failed = outcomes.filter(({ made }) => made === null).map(({ wanted }) => wanted)
    const there = outcomes.flatMap(({ made }) => (made === null ? [] : [made]))
    const isNew = there.filter(({ found }) => !found)
    const found = there.length - isNew.length
    const ms = (yield* Clock.currentTimeMillis) - started
    yield* progress.done({ made: isNew.length, found, failed: failed.length, ms, parts: partsOf(isNew) })
    return failed
  })

const later = Schedule.min([Schedule.exponential("5 seconds"), Schedule.spaced("5 minutes")])

/** Until none has failed. */
const untilAll = (all: ReadonlyArray<Wanted>) => {
  let left = all
  return Effect.suspend(() => sweep(left)).pipe(
    Effect.tap((failed) => Effect.sync(() => void (left = failed))),
    Effect.repeat({ schedule: later, while: (failed) => failed.length > 0 }),
  )
}

/** Who was named by command, once the store says so. */
const untilRead = enlisted.pipe(
  Effect.tapError(({ message }) =>
    Effect.logWarning(`Constellations of partners are not made yet, and it is tried again: ${message}`),
  ),
  Effect.retry(later),
)

/** Those of the file that are to be there at the start, and all that were added by command; the file wins. */
export const wantedOf = (
  file: ReadonlyArray<Partner>,
  added: ReadonlyArray<Wanted>,
): ReadonlyArray<Wanted> => {
  const written = new Set(file.map(({ discordId }) => discordId))
  return [
    ...file
      .filter(({ autoInitialize }) => autoInitialize)
      .map(({ discordId, name, template }) => ({ user: { id: discordId, name }, template })),
    ...added.filter(({ user }) => !written.has(user.id)),
  ]
}

/** At the start, and again when the configuration names others. Each runner makes those that are its own. */
export const BootLayer: Layer.Layer<
  never,
  never,
  Constellations | Mail | Store | Effect.Services<typeof makeOwnership>
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { isOurs } = yield* makeOwnership
    const { changes } = yield* Partners
    const current = yield* FiberHandle.make()
    const begin = (file: ReadonlyArray<Partner>) =>
      Effect.gen(function* () {
        const all = wantedOf(file, yield* untilRead)
        yield* untilAll(all.filter(({ user }) => isOurs(address("constellation", user.id))))
      })
    yield* Effect.forkScoped(Stream.runForEach(changes, (file) => FiberHandle.run(current, begin(file))))
  }),
)
