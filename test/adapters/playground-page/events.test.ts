import { beforeEach, describe, expect, it } from "vitest"
import { pageModule } from "./page-module.ts"

interface Message {
  readonly id: string
  readonly content?: string
  readonly reactions?: ReadonlyArray<unknown>
}
interface State {
  [key: string]: unknown
  logs: Map<string, { messages: Array<Message> }>
  typing: Map<string, Map<string, unknown>>
  unread: Map<string, unknown>
  agents: Map<string, unknown>
  receipts: ReadonlyArray<unknown>
}

const { emptyState } = await pageModule<{ emptyState: () => State }>("data/state.js")
const { applyEvent, mergeMessages } = await pageModule<{
  applyEvent: (state: State, event: { t: string; d: unknown }, now: number) => ReadonlyArray<string>
  mergeMessages: (log: { messages: Array<Message> }, messages: ReadonlyArray<Message>) => void
}>("data/events.js")

const ada = { id: "11", username: "ada", global_name: "Ada" }
const ben = { id: "12", username: "ben", global_name: "Ben" }
const bot = { id: "1", username: "orrery", global_name: "Orrery", bot: true }

const { noteChoices } = await pageModule<{
  noteChoices: (state: State, choices: ReadonlyArray<{ name: string }>) => ReadonlyArray<string>
}>("data/agents.js")

const { thinkers } = await pageModule<{
  thinkers: (state: State, channel: string) => ReadonlyArray<string>
}>("data/thinking.js")

let state: State
const apply = (t: string, d: unknown, now = 0) => applyEvent(state, { t, d }, now)
const ids = () => state.logs.get("10")!.messages.map(({ id }) => id)
const message = (id: string, more: object = {}) => ({
  id,
  channel_id: "10",
  author: ben,
  content: "hi",
  ...more,
})

beforeEach(() => {
  state = emptyState()
  Object.assign(state, { me: ada, bot, people: [ada, ben], current: "10", reading: true })
  state.logs.set("10", { messages: [message("100"), message("300")] })
})

describe("messages", () => {
  it("stand in the order of their ids, each once", () => {
    apply("MESSAGE_CREATE", message("200"))
    apply("MESSAGE_CREATE", message("1000"))
    apply("MESSAGE_CREATE", message("1000"))
    expect(ids()).toEqual(["100", "200", "300", "1000"])
    mergeMessages(state.logs.get("10")!, [message("300"), message("50")])
    expect(ids()).toEqual(["50", "100", "200", "300", "1000"])
  })

  it("change and go", () => {
    apply("MESSAGE_UPDATE", { id: "100", channel_id: "10", content: "new" })
    expect(state.logs.get("10")!.messages[0]).toMatchObject({ id: "100", content: "new", author: ben })
    apply("MESSAGE_DELETE", { id: "300", channel_id: "10" })
    expect(ids()).toEqual(["100"])
    apply("MESSAGE_DELETE_BULK", { ids: ["100", "999"], channel_id: "10" })
    expect(ids()).toEqual([])
  })

  it("count as unread where nobody is reading, mentions apart, but not one's own", () => {
    apply("MESSAGE_CREATE", message("400"))
    expect(state.unread.size).toBe(0)
    apply("MESSAGE_CREATE", message("401", { channel_id: "20" }))
    apply("MESSAGE_CREATE", message("402", { channel_id: "20", mentions: [ada] }))
    apply("MESSAGE_CREATE", message("403", { channel_id: "20", author: ada }))
    expect(state.unread.get("20")).toEqual({ count: 2, mentions: 1, after: "401" })
  })

  it("make agents known: webhooks, but not the bot's own answers", () => {
    const author = { id: "900", username: "Strategist", avatar: null }
    apply("MESSAGE_CREATE", message("400", { author, webhook_id: "900" }))
    apply("MESSAGE_CREATE", message("401", { author: bot, webhook_id: "1" }))
    expect([...state.agents.keys()]).toEqual(["strategist"])
  })
})

const thumb = (user: string) => ({
  channel_id: "10",
  message_id: "100",
  user_id: user,
  emoji: { id: null, name: "👍" },
})

