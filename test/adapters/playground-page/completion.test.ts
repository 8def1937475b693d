import { describe, expect, it } from "vitest"
import { pageModule } from "./page-module.ts"

interface Choice {
  readonly label: string
  readonly insert?: string
}
interface At {
  readonly kind: string
  readonly query: string
  readonly from: number
}

const { completionAt, completions } = await pageModule<{
  completionAt: (text: string, caret: number) => At | undefined
  completions: (at: At, state: unknown) => ReadonlyArray<Choice>
}>("composer/completion.js")
const { outgoing } = await pageModule<{ outgoing: (text: string, known: unknown) => string }>(
  "composer/outgoing.js",
)
const { listCommands, wrap } = await pageModule<{
  listCommands: (commands: unknown, channel: unknown) => ReadonlyArray<{ name: string }>
  wrap: (entry: unknown, options: unknown) => unknown
}>("data/commands.js")

const team = {
  id: "2",
  name: "team",
  description: "The agents",
  options: [
    { type: 1, name: "show", description: "Who is there" },
    {
      type: 2,
      name: "member",
      description: "One agent",
      options: [
        {
          type: 1,
          name: "add",
          description: "Add one",
          options: [{ type: 3, name: "agent", description: "Which" }],
        },
      ],
    },
  ],
}
const ask = {
  id: "1",
  name: "ask",
  description: "Ask",
  options: [{ type: 3, name: "question", description: "What" }],
}
const state = {
  channels: new Map([["10", { id: "10", type: 0, name: "general", guild_id: "1" }]]),
  current: "10",
  commands: [ask, team, { id: "3", type: 3, name: "Summarise" }, { id: "4", name: "server", contexts: [0] }],
  agents: new Map([
    ["strategist", { name: "Strategist" }],
    ["data analyst", { name: "Data Analyst", role: "Numbers" }],
  ]),
  guilds: [{ id: "1", members: [{ id: "11", username: "ada", global_name: "Ada" }] }],
  people: [],
}

const labels = (text: string) => {
  const at = completionAt(text, text.length)
  return at === undefined ? undefined : completions(at, state).map(({ label }) => label)
}

describe("completion", () => {
  it("offers chat commands and their subcommands while a command is being typed", () => {
    expect(labels("/")).toEqual(["/ask", "/team show", "/team member add", "/server"])
    expect(labels("/te")).toEqual(["/team show", "/team member add"])
    expect(labels("/team member")).toEqual(["/team member add"])
    expect(labels("say /ask")).toBeUndefined()
  })

  it("offers agents and people", () => {
    expect(labels("hello @")).toEqual(["Strategist", "Data Analyst", "Ada"])
    expect(labels("hello @data an")).toEqual(["Data Analyst"])
    expect(labels("ada@")).toBeUndefined()
  })

  it("offers channels and emoji", () => {
    expect(labels("see #gen")).toEqual(["#general"])
    expect(labels("yes :thumbsu")).toEqual([":thumbsup:"])
    expect(labels("at 10:30")).toBeUndefined()
  })

  it("leaves out of a direct message what is for servers alone", () => {
    const names = listCommands(state.commands, { type: 1 }).map(({ name }) => name)
    expect(names).toEqual(["ask", "team show", "team member add"])
  })
})

describe("a command's data", () => {
  it("holds the options below the subcommand they belong to", () => {
    const options = [{ name: "agent", type: 3, value: "d" }]
    expect(wrap({ command: team, path: ["member", "add"] }, options)).toEqual({
      id: "2",
      name: "team",
      type: 1,
      options: [{ name: "member", type: 2, options: [{ name: "add", type: 1, options }] }],
    })
    expect(wrap({ command: team, path: ["show"] }, [])).toMatchObject({
      options: [{ name: "show", type: 1 }],
    })
    expect(wrap({ command: ask, path: [] }, [])).toEqual({ id: "1", name: "ask", type: 1 })
  })
})

describe("what is sent", () => {
  const known = {
    users: [
      { name: "Ada", id: "11" },
      { name: "Ada Lovelace", id: "12" },
    ],
    channels: [{ name: "general", id: "10" }],
    agents: ["Strategist"],
  }

  it("names people and channels by id, and agents by name", () => {
    expect(outgoing(" @ada, @Ada Lovelace and @Strategist in #general ", known)).toBe(
      "<@11>, <@12> and @Strategist in <#10>",
    )
  })

  it("leaves code, addresses and other words alone", () => {
    const text = "`@Ada` me@Ada @Adam #generals https://x.example/#general ```\n@Ada\n```"
    expect(outgoing(text, known)).toBe(text)
  })
})
