/** What is done to the runners and to Redis, each kind of fault at its own seeded pace, all at the same time. */
import { setTimeout as sleep } from "node:timers/promises"
import { lease } from "../../src/adapters/cluster/cluster.ts"
import { Dice } from "../simulation/dice.ts"
import type { Build } from "./builds.ts"
import type { Failovers } from "./failover.ts"
import type { Fleet, Runner, Stage } from "./fleet.ts"
import { cut, mend, type Network, type Way } from "./network.ts"
import type { People } from "./people.ts"

export interface Counts {
  kills: number
  stops: number
  partitions: number
  upgrades: number
  changes: number
}

export interface World extends Stage {
  readonly seed: number
  /** How many runners there are when nothing is done to them. */
  readonly size: number
  readonly fleet: Fleet
  readonly people: People
  readonly failovers: Failovers
  readonly network: Network | null
  readonly builds: readonly [Build, Build]
  /** Aborted when the faults are over. */
  readonly over: AbortSignal
  readonly counts: Counts
}

/** Mean pauses in ms, after the one before is over. A runner takes some seconds to start, and two live at a kill. */
const pauses = { kill: 2500, stop: 4000, redis: 45_000, partition: 25_000, change: 60_000, upgrade: 60_000 }

/** As long as an owner must be gone for another one to come, and so long that it has been at work for a while, in ms. */
const absence = (dice: Dice): number => lease * dice.between(1.5, 3)

/** Until then, or until the faults are over. */
const wait = async (ms: number, over: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: over }).catch(() => {})

const again = async (
  { seed, over, violated }: World,
  kind: keyof typeof pauses,
  act: (dice: Dice) => Promise<void>,
): Promise<void> => {
  const dice = new Dice(seed, kind)
  for (;;) {
    await wait(dice.exponential(pauses[kind]), over)
    if (over.aborted) return
    await act(dice).catch((error: Error) => violated(`the ${kind} itself broke: ${error.stack}`))
  }
}

/** Waits for so many to whom nothing is done, and picks one; null when the faults are over before. */
const pick = async ({ fleet, over }: World, dice: Dice, atLeast: number): Promise<Runner | null> => {
  while (!over.aborted) {
    const { up } = fleet
    if (up.length >= atLeast) return dice.pick(up)
    await wait(100, over)
  }
  return null
}

/** One of those that are up, and now and then all of them at once. Who comes back has its address, or another one. */
const kill = async (world: World, dice: Dice): Promise<void> => {
  const { fleet, counts, failovers, people, note, over } = world
  const chosen = await pick(world, dice, 2)
  if (chosen === null) return
  for (const runner of dice.chance(0.05) ? fleet.up : [chosen]) {
    const owned = await failovers.ownedBy(runner.address)
    if (runner.state !== "up") continue
    const since = performance.now()
    const killed = fleet.kill(runner)
    counts.kills++
    note(`kill ${runner.name} at ${runner.address}`)
    if (owned !== null) {
      fleet.beside(people.speak(owned.channel))
      fleet.beside(failovers.watch(owned, since, AbortSignal.any([AbortSignal.timeout(120_000)])))
    }
    await killed
    const back = async () => {
      await wait(dice.between(100, 2000), over)
      await fleet.start(runner.seat, dice.chance(0.5))
    }
    fleet.beside(back())
  }
}

const stop = async (world: World, dice: Dice): Promise<void> => {
  const { fleet, counts, note, over } = world
  const runner = await pick(world, dice, 2)
  if (runner === null) return
  fleet.freeze(runner)
  counts.stops++
  const ms = absence(dice)
  note(`stop ${runner.name} for ${Math.round(ms)} ms`)
  await wait(ms, over)
  fleet.thaw(runner)
  note(`continue ${runner.name}`)
}

