/** `/workflow`: a form in which people write steps, kept by the server; run, shown, changed and deleted by name. */
import { Effect, Layer } from "effect"
import { describe, expect } from "vitest"
import { ADA, BEN, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import type { Defined } from "../../../src/machines/team/guild.ts"
import { OperatorsWorkflows } from "../../../src/adapters/workflows/operators.ts"
import { parse } from "../../../src/adapters/workflows/text.ts"
import { analyst, channel, envelopes, hears, Told, until, writer } from "./fixtures.ts"
import { answered, autocomplete, callback, command, refused, submit } from "./interacting.ts"
import { bodies } from "./looking.ts"

const ada = { id: ADA.id, name: "Ada" }
const text = "facts: @Analyst What matters about {topic}?\ndraft: @Writer Write: {facts.output}"
const { steps } = parse(text, [analyst, writer])
const plan = { name: "post", steps: steps! }
const kept = (by = ada): Defined => ({ plan, by, at: 1 })
const to = `guild/${GUILD.id}` as const
const form = "orrery|/workflow"

const keeps = (...plans: ReadonlyArray<Defined>) =>
  Effect.map(Told, ({ agreed }) => {
    agreed.plans = plans
  })

/** The form that was opened. */
const opened = until(
  Effect.map(bodies("POST", callback), (all) => {
    const body = all.at(-1) as { type?: number; data?: object } | undefined
    return body?.type === 9 ? JSON.stringify(body.data) : undefined
  }),
)

describe("/workflow create", () => {
  hears(
    "opens a form with an example of this team's, and keeps what is written in it",
    Effect.gen(function* () {
      yield* command("workflow create")
      expect(yield* opened).toContain("facts: @Analyst What matters about {topic}?")
      const id = yield* submit(form, { name: "post", steps: text })
      expect((yield* answered(id)).content).toBe(
        `**post** is kept. Run it: \`/workflow run name:post topic:…\`\n\`\`\`\n${text}\n\`\`\``,
      )
      expect(yield* envelopes(1)).toEqual([
        { to, id: `discord:${id}`, cause: id, event: { type: "DEFINE", plan, by: ada } },
      ])
    }),
  )

  hears(
    "says what is wrong, with the text, so that nothing is lost",
    Effect.gen(function* () {
      yield* command("workflow create")
      yield* opened
      const id = yield* submit(form, { name: "my post", steps: "draft: @Poet {subject}" })
      const { content } = yield* answered(id)
      expect(content).toContain("- The name is one word")
      expect(content).toContain("- Line 1: nobody here is called @Poet. There are @Analyst and @Writer.")
      expect(content).toContain("draft: @Poet {subject}")
      const { envelopes } = yield* Told
      expect(envelopes).toEqual([])
    }),
  )

  hears(
    "changes a workflow: the form holds what it is",
    Effect.gen(function* () {
      yield* keeps(kept())
      yield* command("workflow create", { name: "post" })
      expect(yield* opened).toContain("draft: @Writer Write: {facts.output}")
    }),
  )

  hears(
    "changes nobody else's",
    Effect.gen(function* () {
      yield* keeps(kept())
      yield* command("workflow create", { name: "post" }, channel, BEN.id)
      expect(yield* refused).toBe("**post** is Ada's: only Ada, or who may manage messages here, changes it.")
    }),
  )
})

describe("/workflow run", () => {
  hears(
    "begins a run of its own, with the steps as they are now",
    Effect.gen(function* () {
      yield* keeps(kept())
      const id = yield* command("workflow run", { name: "Post", topic: "tea" })
      expect((yield* answered(id)).content).toContain("**post** begins.")
      expect(yield* envelopes(1)).toEqual([
        {
          to: `workflow/${id}`,
          id: `discord:${id}`,
          cause: id,
          event: { type: "BEGIN", plan, topic: "tea", by: ada, channel, guild: GUILD.id },
        },
      ])
    }),
  )

  hears(
    "says which workflows there are",
    Effect.gen(function* () {
      yield* command("workflow run", { name: "poem", topic: "tea" })
      expect(yield* refused).toContain("`/workflow create` opens a form")
      yield* keeps(kept())
      yield* command("workflow run", { name: "poem", topic: "tea" })
      expect(
        yield* until(Effect.map(refused, (it) => (it?.includes("There is `post`") ? it : undefined))),
      ).toBe('No workflow here is called "poem". There is `post`.')
    }),
  )

  hears(
    "does not begin with an agent who has left, nor where everything is halted",
    Effect.gen(function* () {
      const gone = { id: "poet", name: "Poet" }
      yield* keeps({ ...kept(), plan: { ...plan, steps: [{ ...plan.steps[0]!, agent: gone }] } })
      yield* command("workflow run", { name: "post", topic: "tea" })
      expect(yield* refused).toContain("`facts` is for Poet, who is not on the team any more")
      const told = yield* Told
      told.halted = { by: ada, at: 1 }
      yield* command("workflow run", { name: "post", topic: "tea" })
      const sentence = until(Effect.map(refused, (it) => (it?.includes("halted") ? it : undefined)))
      expect(yield* sentence).toBe("**Ada** has halted this conversation: `/resume` it first.")
    }),
  )
})

describe("/workflow", () => {
  hears(
    "lists, shows and offers what there is",
    Effect.gen(function* () {
      yield* keeps(kept())
      const { agreed } = yield* Told
      agreed.works = [{ work: "workflow/1", name: "post", channel, by: ada, at: 1 }]
      const list = yield* answered(yield* command("workflow list"))
      expect(list.content).toBe(
        `- **post**: facts → draft (Ada)\nUnder way:\n- **post** in <#${channel}>, begun by Ada`,
      )
      const show = yield* answered(yield* command("workflow show", { name: "post" }))
      expect(show.content).toBe(`\`\`\`\n${text}\n\`\`\``)
      expect(yield* autocomplete("workflow run", "name", "PO")).toEqual([
        { name: "post: facts → draft", value: "post" },
      ])
      expect(yield* autocomplete("workflow run", "name", "x")).toEqual([])
    }),
  )

  hears(
    "tells two apart whose names differ in case alone",
    Effect.gen(function* () {
      yield* keeps(kept(), { ...kept(), plan: { name: "Post", steps: [steps![0]!] } })
      const show = yield* answered(yield* command("workflow show", { name: "Post" }))
      expect(show.content).toBe(`\`\`\`\n${text.split("\n")[0]}\n\`\`\``)
    }),
  )

  hears(
    "deletes for who made it",
    Effect.gen(function* () {
      yield* keeps(kept())
      const others = yield* answered(yield* command("workflow delete", { name: "post" }, channel, BEN.id))
      expect(others.content).toContain("is Ada's")
      const id = yield* command("workflow delete", { name: "post" })
      expect((yield* answered(id)).content).toBe("**post** is deleted.")
      expect(yield* envelopes(1)).toMatchObject([{ to, event: { type: "FORGET", name: "post", by: ada } }])
    }),
  )

  hears(
    "of one's own ends with /halt; those of others go on, and it says so",
    Effect.gen(function* () {
      const { agreed } = yield* Told
      agreed.works = [
        { work: "workflow/1", name: "post", channel, by: ada, at: 1 },
        { work: "vote/2", name: "Tea?", channel, by: { id: BEN.id, name: "Ben" }, at: 1 },
        { work: "workflow/3", name: "elsewhere", channel: "99", by: ada, at: 1 },
      ]
      const id = yield* command("halt", {}, channel, BEN.id)
      expect((yield* answered(id)).content).toContain(
        "Stopped for good: **Tea?**. 1 of other people's goes on: who began it, or may manage messages here, stops it.",
      )
      expect((yield* envelopes(2)).map(({ to, event }) => [to, event])).toMatchObject([
        [`conversation/${channel}`, { type: "HALT" }],
        [`guild/${GUILD.id}`, { type: "HALTED", channel, by: { id: BEN.id }, manages: false }],
      ])
    }),
  )

  hears(
    "of everybody ends with the /halt of who may manage messages there",
    Effect.gen(function* () {
      const { agreed } = yield* Told
      agreed.works = [{ work: "vote/2", name: "Tea?", channel, by: { id: BEN.id, name: "Ben" }, at: 1 }]
      const id = yield* command("halt")
      expect((yield* answered(id)).content).toContain("Stopped for good: **Tea?**.")
      expect((yield* envelopes(2))[1]).toMatchObject({ event: { type: "HALTED", manages: true } })
    }),
  )
})

describe("the operator's workflows", () => {
  const operators = Layer.succeed(OperatorsWorkflows, () => [{ name: "launch", steps: steps! }])
  const given = (name: string, test: Parameters<typeof hears>[1]) =>
    hears(name, test, {}, undefined, null, operators)

  given(
    "are listed as such, shown, offered and run",
    Effect.gen(function* () {
      yield* keeps(kept())
      const list = yield* answered(yield* command("workflow list"))
      expect(list.content).toBe(
        "- **launch**: facts → draft (the operator's)\n- **post**: facts → draft (Ada)",
      )
      expect(yield* autocomplete("workflow run", "name", "la")).toMatchObject([{ value: "launch" }])
      const id = yield* command("workflow run", { name: "launch", topic: "tea" })
      expect((yield* answered(id)).content).toContain("**launch** begins.")
      expect((yield* envelopes(1))[0]).toMatchObject({
        to: `workflow/${id}`,
        event: { type: "BEGIN", plan: { name: "launch" } },
      })
    }),
  )

  given(
    "are nobody's in Discord to change or delete, and stand above one of the same name",
    Effect.gen(function* () {
      yield* keeps({ ...kept(), plan: { ...plan, name: "launch" } })
      const list = yield* answered(yield* command("workflow list"))
      expect(list.content).toBe("- **launch**: facts → draft (the operator's)")
      const sorry =
        "**launch** is the operator's, of the configuration: nobody changes or deletes it here. Choose another name for yours."
      expect((yield* answered(yield* command("workflow delete", { name: "launch" }))).content).toBe(sorry)
      yield* command("workflow create", { name: "launch" })
      expect(yield* refused).toBe(sorry)
      const { envelopes } = yield* Told
      expect(envelopes).toEqual([])
    }),
  )
})
