/** The pool, over the API and as a page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AgentsPage, PoolView } from "../../../src/adapters/inspector/pool.ts"
import { guild } from "../../support/world.ts"
import { fileStore, startOrrery, type Orrery } from "./support.ts"
import { useStage } from "./stage.ts"

const stage = useStage()
/** One whose operator may change the pool. */
let open: Orrery
beforeAll(async () => {
  open = await startOrrery(undefined, fileStore, { send: true })
  await open.converse("Hello")
})
afterAll(() => open.stop())

const get = async <A>(path: string, { origin } = open): Promise<A> =>
  (await (await fetch(`${origin}${path}`)).json()) as A
let wishes = 0
const post = async (path: string, body: object, { origin } = open) => {
  const response = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ request: `wish-${String(++wishes).padStart(8, "0")}`, ...body }),
  })
  return { status: response.status, ...((await response.json()) as { message?: string }) }
}
const names = async (query = "") =>
  (await get<AgentsPage>(`/api/agents?${query}`)).rows.map(({ agent, state }) => `${agent} ${state}`)

describe("the pool, asked", () => {
  it("says how it is, in numbers that were counted at commits", async () => {
    await expect.poll(() => names("state=idle")).toEqual(["0-0001 idle"])
    const { total, allocations, pools, shards, load, enabled } = await get<PoolView>("/api/pool")
    expect(total).toMatchObject({ agents: 5, used: 1, free: 4, waiting: 0, purposes: { other: { used: 1 } } })
    expect([pools, shards.length, load, enabled]).toEqual([1, 1, "plenty", true])
    expect(allocations.by.best).toBe(1)
  })

  it("lists its agents by state, server, tier and health, in pages", async () => {
    expect(await names(`find=${guild}`)).toEqual(["0-0001 idle"])
    expect(await names("state=free&limit=2&page=2")).toEqual(["0-0004 free", "0-0005 free"])
    expect(await names("health=quarantined")).toEqual([])
    const { rows, pages } = await get<AgentsPage>("/api/agents?limit=2&tier=standard")
    expect([pages, rows[0]?.served, rows[0]?.health]).toEqual([3, 1, "healthy"])
  })

  it("is told of by metrics", async () => {
    await expect
      .poll(async () => (await fetch(`${open.origin}/metrics`)).text())
      .toMatch(/^orrery_pool_used(\{[^}]*\})? 1$/m)
    const text = await (await fetch(`${open.origin}/metrics`)).text()
    expect(text).toMatch(/^orrery_pool_free(\{[^}]*\})? 4$/m)
    expect(text).toMatch(/^orrery_pool_allocations_total\{how="best",queued="(no|yes)"\} \d+$/m)
    expect(text).toMatch(/^orrery_pool_wait_seconds_count(\{[^}]*\})? \d+$/m)
  })
})

describe("agents, added and taken out", () => {
  it("come and go while it runs, each wish once", async () => {
    expect(await post("/api/agents/add", { count: 2, request: "the-same-wish" })).toMatchObject({
      status: 200,
    })
    expect(await post("/api/agents/add", { count: 2, request: "the-same-wish" })).toMatchObject({
      status: 200,
    })
    expect(await names("find=-a")).toEqual(["0-a001 free", "0-a002 free"])
    expect(await post("/api/agents/drain", { agent: "0-a001" })).toMatchObject({ status: 200, was: "free" })
    expect(await names("find=-a")).toEqual(["0-a001 gone", "0-a002 free"])
    expect(await post("/api/agents/restore", { agent: "0-a001" })).toMatchObject({ status: 200 })
    await expect.poll(() => names("find=-a")).toEqual(["0-a001 free", "0-a002 free"])
  })

  it("is refused in a sentence: where it is switched off, for who is not there, for what does not read", async () => {
    const off = await post("/api/agents/add", { count: 1 }, stage.orrery)
    expect([off.status, off.message]).toEqual([403, expect.stringContaining("send = true")])
    const nobody = await post("/api/agents/drain", { agent: "0-0099" })
    expect([nobody.status, nobody.message]).toEqual([404, "There is no agent 0-0099 in the pool."])
    expect((await post("/api/agents/add", { count: 0 })).status).toBe(400)
    expect((await post("/api/agents/drain", { agent: "../../etc" })).status).toBe(400)
  })
})

describe("the page of the pool", () => {
  it("says how much is used, by what, and leads to an agent", async () => {
    const page = await stage.page("fleet")
    await page.getByText("1 of 5 agents are used (20 %), nobody waits. Fewer would do").waitFor()
    await page.getByRole("list", { name: "Agents by what they do" }).getByText("4 free").waitFor()
    const purposes = page.getByRole("region", { name: "By purpose" })
    expect(await purposes.getByRole("row", { name: /^other 1 0$/ }).count()).toBe(1)
    await page.getByRole("link", { name: "0-0001" }).click()
    await page.getByRole("heading", { level: 1, name: "agent/0-0001" }).waitFor()
  })

  it("has its filters in its address", async () => {
    const page = await stage.page("fleet")
    await page.getByRole("combobox", { name: "State" }).selectOption("idle")
    await page.waitForURL("**/#/fleet?state=idle")
    await page.getByText("1 agent, of all shards.").waitFor()
    await page.getByRole("searchbox", { name: "Agent or server" }).fill("nobody")
    await page.getByText("No agent is like that.").waitFor()
    await page.reload()
    expect(await page.getByRole("searchbox", { name: "Agent or server" }).inputValue()).toBe("nobody")
    expect(await page.getByRole("form", { name: "Add agents" }).isHidden()).toBe(true)
    await page.getByText("with send = true in [inspector]").waitFor()
  })

  it("is worked by keyboard alone: agents come, one is taken out and let in again", async () => {
    const page = await stage.page("fleet", {}, open)
    await page.getByRole("spinbutton", { name: "Add agents" }).focus()
    await page.keyboard.press("Enter")
    await page.getByText("1 agent is added.").first().waitFor()
    const drain = page.getByRole("button", { name: "Drain 0-a003" })
    await drain.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("row", { name: /^0-a003 gone/ }).waitFor()
    const restore = page.getByRole("button", { name: "Restore 0-a003" })
    await restore.focus()
    await page.keyboard.press("Space")
    await page.getByRole("row", { name: /^0-a003 free/ }).waitFor()
    const rows = page.locator("a.actor-link")
    await rows.nth(1).focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { level: 1, name: "agent/0-0001" }).waitFor()
  })

  it("fits a phone", async () => {
    const page = await stage.page("fleet", { viewport: { width: 390, height: 844 } })
    await page.getByRole("link", { name: "0-0001" }).waitFor()
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390)
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
