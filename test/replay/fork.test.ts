/** A recording taken again: the same when nothing is changed, and what follows when something is. */
import { describe, expect, it } from "vitest"
import { decodeEntry } from "../../src/actors/journal.ts"
import { kindOf } from "../../src/machines/address.ts"
import { written, type Bundle } from "../../src/replay/bundle.ts"
import { missing } from "../../src/replay/cut.ts"
import { eventAt, forked, textIn } from "../../src/replay/fork.ts"
import { replayed } from "../../src/replay/replay.ts"
import { retaken, type Place } from "../../src/replay/retake.ts"
import { here, recorded } from "./recording.ts"

const find = (bundle: Bundle, type: string, kind: string, holding = ""): Place => {
  for (const { address, entries } of bundle) {
    if (kindOf(address) !== kind) continue
    for (const { body, seq } of entries)
      if (decodeEntry(body).event?.type === type && body.includes(holding)) return { address, seq }
  }
  throw new Error(`no ${type} of a ${kind}`)
}

const isSound = (bundle: Bundle) =>
  bundle.every((log) => replayed(log).trouble === null) && missing(bundle).length === 0

describe("a recording taken again", () => {
  it("is the same, byte for byte, when nothing is changed", async () => {
    const bundle = await recorded()
    const again = retaken(bundle)
    expect(written(again.bundle)).toBe(written(bundle))
    expect([again.dropped, again.open]).toEqual([[], []])
  })

  it("has nothing of what follows from an entry that is left out", async () => {
    const bundle = await recorded()
    const heard = find(bundle, "MESSAGE", "conversation", "a draft, and data")
    const again = retaken(bundle, { without: (it) => it.address === heard.address && it.seq === heard.seq })
    expect(isSound(again.bundle)).toBe(true)
    expect(written(again.bundle)).not.toContain("400000000000000003.analyst")
    expect(
      again.bundle.map(({ entries }) => entries.length).every((n, at) => n <= bundle[at]!.entries.length),
    ).toBe(true)
  })
})

describe("a fork", () => {
  it("says another reply of the model to the channel, and tells it to who remembers", async () => {
    const bundle = await recorded()
    const place = find(bundle, "THOUGHT", "agent", "is anybody there")
    const { bundle: fork, differences } = forked(bundle, place, {
      text: "Not today.",
      usage: { input: 1, output: 9 },
    })
    expect(differences.messages.gone.map(({ text }) => text)).toEqual(["Strategist on “is anybody there?”"])
    expect(differences.messages.come.map(({ brain, text }) => [brain, text])).toEqual([
      ["strategist", "Not today."],
    ])
    expect(differences.tokens).toEqual({ before: { input: 4, output: 4 }, after: { input: 4, output: 12 } })
    expect([differences.dropped, differences.open, differences.states]).toEqual([[], [], []])
    const memory = fork.find(({ address }) => kindOf(address) === "constellation")!
    expect(memory.entries.some(({ body }) => body.includes("Not today."))).toBe(true)
    expect(isSound(fork)).toBe(true)
  })

  it("has silence where the manager chooses nobody", async () => {
    const bundle = await recorded()
    const place = find(bundle, "ROUTED", "conversation", "strategist")
    const { differences, bundle: fork } = forked(bundle, place, { responders: [] })
    expect(differences.messages.gone.map(({ brain }) => brain)).toEqual(["strategist"])
    expect(differences.messages.come).toEqual([])
    expect(differences.dropped.some(({ address }) => address === here)).toBe(true)
    expect(isSound(fork)).toBe(true)
  })

  it("says who is not in the recording when somebody else is chosen", async () => {
    const bundle = await recorded()
    const place = find(bundle, "ROUTED", "conversation", '"responders":[]')
    const { differences, bundle: fork } = forked(bundle, place, { responders: ["analyst"] })
    expect(differences.open.map(({ effect }) => effect)).toMatchObject([
      { type: "Tell", to: "agent/0-0003", event: { type: "ALLOCATE", turn: { brain: "analyst" } } },
    ])
    expect(isSound(fork)).toBe(true)
  })

  it("refuses what is no entry and no event", async () => {
    const bundle = await recorded()
    expect(() => forked(bundle, { address: here, seq: 999 }, { text: "x" })).toThrow(
      /has no entry 999: it has 1 to/,
    )
    expect(() => forked(bundle, { address: "pool/9", seq: 1 }, {})).toThrow("pool/9 is not in this file")
    const heard = find(bundle, "MESSAGE", "conversation")
    expect(() => forked(bundle, heard, { type: "NONSENSE" })).toThrow(
      /^a conversation knows no NONSENSE; it knows .*MESSAGE/,
    )
    expect(() => forked(bundle, heard, { message: { txt: "x" } })).toThrow(/this is no MESSAGE.*"txt"/s)
    const routed = find(bundle, "ROUTED", "conversation")
    expect(() => forked(bundle, routed, { responders: 5 })).toThrow(/this is no ROUTED.*"responders"/s)
  })

  it("has another text where one is: in a message, or in a reply", async () => {
    const bundle = await recorded()
    const heard = find(bundle, "MESSAGE", "conversation", "is anybody there")
    const { after } = forked(bundle, heard, textIn(bundle, heard, "good night"))
    expect(after).toEqual({
      ...eventAt(bundle, heard),
      message: expect.objectContaining({ text: "good night" }),
    })
    const reply = find(bundle, "THOUGHT", "agent")
    expect(textIn(bundle, reply, "Not today.")).toEqual({ text: "Not today." })
    const routed = find(bundle, "ROUTED", "conversation")
    expect(() => textIn(bundle, routed, "x")).toThrow("is ROUTED, which has no text")
  })
})
