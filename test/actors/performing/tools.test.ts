/** A turn in which an agent uses tools: side by side, within bounds, and to an end, whatever the tools do. */
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { address, kindOf, type Address } from "../../../src/machines/address.ts"
import { longestResult, roundsAtMost, usesAtMost, type Result } from "../../../src/machines/tools/call.ts"
import { DraftRules, draftPolicy } from "../../../src/actors/performing/drafting.ts"
import { Host } from "../../../src/actors/host.ts"
import { decodeEntry } from "../../../src/actors/journal.ts"
import { Mail } from "../../../src/actors/mail.ts"
import type { Prompt, Wish } from "../../../src/actors/performing/model.ts"
import { Permissions } from "../../../src/actors/performing/permitting.ts"
import { ToolFailed } from "../../../src/actors/performing/tools.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { fake, Workshop, type Fake } from "../../support/tools.ts"
import { channel, eventually, hears, message, person, World } from "../../support/world.ts"

/** Wants these, and answers with what came of them. */
const wanting =
  (...rounds: ReadonlyArray<ReadonlyArray<Wish>>) =>
  ({ rounds: done = [] }: Prompt) => {
    const uses = rounds[done.length]
    const told = done.flatMap(({ results }) => results.map(({ text }) => text))
    return Effect.succeed(
      uses === undefined ? { text: ["So:", ...told].join("\n") } : { text: `Round ${done.length}.`, uses },
    )
  }

const wish = (tool: string, input = "{}"): Wish => ({ tool, input })

const play = (world: World, workshop: Workshop, verdict: "allow" | "deny" | null = null) => {
  const memory = new MemoryStore()
  const permissions =
    verdict === null
      ? Layer.empty
      : Layer.succeed(Permissions, { decide: () => Effect.succeed({ verdict, rule: null }) })
  const layer = world.runtime(memory.layer).pipe(
    Layer.provide(
      Layer.mergeAll(
        workshop.layer(),
        permissions,
        Layer.succeed(DraftRules, () => ({ ...draftPolicy, after: 1000, every: 500 })),
      ),
    ),
  )
  const bodies = (kind: string) =>
    [...memory.actors]
      .filter(([of]) => kindOf(of) === kind)
      .flatMap(([, { journal }]) => journal.map(({ body }) => decodeEntry(body).event))
  return {
    /** What agents were told, in order. */
    told: () => bodies("agent").map((event) => event?.type ?? "tidy"),
    /** What calls came to. */
    used: () => bodies("agent").filter((event) => event?.type === "USED") as unknown as ReadonlyArray<Result>,
    actors: () => [...memory.actors.keys()],
    run: (scene: Effect.Effect<unknown, unknown, Layer.Success<typeof layer>>) =>
      Effect.andThen(Effect.yieldNow, scene).pipe(Effect.provide(layer), Effect.scoped),
  }
}

const done = Effect.gen(function* () {
  const host = yield* Host
  yield* eventually(() => host.owed() === 0)
})

const asks = hears(message("please", { called: ["writer"] }))

const tell = (to: Address, event: Parameters<Mail["Service"]["tell"]>[1]["event"]) =>
  Effect.flatMap(Mail, (mail) => mail.tell(to, { id: null, cause: "test", event }))

const after =
  (ms: number, text = "done"): Fake["use"] =>
  () =>
    Effect.delay(Effect.succeed(text), ms)

