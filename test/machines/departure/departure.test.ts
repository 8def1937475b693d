/** Somebody leaves: asked once more, gone through from the beginning as often as it must be, and over. */
import { describe, expect, it } from "vitest"
import { askedFor, roundsAtMost, type DepartureContext } from "../../../src/machines/departure/departure.ts"
import { ada, bob, pressed } from "../../../src/machines/properties/samples.ts"
import { Play } from "../support/play.ts"

const asked = () =>
  new Play<DepartureContext>("departure", { id: "500000000000000009" }).tell({ type: "ASK", by: ada })
const leaving = () => asked().tell(pressed("forget"))
const known = { names: ["Ada Lovelace"], messages: ["1"], texts: ["hello"] }

/** The step that is owed. */
const stepOf = ({ books }: Play<DepartureContext>) =>
  [...books.outbox.values()].flatMap(({ effect }) => (effect.type === "Forget" ? [effect.step] : []))

const goesThrough = (play: Play<DepartureContext>, found: ReadonlyArray<string>) =>
  play
    .settle("Forget", { type: "SURVEYED", known })
    .settle("Forget", { type: "QUIETED" })
    .settle("Forget", { type: "ERASED", erased: 3, rewritten: 2, archived: 1 })
    .settle("Forget", { type: "PROVEN", looked: 10, found: [...found] })

describe("a departure", () => {
  it("begins when who asked presses, and with nobody else's press", () => {
    expect(stepOf(asked())).toEqual([])
    expect(asked().tell(pressed("forget", bob)).value).toBe("asking")
    expect(stepOf(leaving())).toEqual(["survey"])
  })

  it("is off when they decline, when the time is over, and when they press after that", () => {
    const late = asked()
    late.pass(askedFor)
    for (const play of [asked().tell(pressed("keep")), late]) {
      expect(play.value).toBe("stayed")
      expect(stepOf(play)).toEqual(["withdraw"])
    }
    const never = new Play<DepartureContext>("departure", { id: "1" }).tell(pressed("forget"))
    expect(never.value).toBe("stayed")
    expect(stepOf(never)).toEqual(["withdraw"])
  })

  it("takes one step after the other, and forgets what it knew when nothing is found", () => {
    const play = goesThrough(leaving(), [])
    expect(play.value).toBe("gone")
    expect(stepOf(play)).toEqual(["close"])
    expect(play.context).toMatchObject({
      erased: 3,
      rewritten: 2,
      archived: 1,
      looked: 10,
      found: [],
      rounds: 1,
    })
    expect(play.context.known).toEqual({ names: [], messages: [], texts: [] })
  })

  it("begins again after a while when something is in the way, and knows what it knew", () => {
    const play = leaving()
      .settle("Forget", { type: "SURVEYED", known })
      .settle("Forget", { type: "FAIL", reason: "the store is away", retry: true })
    expect(play.value).toEqual({ leaving: "retrying" })
    expect(play.context.trouble).toBe("the store is away")
    play.pass(1000)
    expect(stepOf(play)).toEqual(["survey"])
    play.settle("Forget", { type: "SURVEYED", known: { names: [], messages: ["2"], texts: [] } })
    expect(play.context.known).toEqual({ ...known, names: ["Ada", "Ada Lovelace"], messages: ["1", "2"] })
  })

  it("goes through it again when something is found, and says in the end that it is not gone", () => {
    const play = leaving()
    for (let round = 1; round < roundsAtMost; round++) {
      goesThrough(play, ["pool/0"])
      expect(play.value).toEqual({ leaving: "retrying" })
      play.pass(60_000)
    }
    goesThrough(play, ["pool/0"])
    expect(play.value).toBe("gone")
    expect(play.context.found).toEqual(["pool/0"])
  })

  it("forgets again whose it was when they press once more", () => {
    const play = goesThrough(leaving(), [])
    play.tell(pressed("forget"))
    expect(play.value).toBe("gone")
    expect(stepOf(play)).toContain("close")
  })
})
