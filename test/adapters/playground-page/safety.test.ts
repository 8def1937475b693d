import { describe, expect, it } from "vitest"
import { isDrawn, opacity } from "../../support/in-page.ts"
import { box, eventually, row, rows, say, useStage } from "./stage.ts"

const stage = useStage()

const attacks = [
  `<script>window.hit = 1</script>`,
  `<img src=x onerror="window.hit = 1">`,
  `<svg/onload=window.hit=1>`,
  `[press](javascript:window.hit=1)`,
  `[press](https://example.com" onmouseover="window.hit=1)`,
  `<https://example.com/"><img src=x onerror=window.hit=1>>`,
  '```html"><img src=x onerror=window.hit=1>\n<b>x</b>\n```',
  `||<iframe srcdoc="<script>parent.hit=1</script>"></iframe>||`,
  `# <details open ontoggle=window.hit=1>`,
  `> - **<style>@import 'x'</style>**`,
  `<@1"><img src=x onerror=window.hit=1>`,
]

describe("what people and agents write", () => {
  it("is never read as HTML or script", async () => {
    const channel = await stage.channel()
    const page = await stage.page(channel)
    for (const attack of attacks) await stage.post(channel, attack)
    await stage.bot.speak(channel, `<img src=x onerror=window.hit=1>`, attacks[0]!)
    await eventually(() => rows(page).count()).toBe(attacks.length + 1)
    const foreign = page
      .locator(".rows")
      .locator("script, img[src='x'], iframe, style, details, [onerror], [onload], [onmouseover]")
    expect(await foreign.count()).toBe(0)
    expect(await page.evaluate("window.hit")).toBeUndefined()
    for (const link of await page.locator(".rows a").all()) {
      expect(await link.getAttribute("href")).toMatch(/^https?:\/\//)
    }
    await row(page, "window.hit = 1</script>").first().waitFor()
  })

  it("is text in replies, completions, the member list and the title of a thread, too", async () => {
    const channel = await stage.channel()
    const evil = `<img src=x onerror=window.hit=1>`
    await stage.bot.speak(channel, evil, "I am an agent")
    const id = await stage.post(channel, evil)
    const page = await stage.page(channel)
    await row(page, evil).focus()
    await page.keyboard.press("t")
    await page.getByRole("dialog").getByRole("button", { name: "Start" }).click()
    await page.getByRole("heading", { level: 1, name: evil }).waitFor()
    await page.goto(`${stage.world.origin}/#/${channel}/${id}`)
    await row(page, evil).focus()
    await page.keyboard.press("r")
    await say(page, "answering")
    await row(page, "answering").getByText(evil).waitFor()
    await box(page).pressSequentially("@")
    await page.getByRole("option", { name: evil }).waitFor()
    await page.getByRole("complementary").getByRole("button", { name: evil }).waitFor()
    expect(await page.locator("img[src='x']").count()).toBe(0)
    expect(await page.evaluate("window.hit")).toBeUndefined()
  })

  it("opens links in a page that learns nothing of this one", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "see https://example.com/path")
    const page = await stage.page(channel)
    const link = page.getByRole("link", { name: "https://example.com/path" })
    expect(await link.getAttribute("target")).toBe("_blank")
    expect(await link.getAttribute("rel")).toContain("noopener")
  })

  it("brings no picture of another machine: initials stand for it, as long as there is no other", async () => {
    const channel = await stage.channel()
    await stage.bot.speak(channel, "Far Away", "no picture", "https://example.com/face.png")
    await stage.bot.speak(channel, "Nearby", "a picture", `${stage.world.origin}/avatars/nearby.svg?name=N`)
    const page = await stage.page(channel)
    const face = (text: string) => row(page, text).locator(".avatar").first()
    const drawn = () => face("a picture").locator("img").evaluate(isDrawn)
    await eventually(drawn).toBe(true)
    await eventually(() => face("no picture").locator("img").count()).toBe(0)
    expect(await face("no picture").innerText()).toBe("FA")
  })

  it("hides a spoiler until it is asked for", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "The end: ||they launch||")
    const page = await stage.page(channel)
    const cover = page.getByRole("button", { name: /^Spoiler/ })
    await expect.poll(() => cover.locator(".spoiler-text").evaluate(opacity)).toBe("0")
    await cover.press("Enter")
    await expect.poll(() => page.locator(".spoiler.shown .spoiler-text").evaluate(opacity)).toBe("1")
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
