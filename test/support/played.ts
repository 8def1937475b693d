/** Messages in one channel, heard by one process after the other: each dies as it is fated, and the last one finishes. */
import { Effect, Fiber } from "effect"
import { limits } from "../../src/actors/ledger.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { address, type Address } from "../../src/machines/address.ts"
import type { Floor } from "../../src/machines/conversation/floor.ts"
import type { Message } from "../../src/machines/values.ts"
import { MemoryStore } from "./memory-store.ts"
import { Process, start, type Fate } from "./process.ts"
import { channel, eventually, hears, World, type Script } from "./world.ts"

type Runtime = ReturnType<World["runtime"]>

/** Of an actor as the store has it; null before its first event. */
export const contextOf = (memory: MemoryStore, of: Address): unknown => {
  const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
  return claim === null ? null : ledgerOf(of, claim).books.snapshot.context
}

export const floorOf = (memory: MemoryStore): Floor | null =>
  contextOf(memory, address("conversation", channel)) as Floor | null

/** All messages have ended, no pair of agents pauses, and nobody owes anything. */
const isOver = (memory: MemoryStore, messages: number): boolean => {
  const floor = floorOf(memory)
  return (
    floor !== null &&
    floor.paused === null &&
    floor.tally.messages === messages &&
    floor.tally.answered + floor.tally.unrouted === messages &&
    Object.keys(floor.underWay).length + floor.inbox.length + floor.waiting.length === 0 &&
    [...memory.actors.keys()].every((of) => {
      const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
      return claim === null || ledgerOf(of, claim).books.outbox.size === 0
    })
  )
}

/** Looked at again only when something was written. */
const whenChanged = (memory: MemoryStore, look: () => boolean) => {
  let [seen, found] = [-1, false]
  return (): boolean => {
    const written = [...memory.actors.values()].reduce((sum, { seq }) => sum + seq, 0)
    if (written !== seen) found = look()
    seen = written
    return found
  }
}

export interface Scene {
  readonly messages: ReadonlyArray<Message>
  readonly script?: Partial<Script>
  /** What the operator lays down. */
  readonly laid?: (runtime: Runtime) => Runtime
}

export const played = ({ messages, script = {}, laid = (runtime) => runtime }: Scene, fate: Fate | null) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const world = new World(script)
    let died = false
    for (const its of fate === null ? [null] : [fate, null]) {
      const living = new Process(its)
      const runtime = yield* start(
        laid(world.runtime(living.store(memory), 5, { ...limits, snapshotEvery: 4 }, living)),
      )
      const scene = yield* Effect.forkChild(
        runtime.run(Effect.forEach(messages, (one) => Effect.retry(hears(one), { times: 100 }))),
      )
      const over = whenChanged(memory, () => isOver(memory, messages.length))
      yield* eventually(() => living.dead || over(), 3_600_000)
      died ||= living.dead && its !== null
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(scene))
    }
    return { memory, world, died }
  })

/** Once for each write at which a process can die, until there is none any more; how many there were. */
export const wheneverItDies = (
  at: "before" | "after",
  scene: () => Scene,
  holds: (after: Effect.Success<ReturnType<typeof played>>, write: number) => void,
) =>
  Effect.gen(function* () {
    for (let write = 1; ; write++) {
      const after = yield* played(scene(), { write, at })
      holds(after, write)
      if (!after.died) return write - 1
    }
  })
