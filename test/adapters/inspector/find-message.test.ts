/** A message's way by its Discord id alone. */
import { describe, expect, it } from "vitest"
import { Host } from "../../../src/actors/host.ts"
import type { Way } from "../../../src/adapters/inspector/way.ts"
import { channel, hears, message } from "../../support/world.ts"
import { useStage } from "./stage.ts"
import { fileStore, startOrrery } from "./support.ts"

const stage = useStage()

/** An id as Discord would give it now. */
let made = 0n
const idNow = () => String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) + ++made)

const ask = async (path: string, { origin } = stage.orrery) => {
  const response = await fetch(`${origin}/api/messages/${path}`)
  return { status: response.status, ...((await response.json()) as Way & { message: string }) }
}

const say = async (orrery = stage.orrery) => {
  const id = idNow()
  await orrery.run(hears(message("Where are you?", { id, called: ["strategist"] })))
  await orrery.settled()
  return id
}

describe("a message by its id alone", () => {
  it("is found in whichever conversation heard it, with all that it led to", async () => {
    const id = await say()
    const way = await ask(id)
    expect([way.status, way.cause, way.from]).toEqual([200, id, `conversation/${channel}`])
    expect(way.lanes).toEqual(expect.arrayContaining(["Discord", "model", "pool/0", "agent/0-0001"]))
    expect((await ask(`${id}?channel=${channel}`)).steps).toEqual(way.steps)
  })

  it("is found in a conversation that nobody has in memory", async () => {
    const orrery = await startOrrery(undefined, fileStore)
    const id = await say(orrery)
    const host = await orrery.run(Host)
    await orrery.run(host.sleep(`conversation/${channel}`))
    expect(host.awake.has(`conversation/${channel}`)).toBe(false)
    expect((await ask(id, orrery)).cause).toBe(id)
    await orrery.stop()
  })

  it("is said not to be there when nobody heard it, or it is none", async () => {
    const unheard = await ask(idNow())
    expect([unheard.status, unheard.message]).toEqual([
      404,
      expect.stringMatching(/^No message \d+ was heard or said in any conversation\.$/),
    ])
    expect((await ask("nonsense")).status).toBe(400)
  })
})

describe("the page", () => {
  it("takes a message's link, by keyboard, and shows its way", async () => {
    const id = await say()
    const page = await stage.page("message")
    await page.getByRole("searchbox", { name: "A message of Discord" }).focus()
    await page.keyboard.type("what?")
    await page.keyboard.press("Enter")
    await page.getByText("That is no message").waitFor()
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type(`https://discord.com/channels/200000000000000001/${channel}/${id}`)
    await page.keyboard.press("Enter")
    await page.waitForURL(`**/#/message/${id}?channel=${channel}`)
    await page.getByText(`${id} began`).waitFor()
    await page.getByRole("list", { name: "Steps" }).getByText("MESSAGE").first().waitFor()
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
