/** Where others than this machine may look, they must know a token. */
import { Effect, Redacted } from "effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { WebSocket } from "ws"
import { Inspector } from "../../../src/adapters/inspector/inspector.ts"
import { PageStage, stageForTests } from "../../support/browser.ts"
import { World } from "../../support/world.ts"
import { fileStore, startOrrery, type Orrery } from "./support.ts"

const token = "a-token-of-some-length"

class GuardStage extends PageStage {
  orrery!: Orrery
  origin!: string

  override async open(): Promise<void> {
    await super.open()
    this.orrery = await startOrrery(new World(), fileStore, { host: "0.0.0.0", token: Redacted.make(token) })
    this.origin = this.orrery.origin.replace("0.0.0.0", "127.0.0.1")
  }

  override async close(): Promise<void> {
    await super.close()
    await this.orrery.stop()
  }
}

const stage = stageForTests(new GuardStage())

const status = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
  (await fetch(stage.origin + path, { headers, redirect: "manual" })).status

describe("a guarded inspector", () => {
  it("is not opened to others without a token", async () => {
    const opened = startOrrery(new World(), fileStore, { host: "0.0.0.0" })
    await expect(opened).rejects.toThrow(/lets others than this machine in: set a token/)
  })

  it("answers nothing to who does not know the token, whatever the path", async () => {
    for (const path of ["/", "/api/actors?kind=agent", "/status", "/statecharts/agent.svg", "/health"])
      expect([path, await status(path)]).toEqual([path, 401])
    expect(await status("/status", { authorization: "Bearer wrong" })).toBe(401)
    expect(await status("/status", { cookie: `orrery-inspector=${token}` })).toBe(401)
  })

  it("answers tools that send it", async () => {
    expect(await status("/status", { authorization: `Bearer ${token}` })).toBe(200)
  })

  it("refuses other origins even with the token", async () => {
    const headers = { authorization: `Bearer ${token}`, origin: "https://evil.example" }
    expect(await status("/status", headers)).toBe(403)
  })

  it("opens its live socket to who knows the token alone", async () => {
    const opens = (headers: Readonly<Record<string, string>>) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${stage.origin.replace("http", "ws")}/api/live`, { headers })
        onTestFinished(() => socket.terminate())
        socket.once("open", () => resolve("open")).once("error", ({ message }) => resolve(message))
      })
    expect(await opens({})).toBe("Unexpected server response: 403")
    expect(await opens({ authorization: `Bearer ${token}` })).toBe("open")
  })

  it("lets a browser in that was told the token once, and keeps it from scripts", async () => {
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    await page.goto(stage.origin)
    await page.getByLabel("Token").fill("not this one")
    await page.getByRole("button", { name: "Enter" }).click()
    await page.getByRole("alert").filter({ hasText: "That is not the token." }).waitFor()
    await page.getByLabel("Token").fill(token)
    await page.getByRole("button", { name: "Enter" }).click()
    await page.locator("body.ready").waitFor()
    await page.locator(".connection[data-is=live]").waitFor()
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" })
    expect(cookie!.value).not.toContain(token)
    expect(await page.content()).not.toContain(token)
  })

  it("says where it is", async () => {
    const { origin } = await stage.orrery.run(Effect.map(Inspector, (inspector) => inspector))
    expect(origin).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/)
  })
})
