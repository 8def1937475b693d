/** What of a session a request holds: the talk that goes on, and of earlier ones what has to do with the message. */
import { describe, expect, it } from "vitest"
import { remembered } from "../../../../src/adapters/model/context/session.ts"
import { answerRequest } from "../../../../src/adapters/model/prompt.ts"
import { saidAt, type Exchange } from "../../../../src/machines/values.ts"
import { line, message, prompt } from "../fixtures.ts"

const minute = 60_000
const inChannel = (text: string) => message(text, { guild: "1" })
const now = saidAt(message("").id)

/** An exchange so many minutes ago. */
const ago = (minutes: number, asked: string, answered = "It is so."): Exchange => ({
  asked,
  answered,
  at: now - minutes * minute,
})
const asked = (some: ReadonlyArray<Exchange>) => some.map(({ asked }) => asked)
const kept = (session: ReadonlyArray<Exchange>, text: string) => {
  const { goesOn, earlier } = remembered(session, inChannel(text))
  return { goesOn: asked(goesOn), earlier: asked(earlier) }
}

describe("of a session", () => {
  it("the talk that goes on is sent word for word: as far back as no pause was longer than two hours", () => {
    const session = [ago(500, "a"), ago(220, "b"), ago(110, "c"), ago(1, "d")]
    expect(kept(session, "And?").goesOn).toEqual(["b", "c", "d"])
  })

  it("the last exchange is sent in brief when a talk begins, so that somebody can come back to it", () => {
    const session = [ago(900, "a"), ago(500, "b")]
    expect(kept(session, "As you said?")).toEqual({ goesOn: [], earlier: ["b"] })
  })

  it("of earlier talks those are sent that share telling words with the message, three at most, in their order", () => {
    const about = (n: number) => ago(1000 - n, `How do I sort vectors, case ${n}?`)
    const session = [about(1), ago(995, "What is a monad?"), about(2), about(3), about(4), ago(1, "Hello")]
    expect(kept(session, "Which vectors can one sort?")).toEqual({
      goesOn: ["Hello"],
      earlier: [2, 3, 4].map((n) => `How do I sort vectors, case ${n}?`),
    })
    expect(kept(session, "Which editor is best?").earlier).toEqual([])
  })

  it("those come first whose words few others hold", () => {
    const session = [
      ago(900, "How do I sort zeppelin vectors?"),
      ...[1, 2, 3].map((n) => ago(800 - n, `How do I sort vectors, case ${n}?`)),
      ago(1, "Hello"),
    ]
    expect(kept(session, "sort zeppelin vectors").earlier).toContain("How do I sort zeppelin vectors?")
  })

  it("six exchanges are always sent in direct messages, which have no channel to tell of them", () => {
    const session = Array.from({ length: 9 }, (_, n) => ago(9000 - 1000 * n, `question ${n}`))
    expect(remembered(session, message("And?")).goesOn).toEqual(session.slice(-6))
  })

  it("what says nothing is left out", () => {
    expect(kept([ago(2, " "), ago(1, "a", "-# offline model")], "And?")).toEqual({ goesOn: [], earlier: [] })
  })

  it("earlier talk stands in brief before the channel, and not when the channel holds it", () => {
    const session = [ago(900, "How do I sort vectors?", "x".repeat(1000))]
    const textFor = (lent: ReadonlyArray<ReturnType<typeof line>>) =>
      answerRequest(prompt("", { message: inChannel("Sort vectors how?"), session, lent })).messages.map(
        ({ content }) => String(content),
      )
    const [only] = textFor([line("Ben", "Hm")])
    expect(only!.startsWith("<session>Ana: How do I sort vectors?\nYou: xxx")).toBe(true)
    expect(only).toContain("x […]</session>\n<channel>\nBen: Hm\n</channel>")
    expect(textFor([line("Ana", "How do I sort vectors?")])[0]).not.toContain("<session>")
  })
})
