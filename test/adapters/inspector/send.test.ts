/** Telling an actor something by hand: what it would lead to, and then the event, where that is switched on. */
import { describe, expect, it } from "vitest"
import type { ActorView, DryRun, EventForm, JournalPage, Sent } from "../../../src/adapters/inspector/api.ts"
import { PageStage, stageForTests } from "../../support/browser.ts"
import { channel, person, World } from "../../support/world.ts"
import { fileStore, startOrrery, type Orrery } from "./support.ts"

class SendStage extends PageStage {
  orrery!: Orrery
  off!: Orrery

  override async open(): Promise<void> {
    await super.open()
    this.orrery = await startOrrery(new World(), fileStore, { send: true })
    await this.orrery.converse("Hello")
    this.off = await startOrrery()
    await this.off.converse("Hello")
  }

  override async close(): Promise<void> {
    await super.close()
    await Promise.all([this.orrery.stop(), this.off.stop()])
  }
}

const stage = stageForTests(new SendStage())
const agent = "/api/actors/agent/0-0001"
const conversation = `/api/actors/conversation/${channel}`

const get = async <A>(path: string, { origin } = stage.orrery) =>
  (await (await fetch(origin + path)).json()) as A
const post = async <A>(
  path: string,
  body: unknown,
  { origin } = stage.orrery,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
) => {
  const response = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) })
  return {
    status: response.status,
    ...((await response.json().catch(() => ({}))) as A & { message: string }),
  }
}
const halt = { type: "HALT", by: person }
const request = () => crypto.randomUUID()

describe("the form of an event", () => {
  it("is its Schema, and says whether the actor takes it now", async () => {
    const form = await get<EventForm>(`${conversation}/form?event=HALT`)
    expect(form).toMatchObject({
      type: "HALT",
      legal: true,
      enabled: true,
      schema: { type: "object", required: ["type", "by"] },
    })
    expect((await get<EventForm>(`${agent}/form?event=THOUGHT`)).legal).toBe(false)
    expect(await get(`${agent}/form?event=HALT`)).toEqual({ message: "No agent knows HALT." })
  })
})

describe("a dry run", () => {
  it("shows the next state and effects, and nothing happens", async () => {
    const before = await get<ActorView>(agent)
    const run = await post<DryRun>(`${agent}/dry-run`, { event: { type: "RELEASE" } })
    expect(run).toMatchObject({
      status: 200,
      seq: before.seq,
      edges: ["life.idle|RELEASE|0"],
      owes: [{ type: "Disconnect" }],
      disarms: [{ id: expect.stringContaining("idleTimeout") }],
    })
    expect(run.after).toContain("life.released")
    expect(run.changes.items).toContainEqual(expect.objectContaining({ path: "state.life", now: "released" }))
    expect(await get<ActorView>(agent)).toMatchObject({ seq: before.seq, value: before.value })
  })

  it("refuses what the actor does not take now, and what does not read", async () => {
    const refused = await post(`${agent}/dry-run`, { event: { type: "DISCONNECTED" } })
    expect([refused.status, refused.message]).toEqual([
      409,
      "agent/0-0001 takes no DISCONNECTED in the state it is in: no active state has a transition for it.",
    ])
    const odd = await post(`${conversation}/dry-run`, { event: { type: "HALT", by: "Ada" } })
    expect([odd.status, odd.message]).toEqual([400, expect.stringContaining("by")])
  })
})

describe("sending", () => {
  it("is off unless it is switched on", async () => {
    const body = { event: halt, seq: 1, request: request() }
    const { status, message } = await post(`${conversation}/send`, body, stage.off)
    expect([status, message]).toEqual([403, expect.stringContaining("send = true")])
  })

  it("takes JSON of its own page alone", async () => {
    const body = { event: halt, seq: 1, request: request() }
    const form = await post(`${conversation}/send`, body, stage.orrery, { "content-type": "text/plain" })
    expect([form.status, form.message]).toEqual([400, expect.stringContaining("application/json")])
    const foreign = { "content-type": "application/json", origin: "https://evil.example" }
    expect((await post(`${conversation}/send`, body, stage.orrery, foreign)).status).toBe(403)
  })

  it("is refused when the actor has moved on since it was looked at", async () => {
    const { seq } = await get<ActorView>(conversation)
    const late = await post(`${conversation}/send`, { event: halt, seq: seq - 1, request: request() })
    expect([late.status, late.message]).toEqual([409, expect.stringContaining("look again")])
    expect((await get<ActorView>(conversation)).seq).toBe(seq)
  })

  it("is durable, taken once, and stands in the journal as what it is", async () => {
    const { seq } = await get<ActorView>(conversation)
    const once = { event: { type: "CLEAR", by: person }, seq, request: request() }
    const both = await Promise.all([1, 2].map(() => post<Sent>(`${conversation}/send`, once)))
    expect(both.map(({ receipt, status }) => receipt ?? status).toSorted()).toEqual([
      "committed",
      "duplicate",
    ])
    const { entries } = await get<JournalPage>(`${conversation}/journal?from=${seq + 1}`)
    expect(entries).toMatchObject([{ event: { type: "CLEAR" }, cause: `inspector:${once.request}` }])
  })
})

describe("the page", () => {
  it("has a form from the Schema, a dry run, a confirmation, and then the event's way; by keyboard", async () => {
    const page = await stage.visit(`${stage.orrery.origin}/#/conversation/${channel}`, {})
    await page.getByRole("region", { name: "Can be told" }).getByRole("link", { name: "HALT" }).focus()
    await page.keyboard.press("Enter")
    await page.waitForURL(/view=send&event=HALT/)
    await page.getByRole("textbox", { name: "id" }).fill(person.id)
    await page.getByRole("textbox", { name: "name" }).fill(person.name)
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Dry run: nothing has happened yet" }).waitFor()
    await page
      .locator(".outcome")
      .getByText(/active\.halted/)
      .first()
      .waitFor()
    expect((await get<ActorView>(conversation)).active).not.toContain("active.halted")
    await page.getByRole("button", { name: "Send HALT now" }).click()
    await page.getByText("✓ HALT is committed").waitFor()
    await expect.poll(async () => (await get<ActorView>(conversation)).active).toContain("active.halted")
    await page.getByRole("link", { name: "what it leads to" }).click()
    await page
      .getByRole("list", { name: "Steps" })
      .getByRole("listitem")
      .filter({ hasText: "HALT" })
      .first()
      .waitFor()
  })

  it("brings what a dry run leads to into sight, on a phone too", async () => {
    const at = `${stage.orrery.origin}/#/pool/0?view=send&event=DRAIN`
    const page = await stage.visit(at, { viewport: { width: 390, height: 844 } })
    await page.getByRole("button", { name: "Dry run" }).click()
    const send = page.getByRole("button", { name: "Send DRAIN now" })
    await send.waitFor()
    const { y } = (await page.getByRole("heading", { name: /^Dry run: nothing/ }).boundingBox())!
    expect(y).toBeGreaterThan(0)
    expect(y).toBeLessThan(600)
  })

  it("says that it is switched off", async () => {
    const page = await stage.visit(`${stage.off.origin}/#/agent/0-0001?view=send&event=RELEASE`, {})
    await page.getByRole("button", { name: "Dry run" }).click()
    await page.getByText("Sending is switched off.").waitFor()
    expect(await page.getByRole("button", { name: "Send RELEASE now" }).isDisabled()).toBe(true)
  })
})

it("no page complained: neither its scripts nor the server's policy", () => {
  expect(stage.complaints).toEqual([])
})
