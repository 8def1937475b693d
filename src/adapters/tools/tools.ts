/** The tools of this process: what is built in, and what the servers of the configuration have. */
import { Effect, Layer, Stream } from "effect"
import { Caches } from "../../actors/caching/caches.ts"
import { isBuiltIn, ToolFailed, Tools, type Tool } from "../../actors/performing/tools.ts"
import type { Brain } from "../../machines/agent/brain.ts"
import { Configuration } from "../config/configuration.ts"
import type { ToolTerms } from "../config/tools.ts"
import type { Server } from "../mcp/server.ts"
import { keepServers } from "../mcp/servers.ts"
import { makeHouse } from "./house.ts"
import { kept, saidBy } from "./kept.ts"
import { measured, measureServers } from "./measured.ts"

const serverOf = (tool: string): string => tool.split(".", 1)[0]!

/** An agent that names a tool gets an agent of the pool that has it, and may use it; one that names a server, all of its tools. */
const mayUse = (
  terms: Pick<ToolTerms, "agents"> | undefined,
  { id, tools }: Brain,
  tool: string,
): boolean => {
  const server = serverOf(tool)
  if (terms !== undefined && terms.agents !== null) return terms.agents.includes(id)
  return isBuiltIn(server) || tools.includes(server) || tools.includes(tool)
}

/** An answer waits so long for a server that is not connected yet, and is given without its tools otherwise. */
const patience = "2 seconds"

/** Whoever may use it gets its tools; one that is not connected is, since it is about to be used. */
const toolsOf = (server: Server) =>
  Effect.gen(function* () {
    yield* server.wanted
    const { state, tools } = server.status()
    if (tools === 0 && (state === "connecting" || state === "off"))
      yield* Effect.timeoutOption(server.settled, patience)
    return server.tools()
  })

export const ToolsLayer: Layer.Layer<never, never, Configuration> = Layer.effect(
  Tools,
  Effect.gen(function* () {
    const { current, changes } = yield* Configuration
    const caches = yield* Caches
    const servers = yield* keepServers(
      Stream.map(changes, ({ tools }) => tools),
      (name) => caches.invalidate(saidBy(name)),
    )
    const termsOf = (name: string) => current().tools.find((terms) => terms.name === name)
    const house = yield* makeHouse(termsOf)
    const all = () => [
      ...house.map(({ status }) => status()),
      ...[...servers().values()].map(({ status }) => status()),
    ]
    yield* measureServers(all)

    return {
      offered: (_, brain) =>
        Effect.gen(function* () {
          const may = ({ name }: Tool) => mayUse(termsOf(serverOf(name)), brain, name)
          const own = house.flatMap(({ tools }) => tools).filter(may)
          const mightUse = ({ terms }: Server) =>
            terms.agents !== null
              ? terms.agents.includes(brain.id)
              : brain.tools.some((tool) => serverOf(tool) === terms.name)
          const others = yield* Effect.forEach([...servers().values()].filter(mightUse), toolsOf, {
            concurrency: "unbounded",
          })
          return [...own, ...others.flat().filter(may)]
        }),

      use: (call) => {
        const { tool, input, progress, brain } = call
        const name = serverOf(tool)
        const own = house.find((its) => its.name === name)
        const server = servers().get(name)
        if ((own === undefined && server === undefined) || !mayUse(termsOf(name), brain, tool))
          return Effect.fail(new ToolFailed({ reason: `there is no tool called ${tool}`, remedy: "stop" }))
        if (own !== undefined) return measured(name, own.use(call))
        return kept(caches, server!, call, measured(name, server!.use({ tool, input, progress })))
      },

      servers: all,
      known: () => [
        ...house.flatMap(({ tools }) => tools),
        ...[...servers().values()].flatMap((server) => server.tools()),
      ],
    }
  }),
)
