/** Memory, digests and archives over crashes: whenever a process dies, each exchange is digested and archived once, each edit made once. */
import { it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { expect } from "vitest"
import { limits } from "../../src/actors/ledger.ts"
import { Mail } from "../../src/actors/mail.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { address, type Address } from "../../src/machines/address.ts"
import type { ArchiveContext } from "../../src/machines/memory/archive.ts"
import type { ConstellationContext } from "../../src/machines/constellation/constellation.ts"
import type { Event } from "../../src/machines/events.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Process, start, type Fate } from "../support/process.ts"
import { eventually, person, World } from "../support/world.ts"

const constellation = address("constellation", person.id)
const archive = address("archive", person.id)

const remember = (n: number): Event => ({
  type: "REMEMBER",
  user: person,
  brain: "writer",
  turn: `${n}.writer`,
  asked: `question ${n}`,
  answered: `answer ${n}`,
})
const likesTea: Event = {
  type: "EDIT",
  by: { agent: "writer" },
  edits: [{ tool: "append", label: "user", agent: null, text: "likes tea" }],
}
const exchanges = 24
const told: ReadonlyArray<Event> = [
  { type: "ALLOCATE", user: person },
  ...Array.from({ length: exchanges }, (_, n) => remember(n + 1)),
]

const tell = (event: Event, id: string) =>
  Effect.flatMap(Mail, (mail) =>
    Effect.retry(mail.tell(constellation, { id, cause: "test", event }), { times: 100 }),
  )

/** Told from outside, again from the beginning after a crash: every edge tells again what it is not sure of. */
const scene = Effect.gen(function* () {
  for (const [n, event] of told.entries()) yield* tell(event, `edge:${n}`)
  const mail = yield* Mail
  const memory = Effect.map(
    mail.peek(constellation),
    ({ context }) => context as unknown as ConstellationContext,
  )
  let made = false
  while (!made) made = (yield* memory).memory.length > 0
  yield* tell(likesTea, "edge:edit")
})

const kept = <C>(memory: MemoryStore, of: Address) => {
  const { books } = ledgerOf(of, Effect.runSync(memory.service.peek(of))!)
  return { context: books.snapshot.context as C, owed: books.outbox.size }
}

/** All is told, and what came of it is done. */
const isDone = (memory: MemoryStore): boolean =>
  [constellation, archive].every((of) => (memory.actors.get(of)?.seq ?? 0) > 0 && kept(memory, of).owed === 0)

/** Whether the process died as it should, before all was done. */
const survives = (fate: Fate) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    const world = new World()
    let died = false
    for (const next of [fate, null]) {
      const living = new Process(next)
      const layer = world.runtime(living.store(memory), 2, { ...limits, snapshotEvery: 4 }, living)
      const runtime = yield* start(layer)
      yield* Effect.yieldNow
      const outside = yield* Effect.forkChild(runtime.run(scene))
      const isOver = () => outside.pollUnsafe()?._tag === "Success" && isDone(memory)
      yield* eventually(() => living.dead || isOver())
      died ||= living.dead
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(outside))
    }
    const { context } = kept<ConstellationContext>(memory, constellation)
    const archived = kept<ArchiveContext>(memory, archive).context.exchanges
    const digest = context.digests["writer"]!
    expect([...archived, ...context.sessions["writer"]!].map(({ turn }) => turn)).toEqual(
      Array.from({ length: exchanges }, (_, n) => `${n + 1}.writer`),
    )
    expect(digest.sources.map(({ turn }) => turn)).toEqual(archived.map(({ turn }) => turn))
    expect([digest.of, context.digesting]).toEqual([archived.length, null])
    expect(context.memory[0]).toMatchObject({ label: "user", value: "likes tea" })
    expect(context.records["user"]?.past).toHaveLength(1)
    return died
  })

it.effect.each([
  ["nothing", "before"],
  ["all", "after"],
  ["half", "half"],
] as const)("when it dies at any of its writes, and %s of it is written", ([, at]) =>
  Effect.gen(function* () {
    let write = 1
    while (yield* survives({ write, at })) write++
    expect(write).toBeGreaterThan(5)
  }),
)
