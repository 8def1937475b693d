import type { Page } from "playwright-core"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { Playground } from "../../../src/adapters/playground/playground.ts"
import { BEN } from "../../../src/adapters/playground/sample-world.ts"
import { scrollTo } from "../../support/in-page.ts"
import { eventually, row, rows, say, startWorld, useStage } from "./stage.ts"

const stage = useStage()

const scroller = (page: Page) => page.locator(".scroller")
const drawn = (page: Page) => rows(page).count()

it("a lost connection is said, restored by itself, and what was missed is there", async () => {
  const file = ":memory:"
  const first = await startWorld({ port: 0, file })
  const port = Number(new URL(first.origin).port)
  const page = await stage.visit(first.origin, {})
  await first.stop()
  await page.getByText("Connection lost. Reconnecting…").waitFor()
  const second = await startWorld({ port, file })
  await second.run(
    Effect.flatMap(Playground, (p) =>
      p.post({ channelId: "1100000000000000101", authorId: BEN.id, content: "while you were away" }),
    ),
  )
  await page.getByText("Connection lost. Reconnecting…").waitFor({ state: "hidden" })
  await row(page, "while you were away").waitFor()
  await say(page, "back again")
  await row(page, "back again").waitFor()
  await page.close()
  await second.stop()
})

it("unread messages are counted, mentions apart, and marked when the channel is opened", async () => {
  const [here, there] = [await stage.channel(), await stage.channel()]
  const page = await stage.page(here)
  await stage.post(there, "one")
  const place = page.locator(`.place[data-id="${there}"]`)
  await eventually(() => place.locator(".badge").innerText()).toBe("1")
  await stage.post(there, "<@1100000000000000011> two")
  await stage.post(there, "three")
  await eventually(() => place.innerText()).toContain("1 unread mentions")
  await place.click()
  await page.getByText("New", { exact: true }).waitFor()
  await eventually(() => place.locator(".badge").count()).toBe(0)
})

it("a long channel is drawn in part, scrolls to its beginning, and jumps back to the newest", async () => {
  const channel = await stage.channel()
  const total = 700
  for (let at = 0; at < total; at += 1) await stage.post(channel, `message ${at}.`)
  const page = await stage.page(channel)
  await row(page, `message ${total - 1}.`).waitFor()
  expect(await drawn(page)).toBeLessThanOrEqual(60)
  const beginning = page.locator(".beginning")
  await eventually(async () => {
    await scroller(page).evaluate(scrollTo, 0)
    expect(await drawn(page)).toBeLessThanOrEqual(180)
    return beginning.count()
  }).toBe(1)
  await row(page, "message 0.").waitFor()
  await stage.post(channel, "the newest")
  await page.getByRole("button", { name: "1 new message" }).click()
  await row(page, "the newest").waitFor()
})

it("what one reads stays where it is while older messages arrive above", async () => {
  const channel = await stage.channel()
  for (let at = 0; at < 130; at += 1) await stage.post(channel, `line ${at}.`)
  const page = await stage.page(channel)
  await row(page, "line 129.").waitFor()
  await scroller(page).evaluate(scrollTo, 500)
  const anchor = row(page, "line 100.")
  const before = (await anchor.boundingBox())!.y
  await row(page, "line 60.").waitFor({ state: "attached" })
  expect(Math.abs((await anchor.boundingBox())!.y - before)).toBeLessThanOrEqual(1)
})

it("an address of an old message leads to it", async () => {
  const channel = await stage.channel()
  const old = await stage.post(channel, "the very first")
  for (let at = 0; at < 120; at += 1) await stage.post(channel, `later ${at}.`)
  const page = await stage.page(channel)
  await stage.post(channel, `see https://discord.com/channels/1100000000000000100/${channel}/${old}`)
  await page.getByRole("link", { name: /› message$/ }).click()
  await eventually(() => page.locator(".row:focus").innerText()).toContain("the very first")
})
