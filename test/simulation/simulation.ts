/**
 * One seed: a whole Orrery on several machines, its people, its Discord and its store, under simulated time. First everything
 * goes wrong that this seed suffers from (safety), then nothing any more, and what was accepted must finish (healing).
 */
import { Duration } from "effect"
import { idOf, kindOf } from "../../src/machines/address.ts"
import type { AgentContext } from "../../src/machines/agent/agent.ts"
import type { Roll } from "../../src/machines/pool/roll.ts"
import { takenOverWithin } from "../../src/actors/performing/drafting.ts"
import { poolOf } from "../../src/actors/placement.ts"
import { recover } from "../../src/actors/recovery.ts"
import { lineageOf } from "../../src/actors/steppers.ts"
import { violated, Violation } from "./audit/violation.ts"
import { Disturbances } from "./disturbances.ts"
import type { Mutant } from "./mutants.ts"
import { Runners } from "./runners.ts"
import { sealed } from "./sealed.ts"
import { World } from "./world.ts"

export interface Options {
  readonly seed: number
  /** After so many steps nothing goes wrong any more; null: as long as the seed wants it. */
  readonly steps?: number | null
  /** Kinds of faults that are left out. */
  readonly without?: ReadonlySet<string>
  readonly mutant?: Mutant | null
  /** Whether the store may lose what it acknowledged when it fails over. Then only what it keeps is judged. */
  readonly failover?: boolean
}

export interface Verdict {
  readonly seed: number
  /** Journal entries that were committed. */
  readonly events: number
  readonly faults: number
  /** Steps until nothing went wrong any more. */
  readonly steps: number
  readonly said: number
  readonly doubled: number
  /** Acknowledged entries that were lost at failovers. */
  readonly lost: number
  /** Rules that were broken in consequence. */
  readonly consequences: number
  readonly failure: Error | null
  readonly world: World
}

/** How long all is well at first, in ms: channels are heard of, and who owns what is settled. */
const calm = 6000
/** At least so long after the last fault things are watched, in ms: longer than a lease and than what is owed waits. */
const healsIn = 45_000
/** By then everything that was accepted has finished, in ms. */
const patience = 45 * 60_000

export const simulate = async ({
  seed,
  steps = null,
  without = new Set(),
  mutant = null,
  failover = false,
}: Options): Promise<Verdict> => {
  const world = new World({ seed, steps, without, mutant, failover })
  const runners = new Runners(world)
  const verdict = await sealed(world.timeline, async () => {
    const broken = (reason: unknown) => world.broke(reason)
    process.on("unhandledRejection", broken)
    let safety = Number.POSITIVE_INFINITY
    try {
      safety = await goWrong(world, runners, steps)
      await heal(world, runners, failover)
      await shutDown(world, runners)
      checkAtEnd(world, failover)
    } catch (error) {
      world.broke(error)
    } finally {
      for (const { machine } of runners.running) machine.die()
      await world.timeline.settle()
      process.off("unhandledRejection", broken)
    }
    return Math.min(safety, world.timeline.steps)
  })
  const { journals, faults, people, replies, failure } = world
  return {
    seed,
    events: journals.entries,
    faults: faults.total,
    steps: verdict,
    said: people.said,
    doubled: replies.doubled,
    lost: journals.lost,
    consequences: world.consequences,
    failure,
    world,
  }
}

const advance = async (world: World): Promise<void> => {
  if (!(await world.timeline.advance())) violated("the system comes to rest", "nothing is planned any more")
  if (world.failure !== null) throw world.failure
}

const goWrong = async (world: World, runners: Runners, most: number | null): Promise<number> => {
  const { timeline, scale, faults, people } = world
  world.note(`faults: ${faults.rates.map(([kind, rate]) => `${kind} ${rate.toPrecision(2)}`).join(", ")}`)
  world.note(`scale: ${JSON.stringify(scale)}`)
  for (let n = 1; n <= scale.runners; n++) runners.start(`r${n}`)
  people.begin(scale.habits, () => faults.over)
  const begin = timeline.now + calm
  while (timeline.now < begin) await advance(world)
  faults.begin()
  new Disturbances(world, runners).begin()
  const end = timeline.now + scale.safety
  while (timeline.now < end && timeline.steps < (most ?? Number.POSITIVE_INFINITY)) await advance(world)
  return timeline.steps
}

