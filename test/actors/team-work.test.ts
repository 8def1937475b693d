/** Work of a team goes on at the step it was in, whenever its process dies: asked once, said once, on one board. */
import { it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { describe, expect } from "vitest"
import { address, type Address } from "../../src/machines/address.ts"
import type { Event } from "../../src/machines/events.ts"
import { permitOf } from "../../src/machines/permit/address.ts"
import { asks } from "../../src/machines/properties/samples.ts"
import type { Step } from "../../src/machines/team/plan.ts"
import { limits } from "../../src/actors/ledger.ts"
import { Mail } from "../../src/actors/mail.ts"
import { ledgerOf } from "../../src/actors/steppers.ts"
import { MemoryStore } from "../support/memory-store.ts"
import { Process, start, type Fate } from "../support/process.ts"
import { channel, eventually, guild, person, World, type Script } from "../support/world.ts"

const ben = { id: "100000000000000002", name: "Ben" }
const id = "400000000000000900"

interface Work {
  readonly of: Address
  readonly script: Partial<Script>
  /** What it is told from outside, in order. */
  readonly told: ReadonlyArray<Event>
  /** Who says how often something, and what the board says in the end. */
  readonly said: ReadonlyArray<string>
  readonly ends: string
  /** What others hear of it: each once. */
  readonly hear?: Readonly<Record<Address, string>>
}

const pressed = (button: string, by = person): Event => ({
  type: "PRESSED",
  button,
  by,
  channel,
  manages: false,
})

const step = (id: string, agent: string, after: ReadonlyArray<string>, prompt = "{topic}"): Step => ({
  id,
  agent: { id: agent, name: agent },
  prompt,
  after,
  onFailure: { then: "stop" },
  approval: false,
  timeout: 600_000,
})

const works: Readonly<Record<string, Work>> = {
  "a vote": {
    of: address("vote", id),
    script: { think: ({ brain }) => Effect.succeed({ text: `${brain.id === "writer" ? 2 : 1}, I think.` }) },
    told: [
      {
        type: "OPEN_VOTE",
        ballot: {
          question: "Tea or coffee?",
          options: ["Tea", "Coffee"],
          minutes: 1,
          quorum: 5,
          agents: ["writer", "analyst", "strategist"].map((brain) => ({ brain, name: brain })),
          weights: { people: 3, agents: 1, each: {} },
          tie: "none",
          by: person,
          channel,
          guild,
        },
      },
      pressed("option-0"),
      pressed("option-1", ben),
      pressed("option-1"),
    ],
    said: ["analyst", "strategist", "writer"],
    ends: "**Coffee** wins. 5 votes, the quorum of 5 is reached.",
  },
  "a debate": {
    of: address("debate", id),
    script: {
      think: ({ brain, message, lent }) =>
        Effect.succeed({
          text:
            brain.id === "strategist"
              ? message.text.includes("gave no reasons")
                ? "Writer. It alone answered what was said before it."
                : "Writer wins."
              : `${brain.id} has heard ${lent.length}`,
        }),
    },
    told: [
      {
        type: "OPEN_DEBATE",
        motion: {
          topic: "Tea or coffee?",
          sides: [
            { brain: "writer", name: "Writer", position: "tea" },
            { brain: "analyst", name: "Analyst", position: "coffee" },
          ],
          rounds: 2,
          minutes: 5,
          judge: { brain: "strategist", name: "Strategist" },
          by: person,
          channel,
          guild,
        },
      },
    ],
    said: ["analyst", "analyst", "strategist", "strategist", "writer", "writer"],
    ends: "**Strategist** finds: **Writer** argued best.",
  },
  "an assignment": {
    of: address("assignment", id),
    script: { route: () => Effect.succeed({ responders: ["analyst"], reason: "numbers" }) },
    told: [
      {
        type: "ASSIGN",
        task: "Count the sales",
        agent: null,
        agents: ["writer", "analyst"].map((id) => ({ id, name: id })),
        by: person,
        channel,
        guild,
      },
    ],
    said: ["analyst"],
    ends: "✅ **analyst** reported after",
  },
  "a permit": {
    of: permitOf(asks.turn, asks.use.tool),
    script: {},
    told: [
      { ...asks, turn: { ...asks.turn, message: { ...asks.turn.message, author: person, channel, guild } } },
      pressed("once-1", ben),
      pressed("scope-1"),
      pressed("always-1-wide"),
      pressed("no-1"),
    ],
    said: [],
    ends: "allowed it, from now on, for **Ada**: every use of `blender.render`.",
    hear: { [asks.agent]: "PERMITTED", [address("constellation", person.id)]: "RULE" },
  },
  "a workflow": {
    of: address("workflow", id),
    script: {},
    told: [
      {
        type: "BEGIN",
        plan: {
          name: "post",
          steps: [
            step("facts", "analyst", []),
            step("plan", "strategist", []),
            step("draft", "writer", ["facts", "plan"], "{facts.output} {plan.output}"),
          ],
        },
        topic: "tea",
        by: person,
        channel,
        guild,
      },
    ],
    said: ["analyst", "strategist", "writer"],
    ends: "✅ **draft** · writer\nDone in",
  },
}

/** The work as the store has it. */
const kept = (memory: MemoryStore, of: Address) => {
  const claim = memory.actors.get(of)?.seq ? Effect.runSync(memory.service.peek(of)) : null
  return claim === null ? null : ledgerOf(of, claim).books
}

const isOver = (memory: MemoryStore, of: Address): boolean => {
  const books = kept(memory, of)
  return (
    books !== null && books.snapshot.hasTag("ended") && books.timers.size === 0 && books.outbox.size === 0
  )
}

/** How often an actor has taken an event. */
const heard = (memory: MemoryStore, by: Address, type: string): number =>
  memory.actors.get(by)?.journal.filter(({ body }) => body.includes(`"type":"${type}"`)).length ?? 0

/** In one process after the other; the last one finishes. Whether all others died. */
const survives = ({ of, script, told, said, ends, hear = {} }: Work, fates: ReadonlyArray<Fate>) =>
  Effect.gen(function* () {
    const memory = new MemoryStore()
    let living = new Process()
    const world = new World({ ...script, said: () => living.speaks() })
    let deaths = 0
    for (const fate of [...fates, null]) {
      living = new Process(fate)
      const runtime = yield* start(
        world.runtime(living.store(memory), 5, { ...limits, snapshotEvery: 4 }, living),
      )
      const tellAll = Effect.forEach(told, (event, n) =>
        Effect.flatMap(Mail, (mail) =>
          Effect.retry(mail.tell(of, { id: `told:${n}`, cause: id, event }), { times: 100 }),
        ),
      )
      const scene = yield* Effect.forkChild(runtime.run(tellAll))
      let seen = -1
      let over = false
      const looksOver = () => {
        const seq = memory.actors.get(of)?.seq ?? 0
        if (seq !== seen) over = isOver(memory, of)
        seen = seq
        return over && scene.pollUnsafe()?._tag === "Success"
      }
      yield* eventually(() => living.dead || looksOver(), 3_600_000)
      if (living.dead) deaths++
      living.die()
      yield* Effect.forkDetach(runtime.stop)
      yield* Effect.forkDetach(Fiber.interrupt(scene))
    }
    expect(world.said.map(({ brain }) => brain.id).toSorted()).toEqual(said)
    for (const [to, type] of Object.entries(hear)) expect(heard(memory, to as Address, type)).toBe(1)
    expect(world.boards.at(-1)!.text).toContain(ends)
    expect(world.boards.at(-1)!.buttons).toEqual([])
    expect(new Set(world.boards.map(({ key }) => key)).size).toBe(1)
    expect(new Set(world.boards.flatMap(({ message }) => message ?? [])).size).toBe(1)
    return deaths === fates.length
  })

describe.each(Object.entries(works))("%s", (_, work) => {
  it.effect("ends as its rules say", () => survives(work, []))

  it.effect("goes on when the process dies before any of its writes", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives(work, [{ write, at: "before" }])) write++
      expect(write).toBeGreaterThan(8)
    }),
  )

  it.effect("goes on when the process dies after any of its writes", () =>
    Effect.gen(function* () {
      let write = 1
      while (yield* survives(work, [{ write, at: "after" }])) write++
      expect(write).toBeGreaterThan(8)
    }),
  )

  it.effect("goes on when the process dies between saying something and knowing it", () =>
    Effect.gen(function* () {
      let say = 1
      while (yield* survives(work, [{ say }])) say++
      expect(say).toBe(work.said.length + 1)
    }),
  )
})
