/**
 * A turn in which an agent uses tools: ten calls of 200 ms each, wanted at once, through the real runtime and a SQLite file in which
 * every step is durable before the next. At most five run side by side, so 400 ms is the least that it can take. The model and the
 * tools are played and take no time of their own; what is over is Orrery's.
 *
 * `round`: from when the model wants the calls until it is asked again; `turn`: from the message to the answer.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Host } from "../src/actors/host.ts"
import { sideBySide } from "../src/machines/tools/call.ts"
import { Observer } from "../src/actors/watching/observer.ts"
import { ToolCalls } from "../src/actors/watching/tool-calls.ts"
import * as Sqlite from "../src/adapters/sqlite/store.ts"
import { fake, Workshop } from "../test/support/tools.ts"
import { hears, message, World } from "../test/support/world.ts"
import { percentiles } from "./support/percentiles.ts"

const calls = 10
const each = 200
const warm = 3
const turns = 30

const workshop = new Workshop(fake("wait", { use: () => Effect.as(Effect.sleep(each), "waited") }))
const wishes = Array.from({ length: calls }, () => ({ tool: "wait", input: "{}" }))

let asked = 0
const rounds: Array<number> = []
const world = new World({
  think: ({ rounds: done }) =>
    Effect.sync(() => {
      const now = performance.now()
      if (done === undefined) {
        asked = now
        return { text: "", uses: wishes }
      }
      rounds.push(now - asked)
      return { text: "Done." }
    }),
})

const directory = mkdtempSync(join(tmpdir(), "orrery-bench-"))
const layer = world
  .runtime(Layer.orDie(Sqlite.layer({ path: join(directory, "orrery.db") })))
  .pipe(Layer.provide(workshop.layer()))

const program = Effect.gen(function* () {
  const { owed } = yield* Host
  const manners = { side_by_side: 0, alone: 0, only: 0 }
  const seen = new ToolCalls(({ manner }) => manner !== null && manners[manner]++)
  const { watch } = yield* Observer
  watch((observation) => seen.see(observation))
  const took: Array<number> = []
  for (let turn = 0; turn < warm + turns; turn++) {
    const began = performance.now()
    yield* hears(message("go", { called: ["writer"] }))
    while (world.said.length <= turn) yield* Effect.sleep("1 millis")
    took.push(performance.now() - began)
    while (owed() > 0) yield* Effect.sleep("1 millis")
  }
  const round = percentiles(rounds.slice(warm))
  const turn = percentiles(took.slice(warm))
  const could = manners.side_by_side + manners.alone
  return {
    bench: "tools",
    calls,
    each_ms: each,
    at_once: workshop.most,
    turns,
    round_p50_ms: round.p50_ms,
    round_p99_ms: round.p99_ms,
    turn_p50_ms: turn.p50_ms,
    turn_p99_ms: turn.p99_ms,
    side_by_side: could === 0 ? 0 : manners.side_by_side / could,
  }
})

const result = await Effect.runPromise(Effect.scoped(Effect.provide(program, layer)))
rmSync(directory, { recursive: true, force: true })
console.log(`${calls} calls of ${each} ms, at most ${sideBySide} at a time:`)
console.log(JSON.stringify(result))
process.exit(0)
