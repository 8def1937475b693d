/** The list of partners: a person once, since they first came, and a constellation for each at once. */
import { describe, expect, it } from "vitest"
import { partnersAtMost, type PartnersContext } from "../../../src/machines/constellation/partners.ts"
import { Play, start } from "../support/play.ts"
import { ada, bob } from "../support/words.ts"

const enlist = (user = bob, template: string | null = null) =>
  ({ type: "ENLIST", user, template, by: ada, guild: "201" }) as const
const list = () => new Play<PartnersContext>("partners", { id: "main" })

describe("the list of partners", () => {
  it("has the constellation of whoever comes into it made whole, from the template that was named", () => {
    const play = list().tell(enlist(bob, "research"))
    expect(play.want("Tell")).toMatchObject({
      to: `constellation/${bob.id}`,
      event: { type: "ALLOCATE", user: bob, template: "research", whole: true },
    })
    expect(play.context.partners).toEqual({
      [bob.id]: { user: bob, template: "research", by: ada, guild: "201", at: start },
    })
    expect(list().tell(enlist()).want("Tell").event).toEqual({ type: "ALLOCATE", user: bob, whole: true })
  })

  it("has a person once, and knows since when", () => {
    const play = list().tell(enlist())
    play.now += 5000
    play.tell(enlist(bob, "research"))
    expect(Object.values(play.context.partners)).toMatchObject([{ template: "research", at: start }])
  })

  it("lets a person go without a word to their constellation", () => {
    const play = list().tell(enlist()).tell({ type: "DISMISS", user: bob.id, by: ada })
    expect([play.state, play.context.partners, play.told]).toEqual(["empty", {}, []])
    expect(play.tell({ type: "DISMISS", user: bob.id, by: ada }).context.partners).toEqual({})
  })

  it("is full at a thousand: who is in it may get another template, nobody comes in before somebody leaves", () => {
    const play = list()
    for (let n = 0; n < partnersAtMost; n++) play.tell(enlist({ id: `${9000 + n}`, name: "many" }))
    expect(play.tell(enlist()).told).toEqual([])
    expect(Object.keys(play.context.partners)).toHaveLength(partnersAtMost)
    expect(play.tell(enlist({ id: "9000", name: "many" }, "x")).context.partners["9000"]?.template).toBe("x")
    play.tell({ type: "DISMISS", user: "9001", by: ada }).tell(enlist())
    expect(play.context.partners[bob.id]).toBeDefined()
  })
})
