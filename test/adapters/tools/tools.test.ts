/** Tools as an agent has them: what is built in through a whole Orrery, and the servers of a configuration that changes. */
import { createRequire } from "node:module"
import { Effect, Layer, SubscriptionRef, type Stream } from "effect"
import { describe, expect, it, vi } from "vitest"
import { Host } from "../../../src/actors/host.ts"
import { Mail } from "../../../src/actors/mail.ts"
import type { Wish } from "../../../src/actors/performing/model.ts"
import { Permissions } from "../../../src/actors/performing/permitting.ts"
import { builtInTools, Tools, type ToolFailed } from "../../../src/actors/performing/tools.ts"
import { Configuration } from "../../../src/adapters/config/configuration.ts"
import type { Live } from "../../../src/adapters/config/settings.ts"
import type { ToolTerms } from "../../../src/adapters/config/tools.ts"
import { builtIns } from "../../../src/adapters/tools/built-in/index.ts"
import { ToolsLayer } from "../../../src/adapters/tools/tools.ts"
import { address } from "../../../src/machines/address.ts"
import type { Result } from "../../../src/machines/tools/call.ts"
import { MemoryStore } from "../../support/memory-store.ts"
import { brain, channel, hears, message, person, until, World } from "../../support/world.ts"

const configured = (tools: ReadonlyArray<Partial<ToolTerms> & { readonly name: string }> = []) => ({
  tools: tools.map((its): ToolTerms => ({
    reach: { by: "itself" },
    timeout: 20_000,
    atOnce: 8,
    agents: null,
    only: null,
    harmless: null,
    warm: true,
    cache: null,
    ...its,
  })),
})
const fixed = (live: Pick<Live, "tools">) => Configuration.fixed(live as Live)

const allowed = Layer.succeed(Permissions, { decide: () => Effect.succeed({ verdict: "allow", rule: null }) })

const line = (id: string, text: string, author = "Bea") => ({
  id,
  author,
  brain: null,
  text,
  at: 1_790_000_000_000,
})

/** What the tools said that the writer used in one turn, and what was asked of the model. */
const used = async (wishes: ReadonlyArray<Wish>, live = configured()) => {
  const results: Array<Result> = []
  const world = new World({
    think: ({ brain, message, rounds = [], tools = [] }) =>
      Effect.sync(() => {
        if (brain.id !== "writer") return { text: `${brain.name} says no to “${message.text}”` }
        results.push(...rounds.flatMap(({ results }) => results))
        return rounds.length === 0 && tools.length > 0 ? { text: "", uses: wishes } : { text: "Done." }
      }),
    recent: [
      line("1", "the launch is on Friday"),
      line("2", "lunch?"),
      line("3", "budgets for the launch are in"),
    ],
  })
  const program = Effect.gen(function* () {
    const { owed } = yield* Host
    const mail = yield* Mail
    const kept = address("knowledge", channel)
    const event = {
      type: "LEARN",
      label: "deploys",
      text: "never on Fridays",
      by: { id: "1", name: "Bea" },
    } as const
    yield* mail.tell(kept, { id: null, cause: "1", event })
    yield* hears(message("go", { called: ["writer"] }))
    yield* until(() => world.said.length === 1 && owed() === 0)
    return { knows: (yield* mail.peek(kept)).context }
  })
  const layer = world
    .runtime(new MemoryStore().layer)
    .pipe(Layer.provide(ToolsLayer.pipe(Layer.provide(fixed(live)))), Layer.provide(allowed))
  const { knows } = await Effect.runPromise(Effect.scoped(Effect.provide(program, layer)))
  return { results, world, knows }
}

const one = async (tool: string, input: object, live = configured()) => {
  const { results, ...rest } = await used([{ tool, input: JSON.stringify(input) }], live)
  return { ...results[0]!, ...rest }
}

describe("what is built in", () => {
  it("is known by the names that it has", () => {
    const names = Object.entries(builtIns).map(([server, its]) => [server, its.map(({ tool }) => tool.name)])
    expect(Object.fromEntries(names)).toEqual(builtInTools)
  })
})

