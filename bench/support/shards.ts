/** Pool shards in Redis, in a world that tells agents nothing but that somebody notes it. */
import { Context, Effect, Layer } from "effect"
import { Alarms } from "../../src/actors/alarms.ts"
import { Committer } from "../../src/actors/committer.ts"
import { Host } from "../../src/actors/host.ts"
import { Observer } from "../../src/actors/watching/observer.ts"
import { Performer } from "../../src/actors/performing/performer.ts"
import * as RedisStore from "../../src/adapters/redis/store.ts"
import { idOf } from "../../src/machines/address.ts"
import { enlisted } from "./fleet-of-all-kinds.ts"

export const shardsOf: ReadonlyArray<string> = Array.from({ length: 10 }, (_, n) => String(n))

/** Resolves to the agent that was told to take a turn. */
export class Given extends Context.Service<Given, (turn: string) => Promise<string>>()("bench/Given") {
  static readonly waiting = new Map<string, (agent: string) => void>()
  static readonly layer = Layer.succeed(
    Given,
    (turn) => new Promise((resolve) => Given.waiting.set(turn, resolve)),
  )
}

const performer = (agents: number) =>
  Layer.succeed(Performer, {
    perform: (by, { effect }, _again, done) => {
      if (effect.type === "Recruit") queueMicrotask(() => done(enlisted(idOf(by), agents) as never))
      else queueMicrotask(() => done(null))
      if (effect.type === "Tell" && effect.event.type === "ALLOCATE" && "turn" in effect.event) {
        const { id } = effect.event.turn
        Given.waiting.get(id)?.(idOf(effect.to))
        Given.waiting.delete(id)
      }
      return () => {}
    },
    broke: (broken, reason) => Effect.die(new Error(`${broken}: ${reason}`)),
  })

export const shardsRuntime = (url: string, agents: number) =>
  Host.layer().pipe(
    Layer.provide([performer(agents), Committer.layer]),
    Layer.provide(RedisStore.layer({ url })),
    Layer.provide(Layer.mergeAll(Alarms.layer, Observer.layer)),
  )
