/** Runs a playground on the world of a file (first argument), and tells its parent where it is. */
import { Effect } from "effect"
import { Playground } from "../../../src/adapters/playground/playground.ts"

const program = Effect.gen(function* () {
  const { origin, apiBase, token } = yield* Playground
  process.send?.({ origin, apiBase, token })
  return yield* Effect.never
})

const file = process.argv[2]
const options = file === undefined ? { port: 0 } : { port: 0, file }
Effect.runFork(program.pipe(Effect.provide(Playground.layer(options))))
