import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { ADA } from "../../../src/adapters/playground/sample-world.ts"
import { background, contrast, isFocused, overflow } from "../../support/in-page.ts"
import { box, eventually, opened, row, rows, useStage } from "./stage.ts"

const stage = useStage()

const ground = (page: Page) => page.locator(".main").evaluate(background)
const light = "rgb(253, 252, 249)"
const dark = "rgb(21, 23, 33)"

describe("light and dark", () => {
  it("follow the system, and a choice is remembered", async () => {
    const page = await stage.page(await stage.channel(), { colorScheme: "dark" })
    expect(await ground(page)).toBe(dark)
    const theme = page.getByRole("button", { name: /^Theme/ })
    await theme.click()
    expect(await ground(page)).toBe(light)
    await page.reload()
    await page.locator("body.ready").waitFor()
    expect(await ground(page)).toBe(light)
    await theme.click()
    expect(await ground(page)).toBe(dark)
  })

  it.each(["light", "dark"] as const)("text can be read (contrast AA) in the %s", async (colorScheme) => {
    const channel = await stage.channel()
    for (const name of ["Strategist", "Market Analyst", "Code Reviewer", "Lawyer", "Designer", "Coach"]) {
      await stage.bot.speak(
        channel,
        name,
        `Hello <@${ADA.id}>, and @${name}. \`code\` [link](https://example.com)\n> quote\n-# small`,
      )
    }
    const page = await stage.page(channel, { colorScheme })
    await eventually(() => rows(page).count()).toBe(6)
    const poor: Array<string> = []
    let looked = 0
    const selector =
      ".author, .tag, time, .mention, .markdown p, .markdown code, .markdown a, .subtext, .place, .avatar, .member, .topic, .keys, .person, h2"
    for (const element of await page.locator(selector).all()) {
      const ratio = await element.evaluate(contrast)
      looked += 1
      if (ratio < 4.5) poor.push(`${await element.innerText()}: ${ratio.toFixed(2)}`)
    }
    expect(poor).toEqual([])
    expect(looked).toBeGreaterThan(50)
  })
})

describe("on a narrow screen", () => {
  it("the columns are drawers that open, close and give the focus back", async () => {
    const [channel, other] = [await stage.channel(), await stage.channel()]
    const page = await stage.page(channel, { viewport: { width: 390, height: 780 } })
    const places = page.getByRole("navigation", { name: "Servers and channels" })
    expect(await places.count()).toBe(0)
    await page.getByRole("button", { name: "Servers and channels" }).click()
    await places.locator(`.place[data-id="${other}"]`).click()
    await opened(page, other)
    await eventually(() => places.count()).toBe(0)
    const members = page.getByRole("button", { name: "People and agents" })
    await members.click()
    await page.getByRole("complementary").getByText("Ada").waitFor()
    await page.keyboard.press("Escape")
    await eventually(() => page.getByRole("complementary").count()).toBe(0)
    expect(await members.evaluate(isFocused)).toBe(true)
  })

  it("nothing is wider than the screen", async () => {
    const channel = await stage.channel()
    await stage.post(channel, `${"long".repeat(80)} https://example.com/${"path/".repeat(60)}`)
    await stage.post(channel, `\`\`\`\n${"code ".repeat(100)}\n\`\`\``)
    const page = await stage.page(channel, { viewport: { width: 390, height: 780 } })
    await row(page, "code").waitFor()
    await box(page).fill("/")
    const wide = await page.locator(".scroller").evaluate(overflow)
    const body = await page.locator("html").evaluate(overflow)
    expect([wide, body]).toEqual([0, 0])
  })
})
