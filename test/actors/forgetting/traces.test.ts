/** What tells that something is somebody's, and how it is taken out: nothing of others goes with it. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Gatherer, holds, mayConcern, redactor, type Whose } from "../../../src/actors/forgetting/traces.ts"
import { ada, bob, message, turn } from "../../../src/machines/properties/samples.ts"
import "../../support/properties.ts"

const known = { names: ["Ada"], messages: ["40000"], texts: ["the launch is on Tuesday, I hope"] }
const whose: Whose = { ...known, id: ada.id, as: "999" }
const redact = redactor(whose)

const line = (id: string, author: string, text: string, brain: string | null = null) => ({
  id,
  author,
  brain,
  text,
  at: 1,
})

describe("what somebody is known by", () => {
  it("is gathered from their messages, from answers to them, and from what they began", () => {
    const gatherer = new Gatherer(ada.id, { names: [], messages: [], texts: [] })
    gatherer.see({ type: "MESSAGE", message: message(1, { text: "mine" }) })
    gatherer.see({ type: "MESSAGE", message: message(2, { text: "his", author: bob }) })
    gatherer.see({ type: "ANSWERED", turn: "1.a", text: "to me", messages: ["8", "9"] })
    gatherer.see({ type: "ANSWERED", turn: "2.a", text: "to him", messages: ["10"] })
    gatherer.see({ ballot: { question: "my question", by: ada }, other: { question: "his", by: bob } })
    expect(gatherer.known.names).toEqual(["Ada"])
    expect(gatherer.known.messages).toEqual(["1", "8", "9"])
    expect(gatherer.known.texts.toSorted()).toEqual(["mine", "my question", "to me"])
  })

  it("is told from what only looks like it", () => {
    const isTheirs = holds(whose)
    expect(isTheirs('{"user":"101"}')).toBe(true)
    expect(isTheirs("constellation/101")).toBe(true)
    expect(isTheirs('{"user":"1013","x":"a101"}')).toBe(false)
    expect(isTheirs('{"text":"so the launch is on Tuesday, I hope"}')).toBe(true)
    expect(isTheirs('{"text":"the launch is on Monday, I hope"}')).toBe(false)
    expect(mayConcern(whose)('{"turn":"40000.a"}')).toBe(true)
    expect(mayConcern(whose)('{"author":"Ada"}')).toBe(true)
    expect(mayConcern(whose)('{"turn":"400001.a","author":"Adam"}')).toBe(false)
  })

  it("is found as it is stored, with what JSON escapes", () => {
    const quoted = 'she said "never" \n and meant it'
    expect(holds({ id: "101", texts: [quoted] })(JSON.stringify({ text: quoted }))).toBe(true)
  })
})

describe("taking somebody out", () => {
  const use = { id: "0.0", tool: "search", input: '{"words":"the launch"}' }
  const wants = (of: string) => ({ type: "WANTS", turn: of, text: "I look it up.", uses: [use], ms: 5 })
  const used = (of: string) => ({
    type: "USED",
    turn: of,
    use: "0.0",
    ok: true,
    text: "found: the launch plan",
    ms: 5,
  })

  it("takes out what tools were asked for them and said, and not what they said to others", () => {
    expect([wants("40000.a"), used("40000.a")].map((event) => redact(event))).toEqual([
      { ...wants("40000.a"), text: "", uses: [{ ...use, input: "" }] },
      { ...used("40000.a"), text: "" },
    ])
    for (const event of [wants("2.a"), used("2.a")]) expect(redact(event)).toBe(event)
    const gatherer = new Gatherer(ada.id, { names: [], messages: ["40000"], texts: [] })
    for (const event of [wants("40000.a"), used("40000.a")]) gatherer.see(event)
    expect(gatherer.known.texts).toEqual([])
  })

  it("empties their messages and turns, and puts somebody in their place who is nobody", () => {
    const mine = turn("a", message(40_000, { text: "hello", pinged: [ada.id] }))
    expect(redact({ turn: mine })).toEqual({
      turn: {
        ...mine,
        message: {
          ...mine.message,
          author: { id: "999", name: "someone who left" },
          text: "",
          pinged: ["999"],
        },
      },
    })
  })

  it("drops their lines, by their ids and by their name, and leaves those of others", () => {
    const lines = [
      line("40000", "Ada before she married", "x"),
      line("7", "Ada", "y"),
      line("8", "Bob", "z"),
      line("9", "Ada", "an agent that is called like her", "ada"),
    ]
    expect(redact({ recent: lines })).toEqual({ recent: lines.slice(2) })
  })

  it("takes their id out of keys and addresses, and their name from beside it", () => {
    expect(
      redact({
        votes: { "101": { option: 1, name: "Ada" }, "102": { option: 0, name: "Bob" } },
        limit: { of: "budget/user-101", name: "Ada" },
        told: ["301 101", "301 102"],
      }),
    ).toEqual({
      votes: { "999": { option: 1, name: "someone who left" }, "102": { option: 0, name: "Bob" } },
      limit: { of: "budget/user-999", name: "someone who left" },
      told: ["301 999", "301 102"],
    })
  })

  it("cuts their words out of what others keep, and leaves the rest of it", () => {
    const asked = "Ada said the launch is on Tuesday, I hope. Is it?"
    expect(redact({ asked })).toEqual({ asked: "Ada said […]. Is it?" })
  })

  it("cuts nothing out of what charts live by, whatever somebody wrote", () => {
    const address = "conversation/1100000000000000101"
    const sly = redactor({ ...whose, texts: [address, "every weekday at nine", "waitingForBudgets"] })
    const state = { conversation: address, said: "every weekday at nine", waitingForBudgets: [address] }
    expect(sly(state)).toBe(state)
    expect(sly({ text: `look at ${address}` })).toEqual({ text: "look at […]" })
  })

  it("cuts their words out of memory that others keep", () => {
    const block = { label: "user", value: `likes tea\n${known.texts[0]}`, limit: 100, readOnly: false }
    expect(redact(block)).toEqual({ ...block, value: "likes tea\n[…]" })
  })

  it("takes what the manager learned from their short words", () => {
    const short = redactor({ ...whose, texts: ["how are sales?"] })
    const correction = { text: "how are sales?", chosen: ["a"], wanted: ["b"] }
    expect(short({ corrections: [correction] })).toEqual({ corrections: [{ ...correction, text: "" }] })
    expect(short({ text: "how are sales?" })).toEqual({ text: "how are sales?" })
  })

  it("gives back the same object where there is nothing of theirs", () => {
    const other = { turn: turn("a", message(5, { author: bob })), recent: [line("8", "Bob", "z")] }
    expect(redact(other)).toBe(other)
  })

  it("leaves nothing that is found again, whatever it is taken from", () => {
    const bits = fc.constantFrom("101", "Ada", "40000", known.texts[0]!, "x", "budget/user-101", "1013")
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        bits,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(bits, fc.constantFrom("id", "name", "author", "text", "by", "brain")),
          tie("value"),
        ),
      ),
    }))
    fc.assert(
      fc.property(value, (any) => {
        const once = redact(any)
        expect(holds({ ...whose, texts: [] })(JSON.stringify(once))).toBe(false)
        expect(redact(once)).toBe(once)
      }),
    )
  })
})
