/** Which edges live traffic took, over the API and on the drawn charts. */
import { expect, it } from "vitest"
import type { CoverageView } from "../../../src/adapters/inspector/coverage.ts"
import { useStage } from "./stage.ts"

const stage = useStage()
const allocate = "life.available|ALLOCATE|0"

const look = async () => (await (await fetch(`${stage.orrery.origin}/api/coverage`)).json()) as CoverageView
const taken = async (kind: string, edge: string) =>
  (await look()).charts.find((chart) => chart.kind === kind)?.edges.find((of) => of.edge === edge)?.taken

it("counts edges at commits, from the beginning", async () => {
  const idled = "life.idle|ALLOCATE|0"
  const [first, before] = [await taken("agent", allocate), (await taken("agent", idled))!]
  expect(first).toBeGreaterThan(0)
  await stage.orrery.converse("Once more")
  expect([await taken("agent", allocate), await taken("agent", idled)]).toEqual([first, before + 1])
})

it("is drawn on each chart: taken edges and those that were not, in words beside it", async () => {
  await stage.orrery.converse("And again")
  const page = await stage.page("coverage")
  const row = page.getByRole("row", { name: /^agent \d+ of \d+/ })
  await row.waitFor()
  await row.getByRole("link", { name: "agent" }).focus()
  await page.keyboard.press("Enter")
  await page.waitForURL("**/#/coverage/agent")
  await page.getByRole("heading", { name: /^agent: \d+ of \d+ edges taken$/ }).waitFor()
  const marked = page.locator(`.coverage-chart [data-edge="life.idle|ALLOCATE|0"]`).first()
  await expect.poll(() => marked.getAttribute("data-taken")).toBe("yes")
  const failed = page.locator(`.coverage-chart [data-edge="life.active|FAIL|0"]`).first()
  expect(await failed.getAttribute("data-taken")).toBe("no")
  const chart = page.locator(".coverage-chart svg")
  const before = (await chart.boundingBox())!.width
  await page.getByRole("button", { name: "Larger" }).click()
  expect((await chart.boundingBox())!.width).toBeGreaterThan(before)
  const list = page.getByRole("list", { name: "Edges, those not taken first" })
  await list.getByText(/^not taken life\.active: FAIL/).waitFor()
  await page.getByRole("link", { name: "All charts" }).focus()
  await page.keyboard.press("Enter")
  await page.waitForURL("**/#/coverage")
  await page.getByRole("link", { name: "agent", exact: true }).last().waitFor()
})

it("opens as a whole, and an edge of the list leads to its place on the chart", async () => {
  const page = await stage.page("coverage/conversation")
  const chart = page.locator(".coverage-chart")
  const seen = () =>
    chart.evaluate((window) => {
      const [box, view] = [
        window.querySelector("svg")!.getBoundingClientRect(),
        window.getBoundingClientRect(),
      ]
      return box.width <= view.width + 1 && box.height <= view.height + 1
    })
  await chart.locator("svg").waitFor()
  await expect.poll(seen).toBe(true)

  const list = page.getByRole("list", { name: "Edges, those not taken first" })
  await list.getByRole("button").first().focus()
  await page.keyboard.press("End")
  const edge = (await page.locator(":focus").getAttribute("data-keep"))!
  await page.keyboard.press("Enter")
  const sought = chart.locator(`[data-edge="${edge}"][data-sought]`).first()
  await sought.waitFor()
  expect(await seen()).toBe(false)
  const [box, view] = [(await sought.boundingBox())!, (await chart.boundingBox())!]
  expect(box.x + box.width / 2).toBeGreaterThan(view.x)
  expect(box.x + box.width / 2).toBeLessThan(view.x + view.width)
  expect(box.y + box.height / 2).toBeGreaterThan(view.y)
  expect(box.y + box.height / 2).toBeLessThan(view.y + view.height)
})

it("fits a phone, and no page complained", async () => {
  const page = await stage.page("coverage/pool", { viewport: { width: 390, height: 844 } })
  await page.getByRole("heading", { name: /^pool: / }).waitFor()
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390)
  expect(stage.complaints).toEqual([])
})