describe("an agent that uses tools", () => {
  it.effect(
    "has five calls made at a time, and answers with what all came to, in the order of the calls",
    () => {
      const names = Array.from({ length: 10 }, (_, n) => `tool${n}`)
      const workshop = new Workshop(
        ...names.map((name, n) => fake(name, { use: after(1000 - n * 50, name) })),
      )
      const world = new World({ think: wanting(names.map((name) => wish(name))) })
      const { run, told } = play(world, workshop)
      return run(
        Effect.gen(function* () {
          yield* asks
          yield* done
          expect([workshop.begun.length, workshop.most]).toEqual([10, 5])
          expect(world.said.map(({ text }) => text)).toEqual([["Round 0.\n\nSo:", ...names].join("\n")])
          expect(told().filter((type) => type === "USED")).toHaveLength(10)
          expect(world.prompts[1]?.rounds).toMatchObject([
            {
              text: "Round 0.",
              uses: names.map((tool) => ({ tool })),
              results: names.map((text) => ({ ok: true, text })),
            },
          ])
        }),
      )
    },
  )

  it.effect(
    "has what depends on other calls made after them, round by round, each call under a key of its own",
    () => {
      const workshop = new Workshop(fake("search"), fake("read"))
      const world = new World({ think: wanting([wish("search")], [wish("read", '{"id":7}')]) })
      const { run } = play(world, workshop)
      return run(
        Effect.gen(function* () {
          yield* asks
          yield* done
          expect(workshop.begun.map(({ tool, input }) => [tool, input])).toEqual([
            ["search", {}],
            ["read", { id: 7 }],
          ])
          expect(new Set(workshop.begun.map(({ key }) => key)).size).toBe(2)
          expect(world.said[0]?.text).toContain('read did {"id":7}')
        }),
      )
    },
  )

  it.effect("is offered none after the last round, and has to answer", () => {
    const world = new World({
      think: ({ tools = [] }) =>
        Effect.succeed(tools.length === 0 ? { text: "Enough." } : { text: "", uses: [wish("time")] }),
    })
    const { run, told } = play(world, new Workshop(fake("time")))
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* done
        expect(told().filter((type) => type === "WANTS")).toHaveLength(roundsAtMost)
        expect(world.said).toMatchObject([{ text: "Enough." }])
      }),
    )
  })

  it.effect("hears in a line what is wrong with a call, and none of these is made", () => {
    const parameters = { type: "object", properties: { at: { type: "integer" } }, required: ["at"] }
    const workshop = new Workshop(fake("time", { parameters }))
    const wishes = [
      wish("tim"),
      wish("time", "now"),
      wish("time", "[]"),
      wish("time", "{}"),
      wish("time", '{"at":"noon"}'),
      ...Array.from({ length: usesAtMost }, () => wish("time", '{"at":1}')),
    ]
    const world = new World({ think: wanting(wishes) })
    const { run } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* done
        const results = world.prompts[1]!.rounds![0]!.results
        expect(results.slice(0, 5).map(({ text }) => text)).toEqual([
          "there is no tool called tim; there are: time",
          "its input is no JSON object; take what time says of its input",
          "its input is no JSON object; take what time says of its input",
          "its input lacks at; take what time says of its input",
          "at of its input is no integer; take what time says of its input",
        ])
        expect(results.at(-1)).toMatchObject({
          ok: false,
          text: expect.stringContaining("more than 16 calls"),
        })
        expect(workshop.begun).toHaveLength(usesAtMost - 5)
      }),
    )
  })

  const misbehaving: ReadonlyArray<readonly [string, Fake["use"], RegExp]> = [
    ["hangs", () => Effect.never, /^bad did not end within 15 minutes$/],
    [
      "breaks",
      () => Effect.die(new Error("segmentation fault at 0x0")),
      /^bad broke; it may work another time$/,
    ],
    [
      "fails",
      () => Effect.fail(new ToolFailed({ reason: "the server is away", remedy: "retry" })),
      /^the server is away$/,
    ],
    [
      "floods",
      () => Effect.succeed("word ".repeat(1_000_000)),
      /^word .*\n\[\d+ characters left out\]\n.*word $/s,
    ],
    ["answers garbage", () => Effect.succeed("\ud800\u0000"), /^\ufffd.$/],
    ["answers nothing", () => Effect.succeed("  "), /^\(it said nothing\)$/],
  ]
  it.effect.each(misbehaving)("ends its turn when a tool %s, with a clear line of it", ([, use, line]) => {
    const world = new World({ think: wanting([wish("bad"), wish("good")]) })
    const { run, used } = play(world, new Workshop(fake("bad", { use }), fake("good")))
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* eventually(() => world.said.length === 1, 20 * 60_000)
        yield* done
        const [bad, good] = ["0.0", "0.1"].map((id) => used().find(({ use }) => use === id)!)
        expect(bad?.text).toMatch(line)
        expect(bad?.text.length).toBeLessThanOrEqual(longestResult)
        expect(good).toMatchObject({ ok: true, text: "good did {}" })
      }),
    )
  })

  it.effect("stops all of it when a person says STOP, and says nothing", () => {
    const workshop = new Workshop(fake("slow", { use: () => Effect.never }))
    const world = new World({ think: wanting(Array.from({ length: 7 }, () => wish("slow"))) })
    const { run } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* eventually(() => workshop.underWay === 5)
        yield* tell(address("conversation", channel), { type: "HALT", by: person })
        yield* done
        expect([workshop.begun.length, workshop.cancelled.length, workshop.underWay]).toEqual([5, 5, 0])
        expect([world.said, world.drafts.size]).toEqual([[], 0])
      }),
    )
  })

  it.effect("does not do what a rule denies, and the model is told", () => {
    const workshop = new Workshop(fake("rm"))
    const world = new World({ think: wanting([wish("rm")]) })
    const { run } = play(world, workshop, "deny")
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* done
        expect(workshop.begun).toEqual([])
        expect(world.said[0]?.text).toContain("a rule denies it")
      }),
    )
  })

  it.effect("waits for a person where one must be asked, and does meanwhile what need not be", () => {
    const workshop = new Workshop(fake("look"), fake("write", { harmless: false }))
    const world = new World({ think: wanting([wish("write"), wish("look")]) })
    const { run, actors } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* eventually(() => world.boards.some(({ by }) => kindOf(by) === "permit"))
        yield* eventually(() => workshop.begun.length === 1)
        expect(workshop.begun[0]?.tool).toBe("look")
        const permit = actors().find((of) => kindOf(of) === "permit")!
        yield* tell(permit, { type: "PRESSED", button: "once-1", by: person, channel, manages: false })
        yield* done
        expect(workshop.begun.map(({ tool }) => tool)).toEqual(["look", "write"])
        expect(world.said).toHaveLength(1)
      }),
    )
  })

  it.effect("asks about all that one tool is wanted for on one board, and once", () => {
    const workshop = new Workshop(fake("write", { harmless: false }))
    const world = new World({ think: wanting(Array.from({ length: 5 }, () => wish("write"))) })
    const { run, actors } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        const all = () => world.boards.at(-1)?.buttons.find(({ id }) => id === "once-5")
        yield* eventually(() => all() !== undefined)
        const permits = actors().filter((of) => kindOf(of) === "permit")
        expect(permits).toHaveLength(1)
        yield* tell(permits[0]!, { type: "PRESSED", button: all()!.id, by: person, channel, manages: false })
        yield* done
        expect(workshop.begun.map(({ tool }) => tool)).toEqual(Array.from({ length: 5 }, () => "write"))
        expect(new Set(world.boards.flatMap(({ message }) => message ?? [])).size).toBe(1)
      }),
    )
  })

  it.effect("goes on when nobody answers for it", () => {
    const world = new World({ think: wanting([wish("write")]) })
    const workshop = new Workshop(fake("write", { harmless: false }))
    const { run } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* eventually(() => world.said.length === 1, 20 * 60_000)
        yield* done
        expect(workshop.begun).toEqual([])
        expect(world.said[0]?.text).toMatch(/nobody answered/)
      }),
    )
  })
})

