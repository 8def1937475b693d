/** A real playground, a real browser, and a small bot written with discord.js that plays the agents. */
import { Effect, ManagedRuntime } from "effect"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import { Playground, type PlaygroundOptions } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { startBot, type Bot } from "./bot.ts"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export interface World {
  readonly origin: string
  readonly run: <A, E>(effect: Effect.Effect<A, E, Playground>) => Promise<A>
  readonly stop: () => Promise<void>
}

export async function startWorld(options: PlaygroundOptions = { port: 0 }): Promise<World> {
  const runtime = ManagedRuntime.make(Playground.layer(options))
  const { origin } = await runtime.runPromise(Playground)
  return { origin, run: (effect) => runtime.runPromise(effect), stop: () => runtime.dispose() }
}

export class Stage {
  world!: World
  bot!: Bot
  browser!: Browser
  /** What pages reported as errors, of their scripts and of the server's policy. */
  readonly complaints: Array<string> = []
  #channels = 0

  async open(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags })
    this.world = await startWorld()
    this.bot = await startBot(await this.world.run(Playground))
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.bot.stop()
    await this.world.stop()
  }

  /** Closes the pages of a test. */
  async clear(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()))
  }

  /** A channel of its own, empty. */
  async channel(name = "room"): Promise<string> {
    this.#channels += 1
    const id = String(1_100_000_000_000_010_000n + BigInt(this.#channels))
    const channels = [{ id, name: `${name}-${this.#channels}` }]
    await this.world.run(
      Effect.flatMap(Playground, (p) => p.ensureGuild({ ...GUILD, channels, members: [ADA, BEN, CLEO] })),
    )
    return id
  }

  /** Says something without a page. */
  async post(channelId: string, content: string, authorId: string = BEN.id): Promise<string> {
    const post = Effect.flatMap(Playground, (p) => p.post({ channelId, authorId, content }))
    return (await this.world.run(post)).id
  }

  /** A reader's page on a channel, ready to be used. */
  async page(channelId: string, options: BrowserContextOptions & { as?: string } = {}): Promise<Page> {
    const { as = ADA.id, ...rest } = options
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      ...rest,
    })
    const page = await context.newPage()
    page.on("pageerror", (error) => this.complaints.push(String(error)))
    page.on("console", (line) => {
      if (line.type() === "error") this.complaints.push(line.text())
    })
    await page.goto(`${this.world.origin}/?as=${as}#/${channelId}`)
    await page.locator("body.ready").waitFor()
    return page
  }
}

/** One stage for the tests of a file. */
export function useStage(): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open())
  afterEach(() => stage.clear())
  afterAll(() => stage.close())
  return stage
}

export const box = (page: Page) => page.getByRole("textbox", { name: /^Message / })
export const rows = (page: Page) => page.getByRole("list", { name: "Messages" }).locator(".row")
export const row = (page: Page, text: string) => rows(page).filter({ hasText: text }).last()

/** Waits until a channel is the open one. */
export const opened = (page: Page, channelId: string) =>
  page.waitForURL((url) => url.hash === `#/${channelId}`)

/** Looks again until it is so; the caller says what, and awaits it. */
export function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 20_000 })
}

/** Writes into the message box and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await box(page).press("Enter")
}
