/**
 * The team as it is now: what the files say, and what an operator has said since. Files are read again when they change, what an
 * operator said is in `roster/team`, which all runners read.
 */
import { Context, Effect, Layer, Queue, Stream, type Scope } from "effect"
import { Roster } from "../../actors/performing/roster.ts"
import { ledgerOf } from "../../actors/steppers.ts"
import { Store } from "../../actors/store.ts"
import { address } from "../../machines/address.ts"
import type { Brain, Standing, Team } from "../../machines/agent/brain.ts"
import type { Done } from "../../machines/team/roster-events.ts"
import type { RosterContext, Said } from "../../machines/team/roster.ts"
import { own } from "../../machines/values.ts"
import { watched } from "../files/watched.ts"
import { load, type Loaded } from "./brains.ts"
import type { BrainInvalid } from "./problem.ts"
import { assemble, managerId, standingOf } from "./team.ts"

/** What is known of the team, for all runners together. */
export const rosterAddress = address("roster", "team")

/** An agent of the team, whether it is called or not. */
export interface Enrolled {
  readonly brain: Brain
  readonly standing: Standing
  /** How it stands by its file alone. */
  readonly filed: Standing
  /** The id of who answers in its place, where it is deprecated. */
  readonly successor: string | null
  /** Who said how it stands, and when; null: its file does. */
  readonly said: Said | null
  /** `lead` answers when somebody must, `manager` decides who answers. */
  readonly part: "lead" | "manager" | null
  /** What it has done; null: nothing yet. */
  readonly done: Done | null
}

/** All of a team in the order of their ids, by what its files say and what was said since. */
export const enrolled = (
  { parsed, team }: Pick<Loaded, "parsed" | "team">,
  { said, done }: Pick<RosterContext, "said" | "done">,
): ReadonlyArray<Enrolled> =>
  parsed
    .map(
      ({ brain }): Enrolled => ({
        brain,
        ...standingOf(brain, said),
        filed: standingOf(brain, {}).standing,
        said: own(said, brain.id) ?? null,
        part: brain.id === managerId ? "manager" : brain.id === team.lead.id ? "lead" : null,
        done: own(done, brain.id) ?? null,
      }),
    )
    .toSorted((a, b) => (a.brain.id < b.brain.id ? -1 : 1))

const unknown: RosterContext = { said: {}, done: {}, told: [] }

/** What `roster/team` knows, as the store has it; null: nothing yet. */
export const kept = Effect.gen(function* () {
  const claim = yield* (yield* Store).peek(rosterAddress)
  if (claim === null) return null
  const { seq, snapshot } = ledgerOf(rosterAddress, claim).books
  return { seq, context: snapshot.context as RosterContext }
})

export class Lineup extends Context.Service<
  Lineup,
  {
    /** Where the files are. */
    readonly folder: string
    readonly all: () => ReadonlyArray<Enrolled>
    /** What `roster/team` knows after its entry `seq`; what is older than what was heard is passed over. */
    readonly hear: (seq: number, context: RosterContext) => void
    /** Looks up what it knows by now. */
    readonly look: Effect.Effect<void>
    /** Reads the files again. Those that are wrong are refused with all that is wrong, and the team stays. */
    readonly read: Effect.Effect<void, BrainInvalid>
  }
>()("orrery/adapters/brains/Lineup") {
  /** With the team as everybody reads it. Fails when the files hold no team. */
  static readonly layer = (folder: string): Layer.Layer<Lineup | Roster, BrainInvalid, Store> =>
    Layer.effectContext(make(folder))
}

const make = Effect.fnUntraced(function* (folder: string) {
  const store = yield* Store
  let files: Loaded = yield* load(folder)
  let known = { seq: 0, context: unknown }
  let team: Team = files.team
  yield* warn(files)

  const assembled = () => {
    team = assemble(files.parsed, known.context.said) ?? team
  }
  const hear = (seq: number, context: RosterContext): void => {
    if (seq <= known.seq) return
    const isAsBefore = context.said === known.context.said
    known = { seq, context }
    if (!isAsBefore) assembled()
  }
  const look = kept.pipe(
    Effect.provideService(Store, store),
    Effect.map((found) => found !== null && hear(found.seq, found.context)),
    Effect.catchCause((cause) => Effect.logWarning("What is known of the team cannot be looked up", cause)),
    Effect.asVoid,
  )
  const read = Effect.gen(function* () {
    const before = files
    const after = yield* load(folder)
    const news = newsIn(before, after)
    if (news.length === 0) return
    files = after
    assembled()
    yield* Effect.logInfo(`The team is read again: ${news.join(", ")}`)
    yield* warn(after, before.warnings)
  })
  yield* look
  yield* changesIn(folder).pipe(
    Effect.flatMap(
      Stream.runForEach(() =>
        read.pipe(
          Effect.catch(({ message }) =>
            Effect.logError(`The changed team is refused, and the old one stays. ${message}`),
          ),
        ),
      ),
    ),
    Effect.forkScoped,
  )
  const live: Team = {
    get agents() {
      return team.agents
    },
    get manager() {
      return team.manager
    },
    get lead() {
      return team.lead
    },
    get away() {
      return team.away ?? []
    },
  }
  const all = () => enrolled({ parsed: files.parsed, team }, known.context)
  return Context.make(Roster, live).pipe(Context.add(Lineup, { folder, all, hear, look, read }))
})

const warn = ({ warnings }: Loaded, known: ReadonlyArray<string> = []) =>
  Effect.forEach(
    warnings.filter((warning) => !known.includes(warning)),
    (warning) => Effect.logWarning(warning),
    { discard: true },
  )

/** A phrase for each agent that is another now. */
const newsIn = (before: Loaded, after: Loaded): ReadonlyArray<string> => {
  const ids = new Set([...before.parsed, ...after.parsed].map(({ brain }) => brain.id))
  return [...ids].flatMap((id) => {
    const [was, is] = [before, after].map(({ parsed }) => parsed.find(({ brain }) => brain.id === id))
    if (was === undefined) return [`${id} has joined`]
    if (is === undefined) return [`${id} has left`]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [`${id} has changed`]
  })
}

/** An editor writes a file in several steps, or puts another in its place. */
const settled = "200 millis"

/** When the files may have changed, or SIGHUP asks to read them; once at the beginning, for what changed since they were read. */
const changesIn = (folder: string): Effect.Effect<Stream.Stream<void>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const changes = yield* Queue.unbounded<void>()
    const ask = () => void Queue.offerUnsafe(changes, undefined)
    yield* Effect.acquireRelease(
      Effect.sync(() => void process.on("SIGHUP", ask)),
      () => Effect.sync(() => process.off("SIGHUP", ask)),
    )
    yield* watched(folder, ask)
    return Stream.fromQueue(changes).pipe(Stream.debounce(settled))
  })
