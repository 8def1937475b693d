/** `orrery agents`, `orrery agent` and `orrery team`, as people use them: against a running Orrery, and on files. */
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { it } from "@effect/vitest"
import { Console, Context, Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { describe, expect, vi } from "vitest"
import { FollowingLayer } from "../../../src/adapters/brains/following.ts"
import { Lineup } from "../../../src/adapters/brains/lineup.ts"
import { teamRoutes } from "../../../src/adapters/inspector/team.ts"
import { agentCommand } from "../../../src/adapters/cli/agent.ts"
import { agentsCommand } from "../../../src/adapters/cli/agents.ts"
import { teamCommand } from "../../../src/adapters/cli/team.ts"
import { Inspector } from "../../../src/adapters/inspector/inspector.ts"
import * as SqliteStore from "../../../src/adapters/sqlite/store.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { World } from "../../support/world.ts"

const orrery = Command.make("orrery").pipe(
  Command.withSubcommands([agentsCommand, agentCommand, teamCommand]),
)

/** What it prints; or why it does not. */
const says = (...args: ReadonlyArray<string>) => {
  const lines: Array<string> = []
  const note = (...what: ReadonlyArray<unknown>) => void lines.push(what.join(" "))
  const quiet: Console.Console = { ...globalThis.console, log: note, error: () => {} }
  return Command.runWith(orrery, { version: "1.0.0" })(args).pipe(
    Effect.provideService(Console.Console, quiet),
    Effect.provide(NodeServices.layer),
    Effect.catch((error) => Effect.sync(() => note(`orrery: ${(error as Error).message}`))),
    Effect.map(() => lines.join("\n")),
  )
}

const file = (name: string) =>
  `---\nname: ${name}\nrole: Does what ${name} does\nlanguage: en\ntriggers: [${name.toLowerCase()}ing]\n---\n${"You help people. ".repeat(10)}\n`

/** A folder with a team, and a store. */
const folders = Effect.gen(function* () {
  const folder = yield* temporaryDirectory("orrery-agents-")
  const brains = join(folder, "brains")
  yield* Effect.promise(() => mkdir(brains))
  for (const name of ["Editor", "Writer"])
    yield* Effect.promise(() => writeFile(join(brains, `${name.toLowerCase()}.md`), file(name)))
  return { brains, database: join(folder, "orrery.db") }
})

/** An Orrery on them whose operator may change things; how it is asked. */
const running = (send: boolean) =>
  Effect.gen(function* () {
    const { brains, database } = yield* folders
    const store = Layer.orDie(SqliteStore.layer({ path: database }))
    const lineup = Layer.effect(
      Lineup,
      Effect.map(Layer.build(Lineup.layer(brains)), (built) => Context.get(built, Lineup)),
    )
    const inspector = Layer.unwrap(
      Effect.map(teamRoutes(send), (also) => Inspector.layer({ port: 0, send, also })),
    )
    const built = yield* Layer.build(
      Layer.merge(inspector, FollowingLayer).pipe(
        Layer.provideMerge(lineup),
        Layer.provideMerge(new World().runtime(store)),
      ),
    )
    const { origin } = Context.get(built, Inspector)
    return {
      asks: (...args: ReadonlyArray<string>) => says("agents", ...args, "--inspector", origin),
      lists: says("agents", "list", "--brains", brains, "--store", `sqlite:${database}`),
    }
  })

describe("orrery agents", () => {
  it.live("adds agents to the pool, takes one out, lets it in again, and lists them", () =>
    Effect.gen(function* () {
      const { asks } = yield* running(true)
      expect(yield* asks("add", "2")).toBe("2 added: 2 to pool/0")
      expect(yield* asks("drain", "0-a001")).toBe("0-a001 was free, and is gone")
      const rows = (yield* asks("pool", "--find", "a00")).split("\n").map((line) => line.split(/ {2,}/))
      expect(rows.map(([agent, state, , , tier]) => [agent, state, tier])).toEqual([
        ["AGENT", "STATE", "TIER"],
        ["0-a001", "gone", "standard"],
        ["0-a002", "free", "standard"],
      ])
      expect(yield* asks("restore", "0-a001")).toBe("0-a001 serves again")
      expect(JSON.parse(yield* asks("pool", "--state", "gone", "--json"))).toEqual([])
    }),
  )

  it.live("says what cannot be done, in a line", () =>
    Effect.gen(function* () {
      const { asks } = yield* running(false)
      expect(yield* asks("add", "0")).toBe("orrery: 0 agents cannot be added: say 1 to 1000.")
      expect(yield* asks("drain", "who?")).toBe("orrery: That is no agent's name: it is like 0-0001.")
      expect(yield* asks("add", "1")).toContain("send = true in [inspector]")
      expect(yield* asks("disable", "writer")).toContain("send = true in [inspector]")
      expect(yield* says("agents", "pool", "--inspector", "http://127.0.0.1:9")).toMatch(
        /^orrery: No Orrery answers at http:\/\/127\.0\.0\.1:9/,
      )
    }),
  )

  it.live("has agents of the team stand as an operator wants it, which the list knows then", () =>
    Effect.gen(function* () {
      const { asks, lists } = yield* running(true)
      expect(yield* asks("deprecate", "Writer", "--successor", "editor")).toBe(
        "Writer is deprecated: editor answers in its place.",
      )
      expect(yield* asks("disable", "editor")).toMatch(/^orrery: Editor is the last that answers/)
      const rows = (yield* lists).split("\n").map((line) => line.split(/ {2,}/))
      expect(rows).toEqual([
        ["AGENT", "FOR", "TOOLS", "TIER", "STATE", "LAST USE", "SUCCESS", "COST"],
        ["editor", "Does what Editor does", "-", "standard", "active, lead", "never", "-", "-"],
        ["writer", "Does what Writer does", "-", "standard", "deprecated, editor answers", "never", "-", "-"],
      ])
      expect(yield* asks("enable", "writer")).toBe("Writer is active: it is called and answers.")
    }),
  )
})

describe("orrery agent and orrery team", () => {
  const offline = Effect.sync(() => vi.stubEnv("ORRERY_MODEL", "offline"))

  it.live("show a draft and who would answer, and write it unless it is a dry run", () =>
    Effect.gen(function* () {
      yield* offline
      const { brains } = yield* folders
      const files = () => Effect.promise(() => readdir(brains))
      const wanted = ["agent", "new", "a patient French tutor", "--brains", brains]
      const dry = yield* says(...wanted, "--dry-run")
      expect(dry).toContain("name: Tutor\n")
      expect(dry).toMatch(/Quiz me on what we did last time +- +Tutor +Tutor listens for “quiz me”/)
      expect(dry).toContain("It would say to “Can you give me a short exercise to practise?”:")
      expect(yield* files()).toEqual(["editor.md", "writer.md"])
      expect(yield* says(...wanted)).toContain("tutor.md is written.")
      expect(yield* says(...wanted, "--name", "Tutor")).toContain("orrery: tutor is not added")
      expect(yield* says(...wanted, "--name", "Tutor", "--force")).toContain("tutor.md is written.")
      expect(yield* files()).toEqual(["editor.md", "tutor.md", "writer.md"])
      expect(yield* says("agent", "lint", "--brains", brains)).toBe("3 looked through: 0 wrong, 0 to look at")
    }),
  )

  it.live("make a team in a folder of its own", () =>
    Effect.gen(function* () {
      yield* offline
      const folder = join(yield* temporaryDirectory("orrery-team-"), "support")
      const description = "support with bugs, welcome newcomers, moderate"
      const made = yield* says("team", "new", description, "--size", "3", "--brains", folder)
      const rows = made.split("\n").map((line) => line.trim().split(/ {2,}/))
      expect(rows.map(([who, part, state]) => [who, part, state]).slice(0, 3)).toEqual([
        ["support", "core", "added"],
        ["greeter", "core", "added"],
        ["moderator", "rest", "added"],
      ])
      expect(made).toContain(`3 of 3 are in ${folder}.`)
    }),
  )
})