describe("agents", () => {
  it("are known from the choices of a command, and keep their role when they speak", () => {
    noteChoices(state, [{ name: "Strategist: Turns aims into a plan" }, { name: "Writer" }])
    const author = { id: "900", username: "Strategist", avatar: "abc" }
    apply("MESSAGE_CREATE", message("400", { author, webhook_id: "900" }))
    expect([...state.agents.values()]).toEqual([
      { name: "Strategist", role: "Turns aims into a plan", id: "900", avatar: "abc" },
      { name: "Writer", role: undefined },
    ])
  })
})

describe("reactions", () => {
  const reactions = () => state.logs.get("10")!.messages[0]!.reactions

  it("are counted, one's own marked, and gone at none", () => {
    apply("MESSAGE_REACTION_ADD", thumb("12"))
    apply("MESSAGE_REACTION_ADD", thumb("11"))
    expect(reactions()).toMatchObject([{ count: 2, me: true }])
    apply("MESSAGE_REACTION_REMOVE", thumb("11"))
    expect(reactions()).toMatchObject([{ count: 1, me: false }])
    apply("MESSAGE_REACTION_REMOVE", thumb("12"))
    expect(reactions()).toEqual([])
  })

  it("go all at once, or all of one kind", () => {
    const party = { ...thumb("11"), emoji: { id: null, name: "🎉" } }
    for (const event of [thumb("11"), thumb("12"), party]) apply("MESSAGE_REACTION_ADD", event)
    apply("MESSAGE_REACTION_REMOVE_EMOJI", thumb("11"))
    expect(reactions()).toMatchObject([{ emoji: { name: "🎉" } }])
    apply("MESSAGE_REACTION_REMOVE_ALL", party)
    expect(reactions()).toEqual([])
  })
})

describe("typing", () => {
  const names = () => [...(state.typing.get("10")?.values() ?? [])]

  it("shows others until they have spoken, and the bot until one of its agents has", () => {
    apply("TYPING_START", { channel_id: "10", user_id: "11" })
    apply("TYPING_START", { channel_id: "10", user_id: "12" }, 1000)
    apply("TYPING_START", { channel_id: "10", user_id: "1" }, 1000)
    expect(names()).toEqual([
      { name: "Ben", bot: false, until: 11_000 },
      { name: "Orrery", bot: true, until: 11_000 },
    ])
    apply("MESSAGE_CREATE", message("400"))
    apply(
      "MESSAGE_CREATE",
      message("401", { author: { id: "900", username: "Strategist" }, webhook_id: "900" }),
    )
    expect(names()).toEqual([])
  })
})

describe("thinking", () => {
  const agent = (id: string, username: string) =>
    message(id, { author: { id: "900", username }, webhook_id: "900" })

  it("is told of the agents that a question names, until each has answered", () => {
    noteChoices(state, [{ name: "Strategist" }, { name: "Analyst" }, { name: "Writer" }])
    apply("MESSAGE_CREATE", message("400", { content: "@strategist and @Analyst, what first?" }))
    apply("TYPING_START", { channel_id: "10", user_id: "1" })
    expect(thinkers(state, "10")).toEqual(["Strategist", "Analyst"])
    apply("MESSAGE_CREATE", agent("401", "Strategist"))
    expect(thinkers(state, "10")).toEqual(["Analyst"])
    expect(state.typing.get("10")!.size).toBe(1)
    apply("MESSAGE_CREATE", agent("402", "Analyst"))
    expect(thinkers(state, "10")).toEqual([])
    expect(state.typing.get("10")!.size).toBe(0)
  })
})

describe("interactions", () => {
  const receipt = { id: "7", channel: "10", label: "/ask", words: "" }

  it("are settled by the message that names them", () => {
    state.receipts = [receipt]
    apply("MESSAGE_CREATE", message("400", { author: bot, interaction_metadata: { id: "7" } }))
    expect(state.receipts).toEqual([])
  })

  it("show why nothing came of them", () => {
    state.receipts = [receipt]
    apply("INTERACTION_FAILED", { id: "7", reason: "Too slow." })
    expect(state.receipts).toMatchObject([{ id: "7", failure: "Too slow." }])
  })
})

it("an event of an unknown kind changes nothing", () => {
  expect(apply("SOMETHING_NEW", {})).toEqual([])
})
