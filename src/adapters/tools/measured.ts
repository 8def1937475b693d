/** What is counted of tools, and noted when they fail: calls by server and how they ended, how long they took, and whether servers are there. */
import { Clock, Effect, Exit, Metric, Schedule } from "effect"
import { Lessons } from "../../actors/lessons/lessons.ts"
import type { ToolFailed, ToolServer } from "../../actors/performing/tools.ts"

const callsOf = Metric.counter("orrery_tool_server_calls_total", {
  description: "Calls of tools by server, built in or not, and by outcome: done, failed, given_up",
  incremental: true,
})
/** Made once for each server: making one costs more than counting. */
const byServer = (metric: Metric.Metric<number, unknown>) => {
  const made = new Map<string, Metric.Metric<number, unknown>>()
  return (server: string): Metric.Metric<number, unknown> => {
    const its = made.get(server) ?? Metric.withAttributes(metric, { server })
    made.set(server, its)
    return its
  }
}

const ended = (outcome: string) => byServer(Metric.withAttributes(callsOf, { outcome }))
const outcomes = { done: ended("done"), failed: ended("failed"), given_up: ended("given_up") }

const timeOf = byServer(
  Metric.histogram("orrery_tool_server_call_seconds", {
    description: "How long calls of tools took, by server, with the wait for a place",
    boundaries: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
  }),
)

const isThere = byServer(
  Metric.gauge("orrery_tool_server_ready", {
    description: "Whether a server of tools is connected, by server: 1, or 0",
  }),
)

/** How often it is looked whether servers are there. */
const every = "1 second"

/** A call that was given up counts neither as done nor as failed. */
export const measured = <R>(
  server: string,
  call: Effect.Effect<string, ToolFailed, R>,
): Effect.Effect<string, ToolFailed, R> =>
  Effect.flatMap(Clock.currentTimeNanos, (began) =>
    call.pipe(
      Effect.tapError(({ reason }) =>
        Effect.flatMap(Lessons, ({ note }) =>
          note({ kind: "tool failed", where: `tool ${server}`, message: reason }),
        ),
      ),
      Effect.onExit((exit) =>
        Effect.gen(function* () {
          const outcome = Exit.hasInterrupts(exit) ? "given_up" : Exit.isSuccess(exit) ? "done" : "failed"
          yield* Metric.update(outcomes[outcome](server), 1)
          if (outcome === "given_up") return
          const seconds = Number((yield* Clock.currentTimeNanos) - began) / 1e9
          yield* Metric.update(timeOf(server), seconds)
        }),
      ),
    ),
  )

/** A server that is gone from the configuration is away. */
export const measureServers = (servers: () => ReadonlyArray<ToolServer>) => {
  const known = new Set<string>()
  const look = Effect.suspend(() => {
    const now = new Map(servers().map((server) => [server.name, server.state]))
    for (const name of now.keys()) known.add(name)
    return Effect.forEach(known, (name) => Metric.update(isThere(name), now.get(name) === "ready" ? 1 : 0), {
      discard: true,
    })
  })
  return Effect.forkScoped(Effect.repeat(look, Schedule.spaced(every)))
}
