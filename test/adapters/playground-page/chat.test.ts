import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { BEN } from "../../../src/adapters/playground/sample-world.ts"
import { box, eventually, row, rows, say, useStage } from "./stage.ts"

const stage = useStage()

const texts = (page: Page) => rows(page).locator(".markdown").allInnerTexts()
const action = async (page: Page, text: string, name: string) => {
  await row(page, text).hover()
  await page.getByRole("toolbar", { name: "Message actions" }).getByRole("button", { name }).click()
}

describe("talking", () => {
  it("sends what is written and shows an agent's answer under its own name", async () => {
    const page = await stage.page(await stage.channel())
    await say(page, "Good morning @Strategist")
    const answer = row(page, "Here I am, Ada.")
    await answer.waitFor()
    expect(await answer.locator(".author").innerText()).toBe("Strategist")
    expect(await answer.locator(".tag").innerText()).toBe("agent")
    expect(await box(page).inputValue()).toBe("")
    expect(await row(page, "Good morning").locator(".mention.agent").innerText()).toBe("@Strategist")
  })

  it("knows the agents before they have spoken", async () => {
    const page = await stage.page(await stage.channel())
    await page.getByRole("complementary").getByRole("button", { name: "Code Reviewer" }).click()
    await page.getByRole("menuitem", { name: "Ask Code Reviewer" }).click()
    await eventually(() => box(page).inputValue()).toBe("@Code Reviewer ")
    await page.keyboard.type("are you there?")
    await page.keyboard.press("Enter")
    await row(page, "Here I am, Ada.").waitFor()
  })

  it("begins an empty channel with three sentences, one press each", async () => {
    const page = await stage.page(await stage.channel())
    // The sentences name agents: there are others before those are known.
    await page.getByRole("complementary").getByRole("button", { name: "Code Reviewer" }).waitFor()
    const examples = page.getByRole("region", { name: "How to begin" }).getByRole("button")
    expect(await examples.count()).toBe(3)
    const sentence = await examples.nth(1).innerText()
    await examples.nth(1).click()
    await row(page, sentence.trim()).waitFor()
    expect(await examples.count()).toBe(0)
  })

  it("reaches everybody who is there, and says who is typing", async () => {
    const channel = await stage.channel()
    const [ada, ben] = [await stage.page(channel), await stage.page(channel, { as: BEN.id })]
    await box(ben).pressSequentially("thi")
    await ada.getByText("Ben is typing…").waitFor()
    await box(ben).fill("think")
    await box(ben).press("Enter")
    await row(ada, "think").waitFor()
    await ada.getByText("Orrery is thinking…").waitFor()
    await ada.getByText("Ben is typing…").waitFor({ state: "hidden" })
  })

  it("speaks as another person, who sees the same channel", async () => {
    const page = await stage.page(await stage.channel())
    await say(page, "From Ada")
    await page.getByRole("button", { name: "Speaking as Ada" }).click()
    await page.getByRole("menuitemradio", { name: "Ben" }).click()
    await page.getByRole("button", { name: "Speaking as Ben" }).waitFor()
    await say(page, "From Ben")
    expect(await row(page, "From Ben").locator(".author").innerText()).toBe("Ben")
    await row(page, "From Ada").waitFor()
  })

  it("answers a message, and shows to which", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "What is the **plan**?")
    const page = await stage.page(channel)
    await action(page, "What is the plan?", "Reply")
    await page.getByText("Replying to Ben").waitFor()
    await say(page, "A small one")
    await page.getByText("Replying to Ben").waitFor({ state: "hidden" })
    expect(await row(page, "A small one").locator(".quoted").innerText()).toBe("What is the plan?")
  })

  it("edits and deletes one's own messages, and nobody else's", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "Ben's words")
    const page = await stage.page(channel)
    await say(page, "a mistake")
    await action(page, "a mistake", "Edit")
    await page.getByRole("textbox", { name: "Edit message" }).fill("a correction")
    await page.keyboard.press("Enter")
    await row(page, "a correction").getByText("(edited)").waitFor()
    await action(page, "a correction", "Delete")
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
    await eventually(() => texts(page)).toEqual(["Ben's words"])
    await row(page, "Ben's words").hover()
    const offered = page.getByRole("toolbar", { name: "Message actions" })
    expect(await offered.getByRole("button", { name: /Edit|Delete/ }).count()).toBe(0)
  })

  it("adds a reaction, joins one, and takes it back", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "Shipped!")
    const [ada, ben] = [await stage.page(channel), await stage.page(channel, { as: BEN.id })]
    await action(ada, "Shipped!", "Add reaction")
    await ada.getByRole("searchbox", { name: "Search emoji" }).fill("tada")
    await ada.keyboard.press("Enter")
    await ben.getByRole("button", { name: /^🎉, 1 reaction$/ }).click()
    const both = ada.getByRole("button", { name: /^🎉, 2 reactions$/ })
    await both.click()
    await ada.getByRole("button", { name: /^🎉, 1 reaction$/, pressed: false }).waitFor()
  })

  it("opens a thread on a message and talks there", async () => {
    const channel = await stage.channel()
    await stage.post(channel, "About prices")
    const page = await stage.page(channel)
    await action(page, "About prices", "Start a thread")
    await page.getByRole("dialog").getByRole("button", { name: "Start" }).click()
    await page.getByRole("heading", { level: 1, name: "About prices" }).waitFor()
    await say(page, "Not too low")
    await row(page, "Not too low").waitFor()
    const places = page.getByRole("navigation", { name: "Servers and channels" })
    expect(await places.locator("[aria-current]").innerText()).toBe("About prices")
  })

  it("writes to the bot alone", async () => {
    const page = await stage.page(await stage.channel())
    await page.getByRole("navigation").getByRole("button", { name: "Orrery" }).click()
    await page.getByRole("heading", { level: 1, name: "Orrery" }).waitFor()
    await say(page, "Between us")
    await row(page, "Between us").waitFor()
  })
})

