/** A message's way through all actors that it touched. */
import { describe, expect, it } from "vitest"
import type { JournalPage } from "../../../src/adapters/inspector/api.ts"
import type { Way } from "../../../src/adapters/inspector/way.ts"
import { channel, person } from "../../support/world.ts"
import { useStage } from "./stage.ts"

const stage = useStage()
const conversation = `conversation/${channel}`

const get = async <A>(path: string) => (await (await fetch(`${stage.orrery.origin}${path}`)).json()) as A

const firstCause = async () => {
  const { entries } = await get<JournalPage>(`/api/actors/${conversation}/journal?limit=1`)
  return (entries[0] as { cause: string }).cause
}
const arrows = ({ steps }: Way) => steps.map(({ from, to, type }) => `${from} → ${to}: ${type}`)

describe("a message's way", () => {
  it("goes through conversation, pool, agent, model and Discord, in the order of cause and effect", async () => {
    const way = await get<Way>(`/api/messages/${await firstCause()}?from=${conversation}`)
    const among = new Set(way.lanes)
    for (const lane of ["Discord", conversation, "pool/0", "agent/0-0001", "model"])
      expect(among).toContain(lane)
    expect(way.lanes.at(0)).toBe("Discord")
    expect(way.lanes.at(-1)).toBe("model")
    const told = arrows(way)
    const inOrder = [
      `Discord → ${conversation}: MESSAGE`,
      `${conversation} → pool/0: REQUEST`,
      "pool/0 → agent/0-0001: ALLOCATE",
      "agent/0-0001 → model: Think",
      "model → agent/0-0001: THOUGHT",
      "agent/0-0001 → Discord: Say",
      "Discord → agent/0-0001: SAID",
      `agent/0-0001 → ${conversation}: ANSWERED`,
    ]
    expect(told.filter((arrow) => inOrder.includes(arrow))).toEqual(inOrder)
    expect(way.steps.map(({ at }) => at)).toEqual(way.steps.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(way.whole).toBe(true)
  })

  it("is the same whichever of its actors somebody begins with", async () => {
    const cause = await firstCause()
    const [one, other] = await Promise.all(
      [conversation, "agent/0-0001"].map((from) => get<Way>(`/api/messages/${cause}?from=${from}`)),
    )
    expect(arrows(other!).toSorted()).toEqual(arrows(one!).toSorted())
  })

  it("has one message's steps alone, and hides its words", async () => {
    await stage.orrery.converse("Something else altogether")
    const way = await get<Way>(`/api/messages/${await firstCause()}?from=${conversation}`)
    expect(way.steps.filter(({ type }) => type === "MESSAGE")).toHaveLength(1)
    expect(JSON.stringify(way)).not.toContain("Hello")
  })

  it("that an actor had no part in is told", async () => {
    expect(await get(`/api/messages/12345?from=${conversation}`)).toEqual({
      message: `${conversation} has no entry that 12345 led to.`,
    })
  })
})

describe("its page", () => {
  it("is reached from an entry, drawn in lanes, read as a list, and leads back", async () => {
    const page = await stage.page(`${conversation}/1`)
    await page
      .locator(".detail")
      .getByRole("link", { name: await firstCause() })
      .click()
    await page.waitForURL(/#\/message\/\d+\?from=/)
    const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem")
    await steps.filter({ hasText: "agent/0-0001 to model: Think" }).waitFor()
    const arrow = steps.filter({ hasText: "pool/0 to agent/0-0001: ALLOCATE" })
    const box = (await arrow.locator(".arrow > summary").boundingBox())!
    const lane = (await page.locator(".lane").filter({ hasText: "0-0001" }).boundingBox())!
    expect(Math.abs(box.x + box.width - (lane.x + lane.width / 2))).toBeLessThan(4)
    await arrow.locator(".arrow > summary").focus()
    await page.keyboard.press("Enter")
    await arrow.getByRole("link", { name: /agent\/0-0001, entry 1/ }).click()
    await page.getByRole("heading", { level: 1, name: "agent/0-0001" }).waitFor()
    await page.goBack()
    await steps.first().waitFor()
  })

  it("folds what timers did when all was said, opened by keyboard", async () => {
    const cause = await firstCause()
    const page = await stage.page(conversation)
    await page.route("**/api/messages/*", async (route) => {
      const way = (await (await route.fetch()).json()) as Way
      const { at } = way.steps.at(-1)!
      const of = { address: "pool/0", seq: 1 }
      const round = {
        from: "pool/0",
        to: "pool/0",
        type: "ROUND",
        ms: null,
        of,
        what: null,
        later: true,
        rang: true,
      }
      const rounds = [1, 2].map((n) => ({ ...round, at: at + n * 60_000 }))
      await route.fulfill({ json: { ...way, steps: [...way.steps, ...rounds] } })
    })
    await page.goto(`${stage.orrery.origin}/#/message/${cause}?from=${conversation}`)
    const folded = page.getByText(/^Later: 2 timers rang, up to \+2\.\d min$/)
    await folded.waitFor()
    expect(await page.getByText("ROUND").first().isVisible()).toBe(false)
    expect(await page.getByText(/began .* the last \d+ ms later/).count()).toBe(1)
    await page.locator(".way summary[tabindex='0']").focus()
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.getByRole("link", { name: "pool/0, entry 1" }).waitFor()
  })

  it("goes from step to step by keyboard, and fits a phone", async () => {
    const at = `message/${await firstCause()}?from=constellation/${person.id}`
    const page = await stage.page(at, { viewport: { width: 390, height: 844 } })
    await page.locator(".arrow > summary[tabindex='0']").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.locator("details[open] .way-detail").waitFor()
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390)
    const ends = page.getByText("agent/0-0001 to model:")
    const { x, width } = (await ends.first().boundingBox())!
    expect(width).toBeGreaterThan(100)
    expect(x + width).toBeLessThanOrEqual(390)
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
