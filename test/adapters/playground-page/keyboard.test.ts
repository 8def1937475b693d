import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { isFocused, nameless } from "../../support/in-page.ts"
import { box, eventually, opened, row, say, useStage } from "./stage.ts"

const stage = useStage()

/** Presses Tab until the focus is on something that matches, as somebody without a mouse does. */
const tabTo = async (page: Page, selector: string, key = "Tab") => {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return
    await page.keyboard.press(key)
  }
  throw new Error(`${selector} cannot be reached with ${key}`)
}

it("a message is found, answered and edited without a mouse", async () => {
  const channel = await stage.channel()
  await stage.post(channel, "first")
  await stage.post(channel, "second")
  const page = await stage.page(channel)
  await tabTo(page, ".row", "Shift+Tab")
  await page.keyboard.press("ArrowUp")
  expect(await page.locator(".row:focus").innerText()).toContain("first")
  await page.keyboard.press("r")
  await page.getByText("Replying to Ben").waitFor()
  await page.keyboard.type("an answer")
  await page.keyboard.press("Enter")
  await row(page, "an answer").waitFor()
  await page.keyboard.press("ArrowUp")
  await page.getByRole("textbox", { name: "Edit message" }).press("ControlOrMeta+a")
  await page.keyboard.type("a better answer")
  await page.keyboard.press("Enter")
  await row(page, "a better answer").waitFor()
  await eventually(() => box(page).evaluate(isFocused)).toBe(true)
})

it("a command is chosen, filled in and sent without a mouse", async () => {
  const page = await stage.page(await stage.channel())
  await page.keyboard.type("/as")
  await page.getByRole("option", { name: "/ask" }).waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.type("strat")
  await page.getByRole("option", { name: "Strategist" }).waitFor()
  await page.keyboard.press("Tab")
  await page.keyboard.press("Tab")
  await page.keyboard.type("what now")
  await page.keyboard.press("Enter")
  await row(page, "strategist about what now").waitFor()
})

it("channels are walked with the arrows and opened with Enter", async () => {
  const [first, second] = [await stage.channel("walk"), await stage.channel("walk")]
  const page = await stage.page(first)
  await page.keyboard.press("Alt+ArrowDown")
  await opened(page, second)
  await tabTo(page, ".place", "Shift+Tab")
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("Enter")
  await opened(page, first)
})

it("another person is chosen with the keys alone, and the focus comes back", async () => {
  const page = await stage.page(await stage.channel())
  await tabTo(page, ".person")
  await page.keyboard.press("Enter")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Speaking as Ben" }).waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.press("Escape")
  expect(await page.locator(".person:focus").count()).toBe(1)
})

it("the first stop of the page leads to the message box", async () => {
  const page = await stage.page(await stage.channel())
  await page.reload()
  await page.locator("body.ready").waitFor()
  await tabTo(page, ".skip", "Shift+Tab")
  await page.keyboard.press("Enter")
  await page.keyboard.type("skipped")
  await eventually(() => box(page).inputValue()).toBe("skipped")
})

it("a new message is read out, one's own is not", async () => {
  const channel = await stage.channel()
  const page = await stage.page(channel)
  await say(page, "mine")
  await stage.post(channel, "**theirs**")
  const region = page.locator("#announce-polite")
  await eventually(() => region.innerText()).toContain("Ben: theirs")
  expect(await region.innerText()).not.toContain("mine")
})

it("everything that can be pressed has a name", async () => {
  const channel = await stage.channel()
  await stage.bot.speak(channel, "Strategist", "```js\n1\n```\n||hidden|| [link](https://example.com)")
  const page = await stage.page(channel)
  await row(page, "hidden").hover()
  const pressable = page.locator("button, a, input, textarea, [role=button]")
  expect(await pressable.count()).toBeGreaterThan(20)
  expect(await pressable.evaluateAll(nameless)).toEqual([])
})