describe("the message box", () => {
  it("completes agents and people, and sends people by id", async () => {
    const channel = await stage.channel()
    await stage.bot.speak(channel, "Market Analyst", "Numbers!")
    const [page, ben] = [await stage.page(channel), await stage.page(channel, { as: BEN.id })]
    await box(page).pressSequentially("@mar")
    await page.getByRole("option", { name: "Market Analyst" }).waitFor()
    await page.keyboard.press("Tab")
    await box(page).pressSequentially("meet @be")
    await page.keyboard.press("Enter")
    expect(await box(page).inputValue()).toBe("@Market Analyst meet @Ben ")
    await page.keyboard.press("Enter")
    await eventually(() => row(ben, "meet").locator(".mention.me").innerText()).toBe("@Ben")
  })

  it("counts down to Discord's limit and says by how much a message is too long", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).fill("x".repeat(1990))
    expect(await page.locator(".counter").innerText()).toBe("10")
    await box(page).fill("x".repeat(2003))
    await box(page).press("Enter")
    await page.getByText("This is 3 characters too long for one message.").waitFor()
    expect(await rows(page).count()).toBe(0)
  })

  it("keeps a draft for every channel, through a reload", async () => {
    const [first, second] = [await stage.channel(), await stage.channel()]
    const page = await stage.page(first)
    await box(page).fill("unfinished")
    await page.locator(`.place[data-id="${second}"]`).click()
    await eventually(() => box(page).inputValue()).toBe("")
    await page.locator(`.place[data-id="${first}"]`).click()
    await eventually(() => box(page).inputValue()).toBe("unfinished")
    await page.reload()
    await eventually(() => box(page).inputValue()).toBe("unfinished")
  })

  it("says what Discord refuses, and keeps the text", async () => {
    const channel = await stage.channel()
    const page = await stage.page(channel)
    await page.route("**/messages", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({ status: 403, json: { message: "Missing Permissions", code: 50013 } })
        : route.continue(),
    )
    await say(page, "may I?")
    await page.getByRole("alert").getByText("Missing Permissions.").waitFor()
    expect(await box(page).inputValue()).toBe("may I?")
  })
})
