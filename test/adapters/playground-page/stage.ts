/** A real playground, a real browser, and a small bot written with discord.js that plays the agents. */
import { Effect, ManagedRuntime } from "effect"
import type { BrowserContextOptions, Page } from "playwright-core"
import { expect } from "vitest"
import { Playground, type PlaygroundOptions } from "../../../src/adapters/playground/playground.ts"
import { ADA, BEN, CLEO, GUILD } from "../../../src/adapters/playground/sample-world.ts"
import { PageStage, stageForTests } from "../../support/browser.ts"
import { startBot, type Bot } from "./bot.ts"

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

export class Stage extends PageStage {
  world!: World
  bot!: Bot
  #channels = 0

  override async open(): Promise<void> {
    await super.open()
    this.world = await startWorld()
    this.bot = await startBot(await this.world.run(Playground))
  }

  override async close(): Promise<void> {
    await super.close()
    await this.bot.stop()
    await this.world.stop()
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
  page(channelId: string, options: BrowserContextOptions & { as?: string } = {}): Promise<Page> {
    const { as = ADA.id, ...rest } = options
    return this.visit(`${this.world.origin}/?as=${as}#/${channelId}`, {
      viewport: { width: 1280, height: 800 },
      ...rest,
    })
  }
}

export const useStage = () => stageForTests(new Stage())

export const box = (page: Page) => page.getByRole("textbox", { name: /^Message / })
export const rows = (page: Page) => page.getByRole("list", { name: "Messages" }).locator(".row")
export const row = (page: Page, text: string) => rows(page).filter({ hasText: text }).last()

/** Waits until a channel is the open one. */
export const opened = (page: Page, channelId: string) =>
  page.waitForURL((url) => url.hash === `#/${channelId}`)

/** Looks again until it is so; the caller says what, and awaits it. */
export function eventually<T>(look: () => T) {
  return expect.poll(look)
}

/** Writes into the message box and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await box(page).press("Enter")
}
