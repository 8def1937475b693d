import { describe, expect, it } from "vitest"
import { BEN } from "../../../src/adapters/playground/sample-world.ts"
import { box, eventually, row, rows, useStage } from "./stage.ts"

const stage = useStage()

const panel = async () => {
  const page = await stage.page(await stage.channel())
  await box(page).pressSequentially("/panel ")
  await page.getByRole("group", { name: /^\/panel/ }).waitFor()
  await page.keyboard.press("Enter")
  await row(page, "Shall we?").waitFor()
  return page
}

describe("slash commands", () => {
  it("are listed and filtered, with their options and what each needs", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).pressSequentially("/")
    const options = page.getByRole("option")
    await eventually(() => options.count()).toBe(4)
    await box(page).pressSequentially("a")
    await eventually(() => options.first().innerText()).toContain("/ask")
    expect(await options.first().locator(".required").allInnerTexts()).toEqual(["agent*", "question*"])
  })

  it("are filled in with live suggestions, sent, and answered", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).pressSequentially("/ask ")
    const agent = page.getByRole("combobox", { name: /^agent/ })
    await agent.pressSequentially("ana")
    await page.getByRole("option", { name: "Market Analyst" }).waitFor()
    await page.keyboard.press("Enter")
    expect(await agent.inputValue()).toBe("Market Analyst")
    await page.keyboard.press("Enter")
    await page.getByRole("alert").getByText("question is needed").waitFor()
    await page.getByRole("textbox", { name: /^question/ }).fill("growth")
    await page.keyboard.press("Enter")
    const answer = row(page, "market analyst about growth")
    await answer.waitFor()
    expect(await answer.locator(".context").innerText()).toMatch(/Ada\s*used\s*\/ask/)
    await box(page).waitFor()
    await page.locator(".receipt").waitFor({ state: "detached" })
  })

  it("are answered to one person alone when the answer is private", async () => {
    const channel = await stage.channel()
    const [page, ben] = [await stage.page(channel), await stage.page(channel, { as: BEN.id })]
    await box(page).pressSequentially("/ask ")
    await page.getByRole("combobox", { name: /^agent/ }).fill("nobody")
    await page.getByRole("textbox", { name: /^question/ }).fill("secrets")
    await page.getByRole("button", { name: "+ private" }).click()
    await page.getByRole("option", { name: "yes" }).click()
    await page.keyboard.press("Enter")
    const answer = row(page, "nobody about secrets")
    await answer.getByText("Only you can see this").waitFor()
    await stage.post(channel, "and now for all")
    await row(ben, "and now for all").waitFor()
    expect(await rows(ben).count()).toBe(1)
    await answer.getByRole("button", { name: "Dismiss message" }).click()
    await answer.waitFor({ state: "detached" })
  })

  it("show that an answer is being thought about", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).pressSequentially("/slow ")
    await page.getByRole("group", { name: /^\/slow/ }).waitFor()
    await page.keyboard.press("Enter")
    await row(page, "Thought about it.").waitFor()
  })

  it("say why nothing came of them", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).pressSequentially("/quiet ")
    await page.getByRole("group", { name: /^\/quiet/ }).waitFor()
    await page.keyboard.press("Enter")
    await page.getByText("Sent /quiet").waitFor()
    const failed = page.locator(".receipt.failed")
    await failed.waitFor()
    expect(await failed.innerText()).toContain("/quiet")
    await failed.getByRole("button", { name: "Dismiss" }).click()
    await failed.waitFor({ state: "detached" })
  })

  it("give way to an ordinary message on Escape", async () => {
    const page = await stage.page(await stage.channel())
    await box(page).pressSequentially("/panel ")
    await page.getByRole("group", { name: /^\/panel/ }).waitFor()
    await page.keyboard.press("Escape")
    await box(page).pressSequentially("just words")
    await page.keyboard.press("Enter")
    await row(page, "just words").waitFor()
  })
})

describe("components", () => {
  it("a button changes its message", async () => {
    const page = await panel()
    await page.getByRole("button", { name: "Accept" }).click()
    await row(page, "Accepted by Ada").waitFor()
    expect(await page.getByRole("button", { name: "Accept" }).count()).toBe(0)
  })

  it("a button that nobody answers says so", async () => {
    const page = await panel()
    await page.getByRole("button", { name: "Ignored" }).click()
    await page.locator(".receipt.failed").getByText("Ignored").waitFor()
  })

  it("a select hands in what was chosen", async () => {
    const page = await panel()
    await page.getByRole("button", { name: /^Who explains\?/ }).click()
    await page.getByRole("option", { name: "Code Reviewer" }).click()
    await row(page, "Chosen: code reviewer").waitFor()
  })

  it("a modal asks for more, and hands it in", async () => {
    const page = await panel()
    await page.getByRole("button", { name: "Edit" }).click()
    const dialog = page.getByRole("dialog", { name: "Change the question" })
    await dialog.getByRole("textbox", { name: "Question" }).fill("When?")
    await dialog.getByRole("button", { name: "Submit" }).click()
    await row(page, "New question: When?").waitFor()
    expect(await dialog.count()).toBe(0)
  })
})
