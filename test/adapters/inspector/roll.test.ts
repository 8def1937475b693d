/** The list of actors in memory, over the API and as a page. */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { AwakePage } from "../../../src/adapters/inspector/api.ts"
import { Host } from "../../../src/actors/host.ts"
import { channel, guild, hears, message, person } from "../../support/world.ts"
import { useStage } from "./stage.ts"
import { startOrrery } from "./support.ts"

const stage = useStage()

const asked = async (query: string) => {
  const response = await fetch(`${stage.orrery.origin}/api/awake?${query}`)
  return { status: response.status, ...((await response.json()) as AwakePage & { message: string }) }
}
const addresses = async (query: string) => (await asked(query)).rows.map(({ address }) => address)

const other = "300000000000000077"

describe("who is awake", () => {
  it("is found by chart, part of the address, state, person and server", async () => {
    await stage.orrery.run(hears(message("Hi", { channel: other, guild: "200000000000000077" })))
    await stage.orrery.settled()
    const found = {
      chart: await addresses("kind=agent"),
      part: await addresses("find=00000077"),
      state: await addresses("kind=conversation&state=active.working.floor.listening&sort=address"),
      nobody: await addresses("state=active.working.floor.routing"),
      server: await addresses("guild=200000000000000077&kind=conversation"),
      person: (await addresses(`user=${person.id}`)).includes(`constellation/${person.id}`),
      stranger: await addresses("user=100000000000000099"),
    }
    expect(found).toEqual({
      chart: ["agent/0-0001"],
      part: [`conversation/${other}`],
      state: [`conversation/${channel}`, `conversation/${other}`],
      nobody: [],
      server: [`conversation/${other}`],
      person: true,
      stranger: [],
    })
    expect(await addresses(`guild=${guild}&kind=agent`)).toEqual(["agent/0-0001"])
  })

  it("comes in pages, sorted, and says how many there are", async () => {
    const all = await asked("sort=address&limit=100")
    expect(all.total).toBe(all.awake)
    const pages = await Promise.all([1, 2, 3].map((page) => addresses(`sort=address&limit=2&page=${page}`)))
    expect(pages.flat()).toEqual(all.rows.slice(0, 6).map(({ address }) => address))
    expect(all.rows.map(({ address }) => address)).toEqual(all.rows.map(({ address }) => address).toSorted())
  })

  it("says what went wrong with an actor, and finds it by that", async () => {
    const host = await stage.orrery.run(Host)
    const [agent] = [...host.awake.values()].filter(({ address }) => address.startsWith("agent/"))
    agent!.resident.trouble = { event: "ALLOCATE", reason: "TypeError: no such thing", at: Date.now() }
    expect(await addresses("error=no%20such")).toEqual([agent!.address])
    expect(await addresses("preset=failing")).toEqual([agent!.address])
    expect(await addresses("error=something%20else")).toEqual([])
    agent!.resident.trouble = null
  })

  it("refuses what does not read, in a sentence", async () => {
    const { status, message } = await asked("preset=odd")
    expect([status, message]).toEqual([400, expect.stringContaining("preset")])
  })
})

describe("who is stuck", () => {
  it("owes something for longer than anything takes, and who rests is not", async () => {
    const orrery = await startOrrery()
    await orrery.converse("Hello")
    const host = await orrery.run(Host)
    const one = [...host.awake.values()].find(({ address }) => address.startsWith("conversation/"))!
    const ask = async () =>
      (await fetch(`${orrery.origin}/api/awake?preset=stuck`).then((response) =>
        response.json(),
      )) as AwakePage
    // A long rest.
    one.resident.moved -= 3_600_000
    expect((await ask()).rows).toEqual([])
    const owing = Object.create(one, {
      owed: { value: 1 },
      books: { value: { ...one.books, outbox: new Map([["1.0", { effect: { type: "Route" } }]]) } },
    })
    ;(host.awake as Map<string, unknown>).set(one.address, owing)
    const [row] = (await ask()).rows
    expect([row?.address, row?.holds]).toEqual([
      one.address,
      [{ why: "outbox", what: "Route", ms: expect.any(Number) }],
    ])
    await Effect.runPromise(Effect.promise(() => orrery.stop()))
  })
})

describe("the page of actors", () => {
  it("has its filters in its address, and leads to an actor", async () => {
    const page = await stage.page("actors")
    await page.getByRole("combobox", { name: "Chart" }).selectOption("conversation")
    await page.waitForURL("**/#/actors?kind=conversation")
    await page.getByRole("combobox", { name: "State" }).selectOption("active.working.floor.listening")
    await page.getByRole("textbox", { name: "Server" }).fill("200000000000000077")
    await page.waitForURL(/guild=200000000000000077/)
    await page.getByText(/^1 of \d+ in memory/).waitFor()
    await page.reload()
    expect(await page.getByRole("textbox", { name: "Server" }).inputValue()).toBe("200000000000000077")
    await page.getByRole("link", { name: `conversation/${other}` }).click()
    await page.getByRole("heading", { level: 1, name: `conversation/${other}` }).waitFor()
    await page.goBack()
    await page.getByRole("link", { name: "Clear" }).click()
    await page.waitForURL("**/#/actors")
  })

  it("is worked by keyboard alone: a preset, a sort, a row", async () => {
    const page = await stage.page("actors")
    await page.getByRole("link", { name: "Waiting" }).focus()
    await page.keyboard.press("Enter")
    await page.waitForURL("**/#/actors?preset=waiting")
    expect(await page.getByRole("link", { name: "Waiting" }).getAttribute("aria-current")).toBe("true")
    await page.getByRole("columnheader", { name: "Actor" }).getByRole("link").focus()
    await page.keyboard.press("Enter")
    await page.waitForURL(/sort=address/)
    const rows = page.locator("a.actor-link")
    await expect.poll(() => rows.count()).toBeGreaterThan(1)
    await rows.first().focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { level: 1 }).filter({ hasText: "/" }).waitFor()
  })

  it("finds those asleep as well, as far as the store can tell", async () => {
    const page = await stage.page("actors?kind=conversation")
    await page.getByRole("checkbox", { name: "Also those asleep" }).check()
    await page.getByText(/^Every conversation that is kept/).waitFor()
    await page.getByRole("link", { name: `conversation/${channel}` }).waitFor()
    expect(await page.getByRole("textbox", { name: "Person" }).isDisabled()).toBe(true)
  })

  it("leads from nobody to those asleep, of one chart at a time", async () => {
    const page = await stage.page("actors?find=nothing-like-it")
    await page.getByText(/^None of \d+ in memory is like that/).waitFor()
    expect(await page.getByRole("table", { name: "Actors" }).count()).toBe(0)
    await page.getByRole("link", { name: "look among those asleep" }).click()
    await page.getByText("No conversation is kept that is like that.").waitFor()
    expect(await page.getByRole("combobox", { name: "Chart" }).inputValue()).toBe("conversation")
  })

  it("says that nobody is stuck", async () => {
    const page = await stage.page("stuck")
    await page.getByText(/^None of \d+ in memory is stuck\.$/).waitFor()
  })

  it("fits a phone", async () => {
    const page = await stage.page("actors", { viewport: { width: 390, height: 844 } })
    await page.getByRole("link", { name: `conversation/${channel}` }).waitFor()
    const width = await page.evaluate("document.documentElement.scrollWidth")
    expect(width).toBe(390)
    const server = page.getByRole("textbox", { name: "Server" })
    expect(await server.isVisible()).toBe(false)
    await page.getByText("Filters", { exact: true }).click()
    await server.fill("200000000000000077")
    await page.getByText("Filters (1 set)").waitFor()
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
