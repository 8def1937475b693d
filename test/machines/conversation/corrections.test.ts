/** What the manager learns from: people who call another agent than their message was routed to. */
import { describe, expect, it } from "vitest"
import * as corrections from "../../../src/machines/conversation/corrections.ts"
import type { Floor } from "../../../src/machines/conversation/floor.ts"
import type { Message } from "../../../src/machines/values.ts"
import { Play } from "../support/play.ts"
import { ada, bob, channel, message, routed } from "../support/words.ts"

const second = 1000
/** A message said at a time, in ms: Discord's ids hold it. */
const saidAt = (at: number, over: Partial<Message> = {}) =>
  message({ id: String(BigInt(at + 1_000_000_000) << 22n), author: ada, ...over })

const decided = (text: string, chosen: ReadonlyArray<string>, over: Partial<Message> = {}) => {
  const said = saidAt(0, { text, ...over })
  return {
    said,
    learning: { ...corrections.nothingYet, ...corrections.decide(corrections.nothingYet, said, chosen) },
  }
}
const answer = { id: "77", author: "writer", brain: "writer", text: "Many", at: 0 }
const hear = (learning: corrections.Learning, said: Message) =>
  corrections.hear({ ...learning, recent: [answer] }, said)
const learnt = (learning: corrections.Learning, said: Message) => hear(learning, said).corrections ?? []

describe("a correction", () => {
  const { said, learning } = decided("how many came?", ["writer"])
  const correction = { text: "how many came?", chosen: ["writer"], wanted: ["analyst"] }

  it("is a call by name in a reply to the message, by anybody and at any time", () => {
    const reply = saidAt(3_600 * second, { author: bob, called: ["analyst"], repliesTo: said.id })
    expect(learnt(learning, reply)).toEqual([correction])
  })

  it("is a call by name in what the same person says next within two minutes", () => {
    expect(learnt(learning, saidAt(120 * second, { called: ["analyst"] }))).toEqual([correction])
  })

  it("is a reply to the agent that answered which calls another by name", () => {
    const reply = { called: ["writer", "analyst"], repliesTo: answer.id }
    expect(learnt(learning, saidAt(second, reply))).toEqual([correction])
    expect(learnt(learning, saidAt(121 * second, reply))).toEqual([])
  })

  it("leaves out who was chosen anyway", () => {
    expect(learnt(learning, saidAt(second, { called: ["writer", "analyst"] }))).toEqual([correction])
    expect(learnt(learning, saidAt(second, { called: ["writer"] }))).toEqual([])
  })

  it.each<[string, Partial<Message>, number]>([
    ["calls nobody", {}, 1],
    ["is another person's and no reply", { called: ["analyst"], author: bob }, 1],
    ["comes later", { called: ["analyst"] }, 121],
    ["replies to something else", { called: ["analyst"], repliesTo: "7" }, 1],
  ])("is not what %s", (_, over, seconds) => {
    expect(learnt(learning, saidAt(seconds * second, over))).toEqual([])
  })

  it("is not made of a message that called somebody itself, nor of what agents say to each other", () => {
    expect(decided("x", ["writer"], { called: ["writer"] }).learning).toEqual(corrections.nothingYet)
    expect(decided("x", ["writer"], { via: "analyst" }).learning).toEqual(corrections.nothingYet)
  })

  it("corrects a message once", () => {
    const again = { ...learning, ...hear(learning, saidAt(second, { called: ["analyst"] })) }
    expect(hear(again, saidAt(2 * second, { called: ["analyst"] }))).toEqual({})
  })

  it("keeps the newest ten, and of a long text the beginning", () => {
    let now = corrections.nothingYet
    for (let n = 0; n < 12; n++) {
      const said = saidAt(2 * n * second, { text: `${n}`.padEnd(300, "x") })
      now = { ...now, ...corrections.decide(now, said, []) }
      now = { ...now, ...hear(now, saidAt((2 * n + 1) * second, { called: ["writer"] })) }
    }
    expect(now.corrections.map(({ text }) => Number.parseInt(text))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(now.corrections[0]?.text).toHaveLength(200)
  })
})

it("a conversation shows the manager what was corrected in it", () => {
  const play = new Play<Floor>("conversation", { id: channel }).tell({ type: "ALLOCATE" })
  play.settle("Connect", { type: "CONNECTED", recent: [] })
  const first = saidAt(0, { text: "how many came?" })
  play.tell({ type: "MESSAGE", message: first })
  expect(play.want("Route").corrections).toEqual([])
  play.settle("Route", routed(first.id, []))
  play.tell({ type: "MESSAGE", message: saidAt(second, { called: ["analyst"] }) })
  play.tell({ type: "MESSAGE", message: saidAt(2 * second, { text: "how many stayed?" }) })
  expect(play.want("Route").corrections).toEqual([
    { text: "how many came?", chosen: [], wanted: ["analyst"] },
  ])
})
