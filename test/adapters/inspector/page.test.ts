import { describe, expect, it, onTestFinished } from "vitest"
import type { Page } from "playwright-core"
import { Effect } from "effect"
import { channel, hears, message } from "../../support/world.ts"
import { entry, journal, panel, state, useStage } from "./stage.ts"
import { startOrrery } from "./support.ts"

const stage = useStage()

const conversation = `conversation/${channel}`
const count = (page: Page) => page.locator(".live-count")

const row = (page: Page, state: string) => panel(page).getByRole("row", { name: new RegExp(`^${state}`) })
const cells = (page: Page, state: string) => row(page, state).getByRole("cell").allTextContents()

describe("a chart", () => {
  it("shows how many live actors are in its states, as colours and numbers on it and in a table", async () => {
    const page = await stage.page("agent")
    await expect.poll(() => count(page).allTextContents()).toContain("1 live1")
    await expect.poll(async () => (await cells(page, "idle"))[0]).toBe("1")
    expect(await state(page, "life.idle").getAttribute("data-heat")).toBe("5")
    expect(await state(page, "life.available").getAttribute("data-heat")).toBeNull()
  })

  it("shows how long stays took and what flows, on its edges and in words, as it happens", async () => {
    const page = await stage.page("conversation")
    const flow = panel(page).getByRole("row", { name: /^routing → listening/ })
    const chat = async () => {
      await stage.orrery.run(hears(message("Nice weather")))
      await stage.orrery.settled()
    }
    const inAll = flow.getByRole("cell").last()
    await chat()
    await expect.poll(() => inAll.textContent()).toBe("1")
    await chat()
    await expect.poll(() => inAll.textContent()).toBe("2")
    const [, entered, p50, p99] = await cells(page, "routing")
    expect(Number(entered)).toBeGreaterThan(0)
    expect([p50, p99]).toEqual([expect.stringMatching(/\d m?s$/), expect.stringMatching(/\d m?s$/)])
    await expect.poll(() => page.locator("[data-flow]").count()).toBeGreaterThan(0)
    await expect.poll(() => page.locator(".flow-count").first().textContent()).toMatch(/\d\/min$/)
  })

  it("leads from a state to those who are in it", async () => {
    const page = await stage.page("conversation")
    await row(page, "listening").getByRole("link").click()
    await page.waitForURL("**/#/actors?kind=conversation&state=active.working.floor.listening")
    await page.getByRole("link", { name: conversation }).waitFor()
  })

  it("is reached by name, and each has its actors", async () => {
    const page = await stage.page("conversation")
    await page.getByRole("link", { name: /^pool/ }).click()
    await page.getByRole("heading", { level: 1, name: "pool" }).waitFor()
    await page.getByRole("list", { name: "Actors" }).getByRole("link", { name: /^0/ }).click()
    await page.waitForURL("**/#/pool/0")
    await page.getByRole("heading", { level: 1, name: "pool/0" }).waitFor()
    await state(page, "active.serving").and(page.locator(".active")).waitFor()
  })

  it("is folded away as long as nobody is of its kind and nobody has looked", async () => {
    const page = await stage.page("conversation")
    const fleet = page.getByRole("list", { name: "Fleet" })
    const vote = page.getByRole("link", { name: /^vote/ })
    await fleet.getByRole("link", { name: /^pool\b/ }).waitFor()
    expect(await vote.isVisible()).toBe(false)
    await page.getByText(/^\d+ more, nobody awake$/).click()
    await vote.click()
    await page.getByRole("heading", { level: 1, name: "vote" }).waitFor()
    await fleet.getByRole("link", { name: /^vote\b/ }).waitFor()
  })

  it("stands for what there is not, and says so", async () => {
    const page = await stage.page("ghost/1")
    await page.getByText("There is no page and no chart “ghost”").waitFor()
    await page
      .getByRole("link", { name: /^agent/ })
      .first()
      .click()
    await page.getByRole("heading", { level: 1, name: "agent" }).waitFor()
    expect(await page.getByText("There is no page").count()).toBe(0)
  })

  it("is pulled along with the mouse", async () => {
    const page = await stage.page("conversation")
    const chart = page.locator("svg.statechart")
    await state(page, "active").waitFor()
    const before = (await chart.boundingBox())!
    await page.mouse.move(500, 500)
    await page.mouse.down()
    await page.mouse.move(440, 500, { steps: 3 })
    await page.mouse.up()
    await page.mouse.move(600, 500)
    expect((await chart.boundingBox())!.x).toBe(before.x - 60)
  })

  it("is made larger, smaller, and seen as a whole", async () => {
    const page = await stage.page("conversation")
    const width = async () => (await page.locator("svg.statechart").boundingBox())!.width
    await expect.poll(() => page.locator("svg.statechart").getAttribute("width")).not.toBeNull()
    const first = await width()
    await page.getByRole("button", { name: "Larger" }).click()
    expect(await width()).toBeGreaterThan(first)
    await page.getByRole("button", { name: "Whole chart" }).click()
    const [chart, view] = [page.locator("svg.statechart"), page.locator(".scroller")]
    const [drawn, seen] = [(await chart.boundingBox())!, (await view.boundingBox())!]
    expect([drawn.width <= seen.width, drawn.height <= seen.height]).toEqual([true, true])
  })
})

