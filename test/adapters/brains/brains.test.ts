import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Result } from "effect"
import { describe, expect, it } from "vitest"
import * as Brains from "../../../src/adapters/brains/brains.ts"
import { BrainInvalid } from "../../../src/adapters/brains/problem.ts"

/** Loads a directory that holds these files. */
const load = async (files: Record<string, string | Uint8Array>) => {
  const directory = await mkdtemp(join(tmpdir(), "brains-"))
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content)
    const result = await Effect.runPromise(Effect.result(Brains.load(directory)))
    return Result.isSuccess(result)
      ? { ...result.success, message: null }
      : { team: null, warnings: [], message: result.failure.message.replaceAll(`${directory}/`, "") }
  } finally {
    await rm(directory, { recursive: true })
  }
}

const file = (...lines: ReadonlyArray<string>) =>
  ["---", ...lines, "---", "", "You are patient.", ""].join("\n")
const plain = (name: string, ...lines: ReadonlyArray<string>) =>
  file(`name: ${name}`, "role: Helps", ...lines)

describe("a brain's file", () => {
  it("says who the agent is, and its body how it speaks", async () => {
    const { team } = await load({
      "data-analyst.md": [
        "---",
        "name: Analyst",
        'role: "Reads data: numbers"',
        "triggers: [Data, ' survey  results ', data]",
        "expertise: [Charts, '  a/b   tests', charts]",
        "language: de",
        "autoRespond: true",
        "maxTokens: 300",
        "temperature: 0.2",
        "tools: [search]",
        "tier: lite",
        "avatar: https://example.org/a.png",
        "---",
        "",
        "You read data.",
        "---",
        "Carefully.",
      ].join("\r\n"),
    })
    expect(team?.agents).toEqual([
      {
        id: "data-analyst",
        name: "Analyst",
        role: "Reads data: numbers",
        triggers: ["data", "survey results"],
        expertise: ["charts", "a/b tests"],
        language: "de",
        autoRespond: true,
        maxTokens: 300,
        temperature: 0.2,
        tools: ["search"],
        tier: "lite",
        avatar: "https://example.org/a.png",
        prompt: "You read data.\n---\nCarefully.",
      },
    ])
  })

  it("needs a name and a role only", async () => {
    const { team } = await load({ "writer.md": plain("Writer") })
    expect(team?.lead).toEqual({
      id: "writer",
      name: "Writer",
      role: "Helps",
      triggers: [],
      expertise: [],
      language: "en",
      autoRespond: false,
      maxTokens: 400,
      temperature: 0.5,
      tools: [],
      tier: "standard",
      avatar: null,
      prompt: "You are patient.",
    })
  })

  it("tells everything that is wrong at once: file, line, key, what was expected, and an example", async () => {
    const { message } = await load({
      "a.md": [
        "---",
        "name: Discord helper",
        "triggers: [one, 2]",
        "language: english",
        "maxTokens: many",
        "colour: red",
        "---",
      ].join("\n"),
      "b.md": plain("B", "temperature: 3"),
    })
    expect(message?.split("\n").slice(1)).toEqual([
      "  a.md:1: nothing follows the front matter; expected the system prompt after it, for example `You are a patient editor.`",
      "  a.md:1: role: it is missing; expected a text of 1 to 300 characters, for example `role: Turns rough notes into clear text`",
      '  a.md:2: name: it is "Discord helper"; expected a text of 1 to 80 characters without "clyde" or "discord", for example `name: Writer`',
      '  a.md:3: triggers: it is 2; expected a list of at most 64 words or phrases of 1 to 64 characters, for example `triggers: [draft, headline, "blog post"]`',
      '  a.md:4: language: it is "english"; expected one of da, de, en, es, fi, fr, hu, it, nl, no, pt, ro, ru, sv, tr, for example `language: de`',
      '  a.md:5: maxTokens: it is "many"; expected a whole number from 16 to 8192, for example `maxTokens: 400`',
      "  a.md:6: colour: this key is not known; expected one of name, role, triggers, expertise, language, autoRespond, context, lead, maxTokens, contextTokens, temperature, tools, purpose, tier, state, successor, avatar, for example `successor: writer`",
      "  b.md:4: temperature: it is 3; expected a number from 0 to 2, for example `temperature: 0.5`",
    ])
  })

  it("guesses which key was meant", async () => {
    const { message } = await load({ "a.md": plain("A", "maxtoken: 3") })
    expect(message).toContain("a.md:4: maxtoken: this key is not known")
    expect(message).toContain("for example `maxTokens: 400`")
  })

  it.each(["constructor", "__proto__", "toString"])("knows no key that objects have anyway: %s", async (key) => {
    const { message } = await load({ "a.md": plain("A", `${key}: 3`) })
    expect(message).toContain(`a.md:4: ${key}: this key is not known; expected one of name, role`)
  })

  it.each([
    ["without front matter", "You are.", "a.md:1: the file does not begin with ---"],
    ["whose front matter does not end", "---\nname: A", "a.md:1: a second --- is missing"],
    ["whose YAML is broken", file("name: A", "role: B: c"), "a.md:3: Nested mappings are not allowed"],
    ["that says a thing twice", file("name: A", "name: B"), "a.md:3: Map keys must be unique"],
    ["with aliases, which can unfold without end", file("name: &a A", "role: *a"), "a.md:1: YAML aliases"],
    ["with a list for front matter", file("- name"), "a.md:1: the front matter holds no keys"],
    ["with empty front matter", file(), "a.md:1: name: it is missing"],
    ["that is not text", new Uint8Array([0xff, 0xfe, 0x00]), "a.md:1: it cannot be read"],
    [
      "that is too large",
      "x".repeat(65 * 1024),
      "a.md:1: it cannot be read (it has 66560 bytes); expected a UTF-8 text file of at most 65536 bytes",
    ],
    [
      "with front matter that is too large",
      plain("A", ...Array.from({ length: 4000 }, (_, n) => `k${n}:`)),
      "a.md:1: the front matter has more than 16384 characters",
    ],
    ["with a name that is too long", plain("N".repeat(81)), "a.md:2: name: it is"],
    ["called Clyde", plain("MacClyde"), "a.md:2: name: it is"],
    [
      "with an avatar that is not https",
      plain("A", "avatar: http://example.org/a.png"),
      "a.md:4: avatar: it is",
    ],
    ["with a fraction for maxTokens", plain("A", "maxTokens: 12.5"), "a.md:4: maxTokens: it is 12.5"],
    ["with nothing after a key", plain("A", "tier:"), "a.md:4: tier: it is null"],
  ])("is refused %s", async (_, content, problem) => {
    const { message } = await load({ "a.md": content })
    expect(message).toContain(problem)
  })

  it("is refused when its name cannot be an id", async () => {
    const { message } = await load({ "My Writer.md": plain("A") })
    expect(message).toContain(
      "My Writer.md:1: the file's name cannot be an id; expected 1 to 32 of a-z, 0-9 and -",
    )
  })
})

