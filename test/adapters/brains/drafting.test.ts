/** New agents: drafted from patterns, looked through, tried on messages, and put where the team's files are. */
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { describe, expect } from "vitest"
import { noRules } from "../../../src/actors/performing/house.ts"
import { Model, ModelFailed } from "../../../src/actors/performing/model.ts"
import { create, type Workshop } from "../../../src/adapters/brains/drafting/create.ts"
import { add } from "../../../src/adapters/brains/drafting/file.ts"
import { increments } from "../../../src/adapters/brains/drafting/increments.ts"
import { lint } from "../../../src/adapters/brains/drafting/lint.ts"
import { known } from "../../../src/adapters/brains/drafting/tools.ts"
import { readLibrary } from "../../../src/adapters/brains/drafting/patterns.ts"
import { parse } from "../../../src/adapters/brains/parse.ts"
import { parse as stepsOf } from "../../../src/adapters/workflows/text.ts"
import { offlineModel } from "../../../src/adapters/model/offline/model.ts"
import { temporaryDirectory } from "../../support/directory.ts"
import { brain, team } from "../../support/world.ts"

const offline = Layer.succeed(Model, offlineModel)
/** A model that says this, or fails. */
const saying = (answer: string | null) =>
  Layer.succeed(Model, {
    ...offlineModel,
    offline: false,
    think: () =>
      answer === null
        ? Effect.fail(new ModelFailed({ reason: "it is away", remedy: "retry" }))
        : Effect.succeed({ text: answer, model: "scripted", usage: { input: 1, output: 1 } }),
  })

const workshop = (agents = team.agents) =>
  Effect.map(
    readLibrary(),
    (library): Workshop => ({
      library,
      team: agents.map((one) => ({ brain: one, lead: false })),
      tools: new Set(["docs"]),
      laid: noRules.standard(),
    }),
  )

const draft = (description: string, model = offline, agents = team.agents) =>
  Effect.flatMap(workshop(agents), (shop) => create({ description }, shop)).pipe(Effect.provide(model))

describe("the library", () => {
  it.effect("makes a sound agent of each persona, whose own messages call it and whose workflow runs", () =>
    Effect.gen(function* () {
      const shop = yield* workshop()
      expect(shop.library.personas.length).toBeGreaterThanOrEqual(8)
      for (const { id, suits } of shop.library.personas) {
        const made = yield* create({ description: suits.join(" "), pattern: id }, shop)
        expect([id, made.findings]).toEqual([id, []])
        const { name } = made.parsed!.brain
        expect([id, made.trial.filter(({ after }) => after.includes(name)).length > 0]).toEqual([id, true])
        const { workflow, text } = made.draft
        if (workflow !== null)
          expect([id, stepsOf(workflow.steps, [{ id, name }]).problems]).toEqual([id, null])
        expect([id, /\{(name|about|commands)\}/.test(text)]).toEqual([id, false])
      }
    }).pipe(Effect.provide(offline)),
  )
})

describe("a draft", () => {
  it.effect("is made of the pattern that suits, and says that no model was asked", () =>
    Effect.gen(function* () {
      const made = yield* draft("a patient French tutor for beginners")
      expect([made.draft.id, made.sound]).toEqual(["tutor", true])
      expect(made.draft.how).toContain("no model is asked offline")
      expect(made.draft.text).toContain("“a patient French tutor for beginners”")
      expect(made.trial[0]).toMatchObject({ before: [], after: ["Tutor"] })
    }),
  )

  it.effect("takes another name where there is one of it", () =>
    Effect.gen(function* () {
      const made = yield* draft("a patient French tutor", offline, [...team.agents, brain("tutor")])
      expect([made.draft.id, made.sound]).toEqual(["french-tutor", true])
    }),
  )

  it.effect("has a model fill in what is special", () =>
    Effect.gen(function* () {
      const special = {
        name: "Madame Dupont",
        role: "Teaches French: to beginners",
        triggers: ["accent", "conjugate"],
        expertise: ["French"],
        language: "fr",
        about: "You teach French to beginners.",
        samples: ["How do I conjugate être?"],
      }
      const made = yield* draft("a French tutor", saying(`Here it is: ${JSON.stringify(special)}`))
      expect(made.parsed?.brain).toMatchObject({
        id: "madame-dupont",
        role: special.role,
        language: "fr",
        triggers: special.triggers,
      })
      expect([made.draft.how, made.sound]).toEqual(["From the pattern tutor, filled in by scripted.", true])
    }),
  )

  it.effect("says why it is the pattern's own where the model is of no use", () =>
    Effect.gen(function* () {
      expect((yield* draft("a French tutor", saying("Sure!"))).draft.how).toContain(
        "scripted gave no answer that could be read",
      )
      expect((yield* draft("a French tutor", saying(null))).draft.how).toContain("(it is away)")
      const nothing = yield* Effect.result(draft("zzzz qqqq"))
      expect(Result.isFailure(nothing) && nothing.failure.message).toMatch(/^No pattern suits that/)
    }),
  )
})

