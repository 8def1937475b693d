import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { channel } from "../../support/world.ts"
import { background, contrast, fill, isFocused, overflow } from "../../support/in-page.ts"
import { entry, focusedKey, useStage } from "./stage.ts"

const stage = useStage()

const conversation = `conversation/${channel}`

/** Everything that is written in a way of its own. */
const words = [
  [
    "h1",
    "h2",
    "h3",
    ".about",
    ".connection",
    ".switch",
    ".chart-link",
    ".count",
    ".actor-id",
    ".actor-states",
  ],
  ["dt", "dt small", "dd", ".quiet", ".states .some th", ".states .none th", ".states .some td", ".chip"],
  [".key", ".string", ".number", ".preview", ".nothing", ".hidden-words", ".tally"],
  [".entry-seq", ".entry-event", ".entry-led", ".entry time", ".entry[aria-current] .entry-led"],
  [".edges", ".edges b", ".hash", ".scrub-told", ".scrub-told b", ".change-path", "del", "ins", ".legal"],
].flat()

const ground = (page: Page) => page.locator("html").evaluate(background)
const light = "rgb(253, 252, 249)"
const dark = "rgb(21, 23, 33)"

describe("light and dark", () => {
  it("follow the system, and a choice is remembered", async () => {
    const page = await stage.page("agent", { colorScheme: "dark" })
    const ink = () => page.locator("svg.statechart .title").first().evaluate(fill)
    const [darkInk, darkGround] = [await ink(), await ground(page)]
    expect(darkGround).toBe(dark)
    await page.getByRole("button", { name: /^Theme/ }).click()
    expect(await ground(page)).toBe(light)
    expect(await ink()).not.toBe(darkInk)
    await page.reload()
    await page.locator("svg.statechart .title").first().waitFor()
    expect(await ground(page)).toBe(light)
    const lightInk = await ink()
    expect(lightInk).not.toBe(darkInk)
    await page.goto(`${stage.orrery.origin}/#/coverage/agent`)
    const covered = page.locator(".coverage-chart svg .title").first()
    await covered.waitFor()
    expect(await covered.evaluate(fill)).toBe(lightInk)
  })

  it.each(["light", "dark"] as const)("text can be read (contrast AA) in the %s", async (colorScheme) => {
    const unseen = new Set(words)
    const look = async (page: Page) => {
      for (const kind of words) {
        const element = page.locator(`${kind}:visible`).first()
        if ((await element.count()) === 0) continue
        unseen.delete(kind)
        await expect.poll(() => element.evaluate(contrast), { message: kind }).toBeGreaterThanOrEqual(4.5)
      }
    }
    const fleet = await stage.page("conversation", { colorScheme })
    const full = fleet.locator(`.statechart [data-heat="5"]:not(.nested)`).first()
    expect(await full.locator(".note").first().evaluate(fill)).toBe(
      await full.locator(".title").evaluate(fill),
    )
    const page = await stage.page(`${conversation}/1`, { colorScheme })
    await page.locator(".detail summary").first().click()
    // Parts of a page come when what they show has been asked for.
    await expect.poll(() => look(fleet).then(() => look(page).then(() => [...unseen]))).toEqual([])
  })
})

describe("the keyboard", () => {
  it("leads through charts, actors and entries with arrows, and opens with Enter", async () => {
    const page = await stage.page("conversation")
    const focused = () => page.evaluate(focusedKey)
    await page.getByRole("link", { name: /^conversation/ }).focus()
    await page.keyboard.press("ArrowDown")
    expect(await focused()).toBe("agent")
    await page.keyboard.press("ArrowUp")
    // Past the folded charts and the search.
    for (let n = 0; n < 3; n++) await page.keyboard.press("Tab")
    expect(await focused()).toBe(conversation)
    await page.keyboard.press("Enter")
    await page.waitForURL(`**/#/${conversation}`)
    await entry(page, 1).waitFor()
    await entry(page, 2).focus()
    await page.keyboard.press("ArrowDown")
    expect(await focused()).toBe("1")
    await page.keyboard.press("Enter")
    await page.locator(".detail").waitFor()
    await expect.poll(focused).toBe("1")
  })

  it("keeps its place while the page changes under it", async () => {
    const page = await stage.page(conversation)
    const tally = page.locator("summary").filter({ hasText: "tally" })
    await tally.focus()
    const before = await page.locator(".entry").count()
    await stage.orrery.converse("Anything new?")
    await expect.poll(() => page.locator(".entry").count()).toBeGreaterThan(before)
    await page.keyboard.press("Enter")
    await page.getByText("messages:").waitFor()
  })

  it("skips to what is known", async () => {
    const page = await stage.page(conversation)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    expect(await page.locator("#panel").evaluate(isFocused)).toBe(true)
    await page.getByRole("heading", { level: 1, name: conversation }).waitFor()
    await page.goto(`${stage.orrery.origin}/#/stuck`)
    const stuck = page.getByRole("region", { name: "Stuck" })
    await stuck.waitFor()
    await page.getByRole("link", { name: "Skip to what is known" }).focus()
    await page.keyboard.press("Enter")
    expect(await stuck.evaluate(isFocused)).toBe(true)
  })
})

describe("on a narrow screen", () => {
  const narrow = { viewport: { width: 390, height: 844 } }

  it("charts and actors are a drawer that opens, closes and gives the focus back", async () => {
    const page = await stage.page("agent", narrow)
    const side = page.getByRole("navigation", { name: "Charts and actors" })
    expect(await side.count()).toBe(0)
    const open = page.getByRole("button", { name: "Charts and actors" })
    await open.click()
    await side.waitFor()
    expect(await page.evaluate(focusedKey)).toBe("agent")
    await page.keyboard.press("Escape")
    await expect.poll(() => side.count()).toBe(0)
    expect(await open.evaluate(isFocused)).toBe(true)
    await open.click()
    await side.getByRole("link", { name: /^pool/ }).click()
    await page.waitForURL("**/#/pool")
    await expect.poll(() => side.count()).toBe(0)
  })

  it.each(["conversation", conversation, `${conversation}/1`])(
    "nothing of %s is wider than the screen",
    async (path) => {
      const page = await stage.page(path, narrow)
      await page
        .locator(path === "conversation" ? ".states" : ".entry")
        .first()
        .waitFor()
      expect(await page.locator("html").evaluate(overflow)).toBe(0)
      expect(await page.locator(".bench").evaluate(overflow)).toBe(0)
    },
  )
})

it("no page complained", () => {
  expect(stage.complaints).toEqual([])
})