const heal = async (world: World, runners: Runners, failover: boolean): Promise<void> => {
  const { timeline, faults, network, store, gateway } = world
  world.note("healing")
  faults.end()
  network.mendAll()
  store.condition = "up"
  for (const name of runners.names) gateway.reconnect(name)
  runners.heal()
  const began = timeline.now
  for (let look = began + healsIn; ; look += 5000) {
    while (timeline.now < look) await advance(world)
    runners.heal()
    const unrest = restless(world)
    if (unrest === null) break
    if (failover) return
    if (timeline.now > began + patience) violated("the system comes to rest", unrest)
  }
  await tidied(world)
  const { endings, fleet, journals } = world
  endings.rest(journals.copies, (channel, text) => noticed(world, channel, text))
  fleet.rest(journals.copies)
}

/** What Discord made of a request whose answer came too late is taken away when nobody can know of it any more. */
const tidied = async (world: World): Promise<void> => {
  const { guilds, replies, timeline } = world
  const half = () => [...guilds.messages.values()].flat().find((message) => replies.isHalf(message))
  const end = timeline.now + Duration.toMillis(takenOverWithin) + healsIn
  while (half() !== undefined && timeline.now < end) await advance(world)
  const stays = half()
  if (stays !== undefined)
    violated("no half answer stays", `${stays.id} in ${stays.channel_id}: ${stays.content}`)
}

/** What is under way still, or null. */
const restless = ({ journals, endings, timeline }: World): string | null => {
  for (const { address, books } of journals.copies.values()) {
    const owed = [...books.outbox.values()]
    if (owed.length > 0)
      return `${address} owes ${owed.map(({ key, effect }) => `${effect.type} ${key}`).join(" ")}`
    const late = [...books.timers.values()].find(({ due }) => due < timeline.now - 30_000)
    if (late !== undefined) return `${address}: the timer ${late.id} was due at ${late.due}`
    const context: unknown = books.snapshot.context
    if (kindOf(address) === "pool" && (context as Roll).queue.size > 0)
      return `${address} has turns that wait`
    if (kindOf(address) === "agent" && (context as AgentContext).turn !== null) return `${address} has a turn`
  }
  return endings.atRest(journals.copies) ? null : "a conversation is not over"
}

const noticed = ({ guilds, logs }: World, channel: string, text: string): boolean =>
  guilds.said(channel).some(({ content }) => content.includes(text)) ||
  logs.some((line) => line.includes("could not say") && line.includes(text))

/** Every process ends by itself when it is told to. */
const shutDown = async (world: World, runners: Runners): Promise<void> => {
  world.note("shutting down")
  const left = new Set(runners.running)
  for (const runner of left) {
    runners.stop(runner, (byItself) => {
      left.delete(runner)
      if (!byItself)
        world.broke(new Violation("the system comes to rest", `${runner.machine.id} does not stop`))
    })
  }
  while (left.size > 0) await advance(world)
}

/** What the store holds in the end is what was seen to be committed, and reads. */
const checkAtEnd = ({ store, archive, journals }: World, failover: boolean): void => {
  for (const [address, kept] of store.memory.actors) {
    const { bodies, hash, books } = journals.copyOf(address)
    if (
      kept.seq !== books.seq ||
      kept.hash !== hash ||
      kept.journal.some(({ seq, body }) => body !== bodies[seq - 1])
    )
      violated("no acknowledged event lost", `${address} at the end`)
    const first = kept.journal[0]?.seq ?? kept.seq + 1
    const archived = archive.entriesOf(address).filter(({ seq }) => seq < first)
    if (
      !failover &&
      (archived.length !== first - 1 || archived.some(({ seq, body }) => body !== bodies[seq - 1]))
    )
      violated("no acknowledged event lost", `${address}: what was trimmed is not archived`)
    const tail = kept.journal.filter(({ seq }) => seq > kept.recordSeq)
    const input = { id: idOf(address), pool: poolOf(address) }
    recover(address, lineageOf(address), input, { ...kept, tail })
  }
}
