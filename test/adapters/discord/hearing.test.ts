import { describe, expect, test } from "vitest"
import { hear, lineOf, type Listener } from "../../../src/adapters/discord/hearing.ts"
import { textLimit } from "../../../src/adapters/discord/readable.ts"
import type { Message } from "../../../src/adapters/discord/shapes.ts"
import { analyst, team, writer } from "./fixtures.ts"

const self = { id: "1100000000000000001", application: "1100000000000000002" }
const ada = { id: "1100000000000000011", username: "ada", global_name: "Ada" }

const listener: Listener = {
  self,
  agents: team.agents,
  role: "1100000000000000077",
  names: { role: (id) => (id === "1100000000000000077" ? "Orrery" : undefined), channel: () => undefined },
}

const message = (content: string, over: Partial<Message> = {}): Message => ({
  id: "1100000000000000500",
  channel_id: "1100000000000000101",
  guild_id: "1100000000000000100",
  type: 0,
  content,
  author: ada,
  ...over,
})

const hearing = (content: string, over: Partial<Message> = {}) => hear(message(content, over), listener)

describe("who is called", () => {
  test("agents by name, and by the message that is replied to, each once", () => {
    const reply = {
      referenced_message: {
        content: "42",
        author: { id: "1100000000000000600", username: "Analyst" },
        webhook_id: "1100000000000000600",
        application_id: self.application,
      },
    }
    expect(hearing("@Writer, what do you say?", reply)?.called).toEqual(["analyst", "writer"])
    expect(hearing("Analyst, go on", reply)?.called).toEqual(["analyst"])
  })

  test("and it is known which message is replied to", () => {
    const referenced_message = { id: "1100000000000000499", content: "how many?", author: ada }
    expect(hearing("@Analyst please", { referenced_message })).toMatchObject({
      called: ["analyst"],
      repliesTo: "1100000000000000499",
    })
    expect(hearing("@Analyst please")).not.toHaveProperty("repliesTo")
  })

  test("nobody by a reply to another bot's webhook of that name, or to a message that is gone", () => {
    const author = { id: "1100000000000000600", username: "Analyst" }
    const webhook_id = author.id
    expect(hearing("Hm", { referenced_message: { content: "42", author, webhook_id } })?.called).toEqual([])
    expect(hearing("Hm", { referenced_message: null })?.called).toEqual([])
  })

  test("not an agent whose name a person bears", () => {
    const mentions = [{ id: "1100000000000000012", username: "writer", global_name: "Writer" }]
    expect(hearing("Thanks <@1100000000000000012>", { mentions })).toMatchObject({
      text: "Thanks @Writer",
      called: [],
      pinged: ["1100000000000000012"],
    })
  })

  test("an agent, by a mention of a role of its name", () => {
    const names = { ...listener.names, role: () => "writer" }
    const role = "1100000000000000078"
    const heard = hear(message(`<@&${role}> hello`, { mention_roles: [role] }), { ...listener, names })
    expect(heard).toMatchObject({ called: ["writer"], toTeam: false })
  })

  test("the team, by a mention of the bot's own role", () => {
    const mention_roles = ["1100000000000000077"]
    expect(hearing("<@&1100000000000000077> hello", { mention_roles })).toMatchObject({
      text: "@Orrery hello",
      toTeam: true,
    })
    expect(hearing("<@&1100000000000000078> hello", { mention_roles: ["1100000000000000078"] })?.toTeam).toBe(
      false,
    )
  })
})

describe("what is heard", () => {
  test("the nickname that people see in this server", () => {
    expect(hearing("Hello", { member: { nick: "Ada L." } })?.author).toEqual({ id: ada.id, name: "Ada L." })
  })

  test("what is attached, by its name", () => {
    const attachments = [{ filename: "plan.pdf" }]
    expect(hearing("", { attachments })?.text).toBe("[attached: plan.pdf]")
  })

  test("no message without a word, unless it speaks to the team", () => {
    expect(hearing("")).toBeNull()
    expect(hearing("", { mentions: [{ id: self.id, username: "orrery" }] })?.toTeam).toBe(true)
  })

  test("no bot, no webhook, and nothing that Discord says itself", () => {
    expect(hearing("data", { author: { ...ada, bot: true } })).toBeNull()
    expect(hearing("data", { webhook_id: "1100000000000000600" })).toBeNull()
    expect(hearing("data", { type: 7 })).toBeNull()
  })

  test("no more than 4,000 characters, and no half of one", () => {
    const text = hearing(`${"x".repeat(textLimit - 1)}🦊`)!.text
    expect(text).toBe("x".repeat(textLimit - 1))
  })
})

test("a line of the past bears the time that its id tells", () => {
  // The example at https://discord.com/developers/docs/reference#snowflakes
  const line = lineOf(message("Hello", { id: "175928847299117063" }), self, [analyst, writer])
  expect(new Date(line!.at).toISOString()).toBe("2016-04-30T11:18:25.796Z")
})
