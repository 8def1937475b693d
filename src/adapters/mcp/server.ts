/**
 * A server of tools, kept connected: what ends is begun again, ever less often; what is slow is given up; what fails too often is
 * left alone. So many calls of it run at a time, and the others wait.
 */
import { Clock, Duration, Effect, Latch, Random, Schedule, Semaphore, type Scope } from "effect"
import { ToolFailed, type Tool, type ToolServer } from "../../actors/performing/tools.ts"
import { Breakers } from "../../actors/resilience/breakers.ts"
import { Retries, retrying } from "../../actors/resilience/retries.ts"
import type { Reach, ToolTerms } from "../config/tools.ts"
import { CallLost, connect, type Connection } from "./connection.ts"

export interface Call {
  /** As it is offered: `docs.read`. */
  readonly tool: string
  readonly input: unknown
  readonly progress?: ((text: string) => void) | undefined
}

export interface Server {
  readonly terms: ToolTerms
  readonly status: () => ToolServer
  /** As it listed them last; none where it has been away for long. */
  readonly tools: () => ReadonlyArray<Tool>
  /** Somebody is about to use it: it is connected, if it is not. */
  readonly wanted: Effect.Effect<void>
  /** Ends when it has been connected, or cannot be now. */
  readonly settled: Effect.Effect<void>
  /** Ends within the server's time-out, once it has a place and the server is there. */
  readonly use: (call: Call) => Effect.Effect<string, ToolFailed>
}

/** Between two tries, in ms: twice as long each time until it was of use, and a fifth more or less. */
const [firstPause, longestPause] = [250, 60_000]
/** A server that runs is asked so often whether it does. */
const pingEvery = Duration.seconds(30)
/** One that is not kept warm is left after so long without a call, in ms. */
const idleFor = 10 * 60_000
/** So long its tools are offered while it is away, in ms: it may be back when they are called. */
const missedFor = 60_000
/** What is lost is asked for once more, soon, where its tool says that this does no harm. */
const onceMore = Schedule.spaced("100 millis").pipe(
  Schedule.upTo({ times: 1 }),
  Schedule.setInputType<CallLost>(),
  Schedule.while(({ input }) => input.passes === true),
)
const spent = ({ failed: { reason, remedy }, blame }: CallLost) =>
  new CallLost({
    failed: new ToolFailed({
      reason: `${reason}; it was not asked again, as too much was asked again lately`,
      remedy,
    }),
    blame,
  })

/** A call waits so long for a server that is being started again. */
const readyWithin = Duration.seconds(10)

type Terms = ToolTerms & { readonly reach: Exclude<Reach, { readonly by: "itself" }> }

