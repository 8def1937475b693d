/** The servers of the configuration, as it is now: what is new in it is begun, what changed is begun anew, what is gone is ended. */
import { Effect, Exit, Scope, Stream } from "effect"
import { revealed, type ToolTerms } from "../config/tools.ts"
import { serve, type Server } from "./server.ts"

interface Running {
  readonly server: Server
  readonly scope: Scope.Closeable
  /** What it was begun with. */
  readonly terms: string
}

type Reached = Parameters<typeof serve>[0]

const isReached = (terms: ToolTerms): terms is Reached => terms.reach.by !== "itself"

/** By name, in the order of their names. `gone`: what one said no longer holds, for it is another one now, or none. */
export const keepServers = (
  changes: Stream.Stream<ReadonlyArray<ToolTerms>>,
  gone: (name: string) => Effect.Effect<void>,
): Effect.Effect<() => ReadonlyMap<string, Server>, never, Scope.Scope> =>
  Effect.gen(function* () {
    // Programs take their time to end: all of them end at the same time.
    const all = yield* Scope.fork(yield* Effect.scope, "parallel")
    const running = new Map<string, Running>()
    let servers: ReadonlyMap<string, Server> = new Map()

    const end = (name: string, { scope }: Running) =>
      Effect.suspend(() => {
        running.delete(name)
        return Effect.andThen(gone(name), Effect.forkIn(Scope.close(scope, Exit.void), all))
      })

    const begin = (its: Reached, terms: string) =>
      Effect.gen(function* () {
        const scope = yield* Scope.fork(all)
        running.set(its.name, { server: yield* Scope.provide(serve(its), scope), scope, terms })
      })

    const follow = (wanted: ReadonlyArray<ToolTerms>) =>
      Effect.gen(function* () {
        const reached = wanted.filter(isReached)
        for (const [name, its] of running)
          if (!reached.some((each) => each.name === name)) yield* end(name, its)
        for (const its of reached) {
          const terms = revealed([its])
          const before = running.get(its.name)
          if (before?.terms === terms) continue
          if (before !== undefined) yield* end(its.name, before)
          yield* begin(its, terms)
        }
        const inOrder = [...running].toSorted(([a], [b]) => (a < b ? -1 : 1))
        servers = new Map(inOrder.map(([name, { server }]) => [name, server]))
      })
    yield* changes.pipe(Stream.runForEach(follow), Effect.forkScoped)
    return () => servers
  })