describe("what is built in", () => {
  it("tells the time in a zone, and which zones there are not", async () => {
    const { text } = await one("time", { zone: "Asia/Tokyo" })
    expect(text).toMatch(/GMT\+09:00 \(Asia\/Tokyo\); \d{4}-\d\d-\d\dT\d\d:\d\dZ$/)
    const wrong = await one("time", { zone: "Mars/Olympus" })
    expect([wrong.ok, wrong.text]).toEqual([false, expect.stringContaining("no time zone Mars/Olympus")])
  })

  it("finds what was said in the channel of the question, best first, and no more than is asked for", async () => {
    expect((await one("search", { words: "launch budgets", most: 1 })).text).toBe(
      "2026-09-21T14:13Z Bea: budgets for the launch are in",
    )
    expect((await one("search", { words: "zebra" })).text).toBe(
      "None of the last 3 messages here holds these words.",
    )
  })

  it("has another agent answer, without tools, and counts what that took", async () => {
    const { text, world } = await one("ask", { agent: "@Analyst", question: "Is it true?" })
    expect(text).toBe("Analyst says:\nAnalyst says no to “Is it true?”")
    const asked = world.prompts.find(({ brain }) => brain.id === "analyst")!
    expect([asked.tools, asked.memory, asked.message.via]).toEqual([undefined, [], "writer"])
    const self = await one("ask", { agent: "Writer", question: "Is it true?" })
    expect(self.text).toBe("it is you who is called Writer; there are Strategist, Analyst")
  })

  it("finds what the channel knows", async () => {
    expect((await one("knowledge.search", { words: "friday" })).text).toBe("deploys: never on Fridays")
  })

  it("notes in the name of who asked, and changes nothing that another person set", async () => {
    const { text, knows } = await one("knowledge.note", { label: "tone", text: "short" })
    expect(text).toBe("Noted: every agent here knows now tone: short")
    expect(knows).toMatchObject({
      facts: [{ label: "deploys" }, { label: "tone", text: "short", by: { id: person.id, name: "Ada" } }],
    })
    const theirs = await one("knowledge.note", { label: "Deploys", text: "always" })
    expect([theirs.ok, theirs.text]).toEqual([false, expect.stringContaining("was set by Bea")])
    expect(theirs.knows).toMatchObject({ facts: [{ text: "never on Fridays" }] })
  })

  it("says what is wrong with an input", async () => {
    expect((await one("search", { words: "launch", most: 99 })).text).toMatch(
      /^its input is not right: .*most/,
    )
  })

  it("is nobody's that the operator takes it from", async () => {
    const { text } = await one("time", {}, configured([{ name: "time", agents: [] }]))
    expect(text).toMatch(/^there is no tool called time; there are: ask, knowledge\.note, /)
  })
})

const everything = createRequire(import.meta.url).resolve(
  "@modelcontextprotocol/server-everything/dist/index.js",
)
const server = (name: string, more: Partial<ToolTerms> = {}) => ({
  name,
  reach: {
    by: "command",
    command: process.execPath,
    args: [everything, "stdio"],
    env: [],
    cwd: null,
  } as const,
  ...more,
})

describe("servers of a configuration", () => {
  it("come and go with it, and are offered to whom it says, or who names them", async () => {
    const program = Effect.gen(function* () {
      const live = yield* SubscriptionRef.make(configured([server("docs", { only: ["echo", "get-sum"] })]))
      const configuration = Layer.succeed(Configuration, {
        current: () => SubscriptionRef.getUnsafe(live) as unknown as Live,
        changes: SubscriptionRef.changes(live) as unknown as Stream.Stream<Live>,
      })
      const tools = yield* Layer.build(ToolsLayer.pipe(Layer.provide(configuration)))
      const { offered, servers, use } = yield* Effect.provide(Tools, tools)
      const turn = { message: message("hi") } as never
      const namesFor = (of: Parameters<typeof brain>[1]) =>
        Effect.map(offered(turn, brain("writer", of)), (all) =>
          all.flatMap(({ name }) => (name.includes(".") && !name.startsWith("knowledge") ? [name] : [])),
        )
      const states = () =>
        servers().flatMap(({ name, state }) => (/docs|other/.test(name) ? [`${name} ${state}`] : []))

      yield* Effect.promise(() => vi.waitFor(() => expect(states()).toEqual(["docs ready"]), 60_000))
      expect(yield* namesFor({})).toEqual([])
      expect(yield* namesFor({ tools: ["docs"] })).toEqual(["docs.echo", "docs.get-sum"])
      expect(yield* namesFor({ tools: ["docs.echo"] })).toEqual(["docs.echo"])
      const call = { key: "1", turn, input: { message: "hi" }, tool: "docs.echo" }
      // What a server has needs nothing of Orrery.
      const result = (tools: ReadonlyArray<string>) =>
        Effect.match(
          use({ ...call, brain: brain("writer", { tools }) }) as Effect.Effect<string, ToolFailed>,
          {
            onSuccess: (text) => text,
            onFailure: ({ reason }) => reason,
          },
        )
      expect(yield* result(["docs"])).toBe("Echo: hi")
      expect(yield* result([])).toBe("there is no tool called docs.echo")

      yield* SubscriptionRef.set(live, configured([server("other", { agents: ["writer"], only: ["echo"] })]))
      yield* Effect.promise(() => vi.waitFor(() => expect(states()).toEqual(["other ready"]), 60_000))
      expect(yield* namesFor({})).toEqual(["other.echo"])
      expect(yield* namesFor({ id: "analyst" })).toEqual([])
    })
    await Effect.runPromise(Effect.scoped(program))
  })
})
