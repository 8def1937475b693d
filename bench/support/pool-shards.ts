/**
 * The shards of a pool on the Redis of argv[2], in a process of its own that is killed: each with so many agents (argv[3]), a tenth of
 * which is in use; then turns come and go for as many seconds as argv[4] says. Its first line of JSON is what that came to; afterwards it
 * goes on until it is killed, in the middle of what it does.
 */
import { Effect, Layer } from "effect"
import { Host } from "../../src/actors/host.ts"
import { address, type Address } from "../../src/machines/address.ts"
import { dice, someNeed } from "./fleet-of-all-kinds.ts"
import { percentiles } from "./percentiles.ts"
import { Given, shardsOf, shardsRuntime } from "./shards.ts"
import { turnOf } from "./turn.ts"

const [, , url, agents, seconds] = process.argv as [string, string, string, string, string]
const perShard = Number(agents)
const inUse = 0.1
/** Turns that are under way at a time, over all shards: each is a guild that waits for an agent. */
const atOnce = 256

const program = Effect.gen(function* () {
  const host = yield* Host
  const given = yield* Given
  const run = Effect.runPromise
  const die = dice(perShard)
  const pools: ReadonlyArray<Address> = shardsOf.map((shard) => address("pool", shard))
  const turns = new Map(
    pools.map((pool) => [pool, [] as Array<{ readonly agent: string; readonly turn: string }>]),
  )
  let asked = 0

  const tell = (to: Address, cause: string, event: object) =>
    run(host.tell(to, { id: null, cause, event: event as never }))
  /** Resolves to how long it took until an agent was told, in ms: what it was given is durable then. */
  const ask = async (pool: Address): Promise<number> => {
    const turn = turnOf(asked++, String(200_000 + die(perShard * shardsOf.length)))
    const since = performance.now()
    const agent = given(turn.id)
    await tell(pool, turn.id, { type: "REQUEST", turn, need: someNeed(die) })
    turns.get(pool)!.push({ agent: await agent, turn: turn.id })
    return performance.now() - since
  }
  const leave = async (pool: Address): Promise<void> => {
    const theirs = turns.get(pool)!
    const n = die(theirs.length)
    const { agent, turn } = theirs[n]!
    theirs[n] = theirs.at(-1)!
    theirs.pop()
    await tell(pool, turn, { type: "IDLED", agent, turn })
    await tell(pool, turn, { type: "RELEASED", agent })
  }
  const some = () => pools[die(pools.length)]!
  const sideBySide = (one: () => Promise<void>) =>
    Effect.promise(() => Promise.all(Array.from({ length: atOnce }, one)))

  for (const pool of pools) yield* Effect.promise(() => tell(pool, "bench", { type: "ALLOCATE" }))
  const wanted = perShard * shardsOf.length * inUse
  yield* sideBySide(async () => {
    for (let n = 0; n < wanted / atOnce; n++) await ask(some())
  })
  process.stderr.write(`${asked} agents are in use\n`)

  const took: Array<number> = []
  const [began, until] = [performance.now(), performance.now() + Number(seconds) * 1000]
  let isOver = false
  const told = () => {
    isOver = true
    const allocations_per_s = Math.round(took.length / ((performance.now() - began) / 1000))
    process.stdout.write(`${JSON.stringify({ allocations_per_s, ...percentiles(took) })}\n`)
  }
  yield* sideBySide(async () => {
    for (;;) {
      const pool = some()
      const ms = await ask(pool)
      if (!isOver) took.push(ms)
      await leave(pool)
      if (!isOver && performance.now() > until) told()
    }
  })
})

await Effect.runPromise(
  Effect.scoped(Effect.provide(program, shardsRuntime(url, perShard).pipe(Layer.provideMerge(Given.layer)))),
)
