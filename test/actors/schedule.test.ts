/** A schedule outlives the processes that run it: what it asks is asked once, wherever one dies, and late when nobody ran. */
import { it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { address } from "../../src/machines/address.ts"
import type { GuildContext } from "../../src/machines/team/guild.ts"
import type { Timetable } from "../../src/machines/team/timetable.ts"
import { limits } from "../../src/actors/ledger.ts"
import { Mail } from "../../src/actors/mail.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Process, start, type Fate } from "../support/process.ts"
import { channel, eventually, guild, person, World } from "../support/world.ts"

const id = "400000000000000920"
const of = address("schedule", id)
const hour = 3_600_000
const noon = Date.parse("2026-11-20T12:00:00Z")

const timetable = (more: Partial<Timetable> = {}): Timetable => ({
  when: { type: "once", at: "2026-11-20 12:01" },
  said: "2026-11-20 12:01",
  zone: "UTC",
  agent: { id: "writer", name: "Writer" },
  prompt: "What is new?",
  by: person,
  channel,
  guild,
  home: guild,
  missed: "once",
  ...more,
})

/** A world, and processes in it one after the other. */
const setting = () => {
  const memory = new MemoryStore()
  let living = new Process()
  const world = new World({ said: () => living.speaks() })
  const process = (fate: Fate | null = null) =>
    Effect.gen(function* () {
      living = new Process(fate)
      const mine = living
      const { run, stop } = yield* start(
        world.runtime(mine.store(memory), 5, { ...limits, snapshotEvery: 4 }, mine),
      )
      const tell = (event: Parameters<Mail["Service"]["tell"]>[1]["event"], id: string) =>
        run(
          Effect.flatMap(Mail, (mail) =>
            Effect.retry(mail.tell(of, { id, cause: id, event }), { times: 100 }),
          ),
        )
      const end = Effect.suspend(() => {
        mine.die()
        return Effect.forkDetach(stop)
      })
      return { is: mine, tell, end }
    })
  const kept = (of: ReturnType<typeof address>) => {
    const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
    return claim === null ? null : ledgerOf(of, claim).books.snapshot
  }
  return { world, process, kept }
}

const survives = (fate: Fate) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(noon)
    const { world, process, kept } = setting()
    const isOver = () => kept(of)?.hasTag("ended") === true && world.said.length > 0
    let died = false
    for (const one of [fate, null]) {
      const { is, tell, end } = yield* process(one)
      const told = yield* Effect.forkChild(tell({ type: "CREATE", timetable: timetable() }, "create"))
      yield* eventually(() => is.dead || isOver())
      died ||= is.dead
      yield* end
      yield* Effect.forkDetach(Fiber.interrupt(told))
    }
    expect(world.said.map(({ brain, text }) => [brain.id, text])).toEqual([
      ["writer", "Writer on “What is new?”"],
    ])
    expect(world.notices.filter(({ text }) => text.includes("Scheduled by"))).toHaveLength(1)
    return died
  })

describe("a schedule", () => {
  it.effect("asks once, whichever write its process dies before", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives({ write, at: "before" })) write++
      expect(write).toBeGreaterThan(5)
    }),
  )

  it.effect("asks once, whichever write its process dies after", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives({ write, at: "after" })) write++
      expect(write).toBeGreaterThan(5)
    }),
  )

  it.effect("makes up for what it missed while nobody ran, and its server knows when it is due next", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(noon)
      const { world, process, kept } = setting()
      const due = () =>
        (kept(address("guild", guild))?.context as GuildContext | undefined)?.schedules[0]?.due
      const every = timetable({ when: { type: "every", ms: hour }, said: "every 1 h", missed: "all" })
      const first = yield* process()
      yield* first.tell({ type: "CREATE", timetable: every }, "create")
      yield* eventually(() => due() === noon + hour)
      yield* first.end
      yield* TestClock.adjust(3.5 * hour)
      const second = yield* process()
      yield* eventually(() => due() === noon + 4 * hour, hour)
      yield* eventually(() => world.said.length === 3)
      expect(world.notices.filter(({ text }) => text.includes(", missed <t:"))).toHaveLength(3)
      yield* second.end
    }),
  )
})
