/** Orrery with a part of its promise taken out, planted in the store or in a process's connection to it. Each must be caught. */
import { Effect } from "effect"
import type { Commit } from "../../src/actors/store.ts"
import type { Machine } from "./machine.ts"
import type { World } from "./world.ts"

export interface Mutant {
  readonly name: string
  readonly plant: (world: World) => void
}

/** Changes every commit on its way in. */
const committing =
  (change: (world: World, by: Machine, commit: Commit) => Commit) =>
  (world: World): void => {
    const { service } = world.store.memory
    world.store.operations = (by) => ({
      ...service,
      commit: (batch) => service.commit(batch.map((commit) => change(world, by, commit))),
    })
  }

/** Changes every snapshot record that a process gets when it wakes an actor. */
const waking =
  (change: (record: Record<string, unknown>) => void) =>
  (world: World): void => {
    world.store.connection = (_, service) => ({
      ...service,
      claim: (address) =>
        Effect.map(service.claim(address), (claim) => {
          if (claim.record === null) return claim
          const record = JSON.parse(claim.record) as Record<string, unknown>
          change(record)
          return { ...claim, record: JSON.stringify(record) }
        }),
    })
  }

const storedState = (world: World, { address }: Commit) => world.store.memory.actors.get(address)

/** Whoever commits is believed to own the actor, and to know its end. */
const withoutFencing = committing((world, _, commit) => {
  const kept = storedState(world, commit)
  return kept === undefined
    ? commit
    : { ...commit, epoch: kept.epoch, expectedSeq: kept.seq, expectedHash: kept.hash }
})

/** Ids are written down, and not looked for. */
const withoutDedup = (world: World): void => {
  const { memory } = world.store
  committing((_, __, commit) => {
    memory.actors.get(commit.address)?.ids.clear()
    return commit
  })(world)
}

/** The snapshot is written, and then the entries that it comes from. */
const snapshotFirst = (world: World): void => {
  const write = ({ address, epoch, expectedSeq, entries, record }: Commit) => {
    const kept = world.store.memory.actors.get(address)
    if (kept === undefined || record === null || kept.epoch !== epoch || kept.seq !== expectedSeq) return
    Object.assign(kept, { record, recordSeq: expectedSeq + entries.length })
  }
  world.store.connection = (by, service) => ({
    ...service,
    commit: (batch) =>
      Effect.andThen(
        world.store.request(by, "write", () => batch.forEach(write)),
        service.commit(batch),
      ),
  })
}

/** Whoever holds the lock by its own account may write, whatever the epoch. */
const lockTrusted = committing((world, by, commit) => {
  const kept = storedState(world, commit)
  return kept !== undefined && world.holdsLock(by, commit.address) ? { ...commit, epoch: kept.epoch } : commit
})

export const mutants: ReadonlyArray<Mutant> = [
  { name: "no fencing", plant: withoutFencing },
  { name: "no dedup", plant: withoutDedup },
  { name: "snapshot before journal", plant: snapshotFirst },
  { name: "outbox dropped on wake", plant: waking((record) => void (record["outbox"] = [])) },
  { name: "timer not persisted", plant: waking((record) => void (record["timers"] = [])) },
  { name: "lock trusted instead of epoch", plant: lockTrusted },
]
