/** What is built in, as if each were a server: with the time-out, the agents and the count that one has. */
import { Clock, Duration, Effect } from "effect"
import {
  ToolFailed,
  type Hands,
  type Tool,
  type ToolCall,
  type ToolServer,
} from "../../actors/performing/tools.ts"
import type { ToolTerms } from "../config/tools.ts"
import { builtIns } from "./built-in/index.ts"

export interface House {
  readonly name: string
  readonly tools: ReadonlyArray<Tool>
  readonly status: () => ToolServer
  readonly use: (call: ToolCall) => Effect.Effect<string, ToolFailed, Hands>
}

/** Of what is built in, where the configuration says nothing of it. In ms. */
const standardTimeout = 60_000

/** `terms` as they are now; undefined: nothing is said of it. */
export const makeHouse = (
  terms: (name: string) => ToolTerms | undefined,
): Effect.Effect<ReadonlyArray<House>> =>
  Effect.map(Clock.currentTimeMillis, (since) =>
    Object.entries(builtIns).map(([name, its]): House => {
      const count = { underWay: 0, calls: 0, failures: 0 }
      const chosen = (): ReadonlyArray<Tool> => {
        const { only, harmless } = terms(name) ?? { only: null, harmless: null }
        const own = (tool: string) => tool.slice(tool.indexOf(".") + 1)
        return its.flatMap(({ tool }) => {
          if (only !== null && !only.includes(own(tool.name))) return []
          return [harmless === null ? tool : { ...tool, harmless: harmless.includes(own(tool.name)) }]
        })
      }
      const timeout = () => Duration.millis(terms(name)?.timeout ?? standardTimeout)
      return {
        name,
        get tools() {
          return chosen()
        },
        status: () => ({ name, state: "ready", tools: chosen().length, since, why: null, ...count }),
        use: (call) =>
          Effect.suspend(() => {
            const found = its.find(({ tool }) => tool.name === call.tool)
            if (found === undefined || !chosen().some((tool) => tool.name === call.tool))
              return new ToolFailed({ reason: `there is no tool called ${call.tool}`, remedy: "stop" })
            count.underWay++
            count.calls++
            return found.run(call).pipe(
              Effect.timeoutOrElse({
                duration: timeout(),
                orElse: () =>
                  new ToolFailed({
                    reason: `${call.tool} gave no answer within ${Duration.format(timeout())}`,
                    remedy: "retry",
                  }),
              }),
              Effect.tapError(() => Effect.sync(() => void count.failures++)),
              Effect.ensuring(Effect.sync(() => void count.underWay--)),
            )
          }),
      }
    }),
  )
