/** One log line when a gateway shard loses its connection, and one when it has it again. */
import { Events, type Client } from "discord.js"
import { Effect } from "effect"
import { closedForGood } from "./gateway-errors.ts"

export const watchHealth = (client: Client) =>
  Effect.gen(function* () {
    const run = Effect.runForkWith(yield* Effect.context())
    const ready = new Set<number>()
    const lost = new Set<number>()
    let ending = false
    yield* Effect.addFinalizer(() => Effect.sync(() => (ending = true)))

    const again = (shard: number, how: string) => {
      if (lost.delete(shard)) run(Effect.logInfo(`Discord gateway, shard ${shard}: connected again, ${how}`))
    }

    client.on(Events.ShardReconnecting, (shard) => {
      // Every failed attempt says so again.
      if (ending || lost.has(shard) || !ready.has(shard)) return
      lost.add(shard)
      run(Effect.logWarning(`Discord gateway, shard ${shard}: connection lost, reconnecting`))
    })
    client.on(Events.ShardResume, (shard, replayed) => again(shard, `${replayed} events were delivered late`))
    client.on(Events.ShardReady, (shard) => {
      ready.add(shard)
      again(shard, "with a new session")
    })
    client.on(Events.ShardDisconnect, ({ code }, shard) => {
      if (ready.has(shard) && !ending)
        run(Effect.logError(`Discord gateway, shard ${shard}: ${closedForGood(code).message}`))
    })
    client.on(Events.Error, ({ message }) => {
      run(Effect.logWarning(`Discord gateway: ${message}`))
    })
    client.on(Events.ShardError, ({ message }, shard) => {
      if (!ending) run(Effect.logDebug(`Discord gateway, shard ${shard}: ${message}`))
    })
  })