/** Runs until its scope ends. */
export const serve = (terms: Terms): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { name, timeout, warm, atOnce } = terms
    const breakers = yield* Breakers
    const retries = yield* Retries
    const clock = yield* Clock.Clock
    const run = Effect.runForkWith(yield* Effect.context<never>())
    const places = yield* Semaphore.make(atOnce)
    const asked = Latch.makeUnsafe(warm)
    const settled = Latch.makeUnsafe()
    let connection: Connection | null = null
    let offered: ReadonlyArray<Tool> = []
    let status: ToolServer = {
      name,
      state: warm ? "connecting" : "off",
      tools: 0,
      since: yield* Clock.currentTimeMillis,
      why: null,
      underWay: 0,
      calls: 0,
      failures: 0,
    }
    let usedAt = status.since
    /** This connection was of use. */
    let served = false
    const is = (state: ToolServer["state"], why: string | null) =>
      Effect.map(Clock.currentTimeMillis, (since) => {
        status = { ...status, state, why, since }
      })

    const heard = (line: string) => void run(Effect.logDebug(`${name}: ${line}`))

    /** Tools change while it runs. */
    const look = (its: Connection) => {
      offered = its.offered().map(({ tool }) => tool)
      status = { ...status, tools: offered.length }
    }

    /** Who comes from then on waits for the next connection, and has it made. */
    const leave = (): null => {
      connection = null
      asked.closeUnsafe()
      return null
    }

    const watch = (its: Connection) =>
      Effect.gen(function* () {
        for (;;) {
          yield* Effect.sleep(pingEvery)
          look(its)
          const idle = clock.currentTimeMillisUnsafe() - usedAt
          if (!warm && status.underWay === 0 && idle > idleFor) return leave()
          yield* its.ping
        }
      }).pipe(Effect.catch(({ why }) => Effect.succeed(why)))

    /** From one connection's beginning to its end; why it ended, null: nobody needs it. */
    const once = (plainly: boolean) =>
      Effect.scoped(
        Effect.gen(function* () {
          if (status.state !== "away") yield* is("connecting", status.why)
          const its = yield* connect(terms, { plainly, heard })
          look(its)
          connection = its
          yield* is("ready", null)
          yield* settled.open
          yield* Effect.logInfo(`${name} is ready: ${offered.length} tools`)
          return yield* Effect.raceFirst(its.lost, watch(its)).pipe(
            Effect.ensuring(Effect.sync(() => (connection = null))),
          )
        }),
      ).pipe(Effect.catch(({ why }) => Effect.succeed(why)))

    const keep = Effect.gen(function* () {
      let pause = firstPause
      let plainly = false
      for (;;) {
        yield* asked.await
        const was = status.why
        served = false
        const why = yield* once(plainly)
        yield* settled.close
        if (why === null) {
          yield* is("off", null)
          continue
        }
        const hadBegun = status.state === "ready"
        if (!hadBegun) plainly = !plainly
        yield* is("away", why)
        yield* settled.open
        if (served) pause = firstPause
        if (why !== was) yield* Effect.logWarning(`${name} ${why}; it is tried again`)
        yield* Effect.sleep(pause * (0.8 + 0.4 * (yield* Random.next)))
        pause = Math.min(longestPause, 2 * pause)
        yield* settled.close
      }
    })
    yield* Effect.forkScoped(keep)

    const failed = (reason: string, remedy: ToolFailed["remedy"], blame: boolean) =>
      new CallLost({ failed: new ToolFailed({ reason, remedy }), blame })

    /** Waits for a moment where it is being started. */
    const ready = Effect.gen(function* () {
      yield* asked.open
      for (;;) {
        if (connection !== null) return connection
        yield* settled.await
        if (connection !== null) return connection
        yield* Effect.sleep("50 millis")
      }
    }).pipe(
      Effect.timeoutOrElse({
        duration: Duration.min(readyWithin, Duration.millis(timeout)),
        orElse: () => failed(`${name} ${status.why ?? "is not connected yet"}`, "retry", true),
      }),
    )

    const tried = ({ tool, input, progress }: Call) =>
      Effect.gen(function* () {
        const its = yield* ready
        const found = its.offered().find((each) => each.tool.name === tool)
        if (found === undefined) return yield* failed(`${name} has no ${tool} now`, "stop", false)
        return yield* its.call(found.its, input, progress).pipe(
          Effect.timeoutOrElse({
            duration: timeout,
            orElse: () =>
              // One that hangs altogether is started again; of one that answers, this call alone took too long.
              Effect.andThen(
                Effect.forkDetach(Effect.ignore(its.ping)),
                failed(
                  `${tool} gave no answer within ${Duration.format(Duration.millis(timeout))}`,
                  "retry",
                  true,
                ),
              ),
          }),
        )
      })

    const count = (by: Partial<Record<"underWay" | "calls" | "failures", number>>) =>
      Effect.sync(() => {
        const { underWay = 0, calls = 0, failures = 0 } = by
        status = {
          ...status,
          underWay: status.underWay + underWay,
          calls: status.calls + calls,
          failures: status.failures + failures,
        }
      })

    return {
      terms,
      status: () => {
        if (connection !== null) look(connection)
        return status
      },
      tools: () => {
        if (connection !== null) look(connection)
        return status.state === "away" && clock.currentTimeMillisUnsafe() - status.since > missedFor
          ? []
          : offered
      },
      wanted: asked.open,
      settled: settled.await,
      use: (call) =>
        Effect.gen(function* () {
          usedAt = yield* Clock.currentTimeMillis
          const it = { what: "tool", name } as const
          const asked = breakers.guard(it, places.withPermit(tried(call)), {
            blames: ({ failed, blame }) => (blame ? { why: failed.reason } : null),
            refused: (why) => failed(`${name} is left alone for a while: ${why}`, "retry", false),
          })
          const isRepeatable = offered.some((tool) => tool.name === call.tool && tool.repeatable)
          return yield* isRepeatable ? retrying(retries, it, onceMore, spent)(asked) : asked
        }).pipe(
          Effect.mapError(({ failed }) => failed),
          Effect.tap(() => Effect.sync(() => (served = true))),
          Effect.tapError(() => count({ failures: 1 })),
          (counted) =>
            Effect.acquireUseRelease(
              count({ underWay: 1, calls: 1 }),
              () => counted,
              () => count({ underWay: -1 }),
            ),
        ),
    }
  })
