/**
 * Counts what each brain does in this process, and tells `roster/team` every ten seconds and at the end, so that it is there after
 * a restart. What was counted and not told when a process is killed is lost: ten seconds of it at most.
 */
import { randomUUID } from "node:crypto"
import { Effect, Layer, Schedule } from "effect"
import { address } from "../../machines/address.ts"
import { Mail } from "../mail.ts"
import { ModelTerms } from "../performing/model-terms.ts"
import { Roster } from "../performing/roster.ts"
import { BrainFigures } from "./brain-figures.ts"
import { Observer } from "./observer.ts"

const every = "10 seconds"
/** At the end, somebody waits. */
const atTheEnd = "2 seconds"

const patience = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])

export const BrainCountingLayer = Layer.effectDiscard(
  Effect.gen(function* () {
    const { watch } = yield* Observer
    const mail = yield* Mail
    const terms = yield* ModelTerms
    const figures = new BrainFigures(yield* Roster, () => terms().prices)
    const me = randomUUID()
    let told = 0

    const tell = Effect.suspend(() => {
      const done = figures.take()
      if (Object.keys(done).length === 0) return Effect.void
      const id = `counted:${me}:${++told}`
      return mail.tell(address("roster", "team"), { id, cause: id, event: { type: "COUNTED", done } }).pipe(
        Effect.retry({ schedule: patience, while: ({ _tag }) => _tag !== "Poisoned" }),
        Effect.catch((refused) => Effect.logError(`roster/team takes no figures: ${refused._tag}`)),
        Effect.asVoid,
      )
    })
    yield* Effect.addFinalizer(() => tell.pipe(Effect.timeout(atTheEnd), Effect.ignore))
    yield* Effect.acquireRelease(
      Effect.sync(() => watch((observation) => figures.see(observation))),
      (stop) => Effect.sync(stop),
    )
    yield* Effect.forkScoped(Effect.repeat(tell, Schedule.spaced(every)))
  }),
)