const restartRedis = async ({ redis, note, over }: World, dice: Dice): Promise<void> => {
  await redis.kill()
  const ms = dice.between(0, lease)
  note(`kill Redis for ${Math.round(ms)} ms`)
  await wait(ms, over)
  await redis.start()
}

/** What the runner cannot reach, or who cannot reach it. */
const ways = (
  { hub, places }: Network,
  { seat }: Runner,
  dice: Dice,
): readonly [string, ReadonlyArray<Way>] => {
  const place = seat.place!
  const peers = places.filter((other) => other !== place)
  const toRedis: Way = [place, hub]
  const fromRedis: Way = [hub, place]
  const toPeers = peers.map((peer): Way => [place, peer])
  const fromPeers = peers.map((peer): Way => [peer, place])
  return dice.pick<readonly [string, ReadonlyArray<Way>]>([
    ["from Redis", [toRedis, fromRedis]],
    ["on its way to Redis", [toRedis]],
    ["on the way back from Redis", [fromRedis]],
    ["from its peers", [...toPeers, ...fromPeers]],
    ["on its way to its peers", toPeers],
    ["from everybody", [toRedis, fromRedis, ...toPeers, ...fromPeers]],
  ])
}

const partition = async (world: World, network: Network, dice: Dice): Promise<void> => {
  const { counts, note, over } = world
  const runner = await pick(world, dice, 2)
  if (runner === null) return
  const [how, all] = ways(network, runner, dice)
  runner.state = "cut"
  counts.partitions++
  for (const way of all) cut(way)
  const ms = absence(dice)
  note(`cut ${runner.name} ${how} for ${Math.round(ms)} ms`)
  await wait(ms, over)
  for (const way of all) mend(way)
  if (runner.state === "cut") runner.state = "up"
  note(`mend ${runner.name}`)
}

/** One more than before, or one less. */
const change = async (world: World, dice: Dice): Promise<void> => {
  const { fleet, counts, note, size, seats } = { ...world, seats: world.fleet.seats }
  counts.changes++
  const free = seats.find(({ runner, port }, n) => n >= size && runner === null && port === null)
  if (free !== undefined) {
    note("add a runner")
    return fleet.start(free, false)
  }
  const extra = seats.find(({ runner }, n) => n >= size && runner?.state === "up")?.runner
  if (extra === undefined || extra === null) return
  note(`remove ${extra.name}`)
  await fleet.leave(extra)
  extra.seat.port = null
  await wait(dice.between(1000, 5000), world.over)
}

/** Runners are replaced one by one, by the other build. */
const upgrade = async (world: World, dice: Dice): Promise<void> => {
  const { fleet, counts, builds, note, over } = world
  fleet.build = builds[0] === fleet.build ? builds[1] : builds[0]
  note(`upgrade to build ${fleet.build.name}`)
  for (const seat of fleet.seats) {
    while (!over.aborted && seat.runner !== null && seat.build !== fleet.build) {
      const { runner } = seat
      if (runner.state !== "up") await wait(100, over)
      else {
        await fleet.leave(runner)
        await fleet.start(seat, dice.chance(0.5))
      }
    }
  }
  if (over.aborted) return
  counts.upgrades++
  note(`upgraded to build ${fleet.build.name}`)
}

/** Resolves when the faults are over and undone. */
export const disturb = async (world: World): Promise<void> => {
  const { network, fleet, over } = world
  await Promise.all([
    again(world, "kill", (dice) => kill(world, dice)),
    again(world, "stop", (dice) => stop(world, dice)),
    again(world, "redis", (dice) => restartRedis(world, dice)),
    again(world, "change", (dice) => change(world, dice)),
    again(world, "upgrade", (dice) => upgrade(world, dice)),
    network === null ? null : again(world, "partition", (dice) => partition(world, network, dice)),
    (async () => {
      const dice = new Dice(world.seed, "pace")
      while (!over.aborted) {
        await world.people.chat()
        await wait(dice.exponential(350), over)
      }
    })(),
  ])
  await fleet.settled()
}