describe("a team", () => {
  it("leaves other files alone", async () => {
    const { team } = await load({ "a.md": plain("A"), "notes.txt": "x", ".hidden": "x" })
    expect(team?.agents.map(({ id }) => id)).toEqual(["a"])
  })

  it("has its agents by id, and the manager apart", async () => {
    const { team } = await load({ "b.md": plain("B"), "manager.md": plain("M"), "a.md": plain("A") })
    expect(team?.agents.map(({ id }) => id)).toEqual(["a", "b"])
    expect(team?.manager?.name).toBe("M")
  })

  it.each([
    ["who says so", { "a.md": plain("A", "tier: premium"), "b.md": plain("B", "lead: true") }, "b"],
    [
      "else the first premium agent",
      { "a.md": plain("A"), "c.md": plain("C", "tier: premium"), "b.md": plain("B", "tier: premium") },
      "b",
    ],
    ["else the first", { "b.md": plain("B"), "a.md": plain("A") }, "a"],
    [
      "never the manager",
      { "manager.md": plain("M", "lead: true", "tier: premium"), "z.md": plain("Z") },
      "z",
    ],
  ])("is led by the one %s", async (_, files, lead) => {
    expect((await load(files)).team?.lead.id).toBe(lead)
  })

  it.each([
    ["nobody", {}],
    ["a manager alone", { "manager.md": plain("M") }],
  ])("cannot be %s", async (_, files) => {
    expect((await load(files)).message).toContain("it holds no agent")
  })

  it("cannot be where no directory is", async () => {
    const directory = join(tmpdir(), "no-such-brains")
    const error = await Effect.runPromise(Effect.flip(Brains.load(directory)))
    expect(error).toBeInstanceOf(BrainInvalid)
    expect(error.message).toContain("it cannot be read (ENOENT)")
  })

  it("has at most 200 files", async () => {
    const files = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}.md`, plain(`A${n}`)]))
    expect((await load(files(200))).team?.agents).toHaveLength(200)
    expect((await load(files(201))).message).toContain("it holds 201 of them, and a team has at most 200")
  })

  it("cannot hold a directory for a brain", async () => {
    const directory = await mkdtemp(join(tmpdir(), "brains-"))
    await mkdir(join(directory, "a.md"))
    const error = await Effect.runPromise(Effect.flip(Brains.load(directory)))
    await rm(directory, { recursive: true })
    expect(error.message).toContain("it cannot be read (it is no file)")
  })

  it("comes with warnings about what hardly is meant so", async () => {
    const { warnings } = await load({
      "a.md": plain("Same", "triggers: [Draft, the, survey]", "lead: true"),
      "b.md": plain("same", "triggers: [draft, survey results]", "lead: true"),
      "manager.md": plain("M", "triggers: [draft]"),
    })
    expect(warnings).toEqual([
      'a and b share the trigger "draft": each of them answers it',
      '"survey results" of b also calls a by "survey": both answer it',
      'a and b have the same name, "same": a mention calls the first',
      'a is called by "the", which is in nearly every message',
      "a and b say lead: true: the first leads",
    ])
  })
})

describe("the sample team", () => {
  it("loads without a warning, and the strategist leads", async () => {
    const { team, warnings } = await Effect.runPromise(Brains.load("brains"))
    expect(team.agents.map(({ id }) => id)).toEqual(["analyst", "strategist", "writer"])
    expect(team.manager?.id).toBe("manager")
    expect(team.lead.id).toBe("strategist")
    expect(warnings).toEqual([])
  })
})

const programming = "../shared/brains-programming"

describe("a team made for other channels", () => {
  it.skipIf(!existsSync(programming))(`loads (skipped without ${programming})`, async () => {
    const { team, warnings } = await Effect.runPromise(Brains.load(programming))
    expect(team.agents.map(({ id }) => id)).toEqual(["expert", "librarian", "toolsmith"])
    expect(team.lead.id).toBe("expert")
    expect(team.manager?.maxTokens).toBe(50)
    expect(warnings).toEqual([])
  })
})