describe("a look through", () => {
  const said = (text: string, file = "helper.md") =>
    lint(file, text, { team: team.agents, tools: known({ kits: [] }, { tools: [{ name: "docs" }] as never }) }).findings.map(
      (finding) => `${finding.level}: ${finding.text}`,
    )

  it("finds words that another listens for, by their stems, and names that are taken", () => {
    const found = said(
      "---\nname: Writer\nrole: Writes\nlanguage: en\ntriggers: [drafting, market, novel]\ntools: [docs:read, blender, time, knowledge.forget]\n---\n" +
        "word ".repeat(30),
    )
    expect(found).toEqual([
      'warning: nobody here has the tools "blender", "knowledge.forget": [tools] in the configuration names them',
      "error: writer is called Writer as well",
      'warning: its "drafting" and "draft" of writer are heard in one another: both answer them',
      'warning: analyst listens for "market" as well: both answer it',
    ])
  })

  it("finds what is missing or too long", () => {
    expect(said("---\nname: X\n---\nShort.\n", "Bad Name.md").map((line) => line.slice(0, 40))).toEqual([
      "error: the file's name cannot be an id; ",
      "error: role: it is missing; expected a t",
    ])
    const long = said(`---\nname: X\nrole: R\ntier: lite\n---\n${"ein langes Wort und noch eins ".repeat(200)}`)
    expect(long[0]).toMatch(/^error: its prompt has \d+ tokens, and an eighth of what it may be sent is 1000$/)
    expect(long).toContain("warning: it has no language, so its words are taken as English")
    expect(long).toContain("warning: it has no triggers and no expertise: its name alone calls it")
  })
})

describe("the folder of the team", () => {
  it.live("gets a file whole, never over another unless that is wanted, and keeps nothing besides", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryDirectory("orrery-drafting-")
      const file = yield* add(folder, "poet", "one")
      const again = yield* Effect.result(add(folder, "poet", "two"))
      expect(Result.isFailure(again) && again.failure.message).toContain("is there already")
      expect(yield* Effect.promise(() => readFile(file, "utf8"))).toBe("one")
      yield* add(folder, "poet", "three", { force: true })
      expect(yield* Effect.promise(() => readFile(file, "utf8"))).toBe("three")
      expect(yield* Effect.promise(() => readdir(folder))).toEqual(["poet.md"])
    }),
  )
})

describe("a team in increments", () => {
  const description = "support with bugs, welcome newcomers, moderate conflicts, plan events, keep a faq"
  const make = (folder: string, writes = true) =>
    Effect.flatMap(workshop([]), (shop) => increments(description, shop, { folder, size: 5, writes })).pipe(
      Effect.provide(offline),
    )

  it.live("has its core first, then the rest, all of them sound together", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryDirectory("orrery-team-")
      const { core, rest } = yield* make(folder)
      expect([core.length, rest.length]).toEqual([3, 2])
      expect([...core, ...rest].map(({ failed }) => failed)).toEqual([null, null, null, null, null])
      const files = yield* Effect.promise(() => readdir(folder))
      expect(files.toSorted()).toEqual(
        [...core, ...rest].map(({ candidate }) => `${candidate!.draft.id}.md`).toSorted(),
      )
      for (const name of files) {
        const text = yield* Effect.promise(() => readFile(join(folder, name), "utf8"))
        expect(Result.isSuccess(parse(name, text))).toBe(true)
      }
    }),
  )

  it.live("leaves out who fails, and names it; without its core it goes no further", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryDirectory("orrery-team-")
      const all = yield* make(folder, false)
      expect(yield* Effect.promise(() => readdir(folder))).toEqual([])
      const inTheWay = all.rest[0]!.candidate!.draft.id
      yield* Effect.promise(() => writeFile(join(folder, `${inTheWay}.md`), "another"))
      const { rest } = yield* make(folder)
      expect(rest.map(({ pattern, failed }) => [pattern, failed !== null])).toEqual([
        [inTheWay, true],
        [all.rest[1]!.pattern, false],
      ])
      const stuck = yield* make(folder)
      expect([stuck.core.every(({ failed }) => failed !== null), stuck.rest]).toEqual([true, []])
    }),
  )
})
