/** `first-calls.ts cold|warm WHAT ADDRESS`: ten calls in a fresh process, and how long each took, in ms, as a line of JSON. */
import { createRequire } from "node:module"
import { Effect, Layer, type Scope } from "effect"
import { serve } from "../../src/adapters/mcp/server.ts"
import { PoolsLayer } from "../../src/adapters/connections/pools.ts"
import { patience } from "../../src/adapters/model/endpoint.ts"
import { languageModel } from "../../src/adapters/model/language-model.ts"
import { ollama } from "../../src/adapters/model/ollama.ts"
import { openai } from "../../src/adapters/model/openai.ts"
import { warming } from "../../src/adapters/model/warm.ts"
import { brain, message } from "../../test/support/world.ts"

const [mode, what, address] = process.argv.slice(2) as ["cold" | "warm", "remote" | "local" | "tools", string]
const isWarm = mode === "warm"
const calls = 10

const models = { premium: "m", standard: "m", lite: "m" }

const model = Effect.gen(function* () {
  const url = new URL(address)
  const endpoint =
    what === "local" ? ollama(url, models) : openai({ baseUrl: new URL("/v1", url), key: null, models })
  const { think } = languageModel(endpoint, patience)
  if (isWarm) yield* warming([endpoint]).warm
  const prompt = { brain: brain("writer"), lent: [], session: [], digest: null, memory: [], knowledge: [] }
  return Effect.suspend(() => think({ ...prompt, message: message("hello") }))
})

const tools = Effect.gen(function* () {
  const everything = createRequire(import.meta.url).resolve(
    "@modelcontextprotocol/server-everything/dist/index.js",
  )
  const reach = {
    by: "command",
    command: process.execPath,
    args: [everything, "stdio"],
    env: [],
    cwd: null,
  } as const
  const terms = {
    name: "everything",
    reach,
    timeout: 30_000,
    atOnce: 8,
    agents: null,
    only: null,
    harmless: null,
  }
  const server = yield* serve({ ...terms, warm: isWarm, cache: null })
  if (isWarm) yield* server.settled
  return server.use({ tool: "everything.get-sum", input: { a: 1, b: 2 } })
})

const called = (what === "tools" ? tools : model) as Effect.Effect<Effect.Effect<unknown>, never, Scope.Scope>

const program = Effect.gen(function* () {
  const call = yield* called
  const took: Array<number> = []
  for (let n = 0; n < calls; n++) {
    const began = performance.now()
    yield* call
    took.push(performance.now() - began)
  }
  return took
})

const took = await Effect.runPromise(
  Effect.scoped(Effect.provide(program, Layer.orDie(PoolsLayer))).pipe(Effect.orDie),
)
console.log(JSON.stringify(took))
process.exit(0)