describe("the channel", () => {
  it.effect("sees what is done for as long as it takes, in a draft that becomes the answer", () => {
    const workshop = new Workshop(
      fake("docs", {
        doing: "reading docs…",
        use: ({ progress }) =>
          Effect.gen(function* () {
            yield* Effect.sleep(3000)
            progress?.(`page 2\n${"and so on ".repeat(20)}`)
            yield* Effect.sleep(3000)
            return "read"
          }),
      }),
      fake("web", { doing: "searching…", use: after(4000) }),
    )
    const far = `page 2 ${"and so on ".repeat(20)}`.slice(0, 80)
    const world = new World({ think: wanting([wish("docs"), wish("web")]) })
    const { run, told } = play(world, workshop)
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* eventually(() => world.said.length === 1)
        yield* done
        expect(world.sketches).toEqual([
          "Round 0.\n-# reading docs…\n-# searching…",
          `Round 0.\n-# reading docs… ${far}\n-# searching…`,
          `Round 0.\n-# reading docs… ${far}`,
        ])
        expect(told().filter((type) => /WRITING|DRAFTED/.test(type))).toEqual(["WRITING", "DRAFTED"])
        expect(world.said[0]).toMatchObject({ draft: { message: world.messages[0] } })
        expect(world.drafts.size).toBe(0)
      }),
    )
  })

  it.effect("sees nothing of what takes no time", () => {
    const world = new World({ think: wanting([wish("time")]) })
    const { run } = play(world, new Workshop(fake("time", { use: after(500) })))
    return run(
      Effect.gen(function* () {
        yield* asks
        yield* done
        expect(world.sketches).toEqual([])
      }),
    )
  })
})