describe("an actor", () => {
  it("is found by its id, and one that there is not is told", async () => {
    const page = await stage.page("conversation")
    const find = page.getByRole("searchbox", { name: "Find an actor by its id" })
    await find.fill("nothing-like-it")
    await page.getByText("No conversation has “nothing-like-it” in its id.").waitFor()
    await find.press("Enter")
    await page.getByRole("alert").filter({ hasText: "There is no conversation/nothing-like-it" }).waitFor()
    stage.forgive("404 (Not Found)")
    await find.fill(channel.slice(-4))
    await page.getByRole("list", { name: "Actors" }).getByRole("link").click()
    await page.waitForURL(`**/#/${conversation}`)
  })

  it("has its active states marked, its last steps numbered, and what it holds beside it", async () => {
    const page = await stage.page(conversation)
    await state(page, "active.working.floor.listening").and(page.locator(".active")).waitFor()
    expect(await page.locator(".here").count()).toBe(await page.locator(".state.active").count())
    await expect
      .poll(() => page.locator(".step").allTextContents())
      .toContainEqual(expect.stringMatching(/^Taken by entry \d+$/))
    expect(await page.locator(".fired[data-age='0']").count()).toBeGreaterThan(0)
    await panel(page).locator(".chip").filter({ hasText: "active.working.floor.listening" }).waitFor()
    await panel(page).getByText("tally:").click()
    await panel(page).getByText("messages:").waitFor()
    await panel(page).getByText("after quietTime:", { exact: true }).waitFor()
  })

  it("moves on the page as it moves, and what was opened stays open", async () => {
    const page = await stage.page(conversation)
    await panel(page).getByText("tally:").click()
    const before = await journal(page).locator(".entry").first().getAttribute("data-keep")
    await stage.orrery.converse("One more")
    await expect
      .poll(async () => Number(await journal(page).locator(".entry").first().getAttribute("data-keep")))
      .toBeGreaterThan(Number(before))
    await panel(page).getByText("messages:").waitFor()
    const seqs = (await journal(page).locator(".entry-seq").allTextContents()).map(Number)
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
    expect(new Set(seqs).size).toBe(seqs.length)
  })
})

describe("an actor that is faster than the page", () => {
  it("is told as so many dropped, and all of it is in the journal", async () => {
    const busy = "300000000000000055"
    const page = await stage.page(`conversation/${busy}`)
    stage.forgive("404 (Not Found)")
    const burst = Array.from({ length: 60 }, (_, n) => hears(message(`Nice ${n}`, { channel: busy })))
    await stage.orrery.run(Effect.all(burst, { concurrency: "unbounded" }))
    await panel(page)
      .getByText(/^dropped \d+$/)
      .waitFor()
    await stage.orrery.settled()
    const { seq } = (await (
      await fetch(`${stage.orrery.origin}/api/actors/conversation/${busy}`)
    ).json()) as { seq: number }
    await entry(page, seq).waitFor()
  })
})

describe("an entry of a journal", () => {
  it("opens to its transitions, event and hash, and shows the chart as it was", async () => {
    const page = await stage.page(conversation)
    await entry(page, 1).click()
    await page.waitForURL(`**/#/${conversation}/1`)
    const detail = page.locator(".detail")
    await detail.getByText("available always [hasWork] → allocated").waitFor()
    await detail.getByText("type: MESSAGE").waitFor()
    const { body } = await fetch(`${stage.orrery.origin}/api/actors/${conversation}/journal?limit=1`).then(
      async (response) => ({ body: (await response.json()) as { entries: [{ hash: string }] } }),
    )
    await detail.getByText(body.entries[0].hash).waitFor()
    await state(page, "allocated.connecting").and(page.locator(".active")).waitFor()
    expect(await page.locator(".state.active").count()).toBe(2)
    await page.getByText(/^After entry 1: MESSAGE/).waitFor()
    await page.getByRole("link", { name: "Now", exact: true }).click()
    await state(page, "active.working").and(page.locator(".active")).waitFor()
  })

  it("has an address that leads to it again", async () => {
    const page = await stage.page(`${conversation}/2`)
    await page.locator(".detail").getByText("type: CONNECTED").waitFor()
    expect(await page.title()).toContain(conversation)
    await page.reload()
    await page.locator(".detail").getByText("type: CONNECTED").waitFor()
  })
})

describe("what people and agents say", () => {
  it("is hidden until the switch shows it, and hidden again", async () => {
    const orrery = await startOrrery()
    onTestFinished(() => orrery.stop())
    await orrery.converse(`<img src="x" onerror="window.hit = 1"> secret plan`)
    const page = await stage.page(`${conversation}/1`, {}, orrery)
    const words = page.getByRole("switch", { name: "Words" })
    await page.locator(".detail").getByText("message:").click()
    await page.locator(".detail .hidden-words").first().waitFor()
    expect(await page.locator("body").innerText()).not.toContain("secret plan")
    await words.click()
    await page.locator(".detail").getByText("secret plan").waitFor()
    expect(await words.getAttribute("aria-checked")).toBe("true")
    expect(await page.locator("img[src='x']").count()).toBe(0)
    await words.click()
    await page.locator(".detail .hidden-words").first().waitFor()
    expect(await page.locator("body").innerText()).not.toContain("secret plan")
    expect(await page.evaluate("typeof window.hit")).toBe("undefined")
  })
})

describe("when Orrery goes away", () => {
  it("the page says that what it shows is past, and goes on when it is back", async () => {
    const orrery = await startOrrery()
    const page = await stage.page("pool", {}, orrery)
    const lost = page.getByText("The connection is lost. What you see is how it was; trying again.")
    expect(await lost.count()).toBe(0)
    await orrery.stop()
    await lost.waitFor()
    const again = await startOrrery(undefined, undefined, { port: Number(new URL(orrery.origin).port) })
    onTestFinished(() => again.stop())
    await expect.poll(() => lost.count()).toBe(0)
    await page.context().close()
    stage.forgive("ERR_CONNECTION_REFUSED")
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
