/** A whole Orrery, its inspector, and a real browser that looks at it. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { afterAll, beforeAll } from "vitest"
import { startOrrery, type Orrery } from "./support.ts"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export class Stage {
  orrery!: Orrery
  browser!: Browser
  /** What pages reported as errors, of their scripts and of the server's policy. */
  readonly complaints: Array<string> = []

  /** What a browser reports of a refusal that a test wants. */
  forgive(words: string): void {
    const others = this.complaints.filter((complaint) => !complaint.includes(words))
    this.complaints.splice(0, this.complaints.length, ...others)
  }

  async open(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags })
    this.orrery = await startOrrery()
    await this.orrery.converse("Hello")
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.orrery.stop()
  }

  /** A page at `#/<path>`, ready to be used. */
  async page(path: string, options: BrowserContextOptions = {}, orrery = this.orrery): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      ...options,
    })
    const page = await context.newPage()
    page.on("pageerror", (error) => this.complaints.push(String(error)))
    page.on("console", (line) => {
      if (line.type() === "error") this.complaints.push(line.text())
    })
    await page.goto(`${orrery.origin}/#/${path}`)
    await page.locator("body.ready").waitFor()
    await page.locator("svg.statechart").waitFor()
    return page
  }
}

/** One stage for the tests of a file. */
export const useStage = (): Stage => {
  const stage = new Stage()
  beforeAll(() => stage.open())
  afterAll(() => stage.close())
  return stage
}

declare const document: { readonly activeElement: { readonly dataset: { readonly keep?: string } } }
declare const getComputedStyle: (element: unknown) => { readonly fill: string }

/** Looks that are taken inside of the browser. */
export const focusedKey = () => document.activeElement.dataset.keep
export const fill = (element: unknown) => getComputedStyle(element).fill

export const state = (page: Page, path: string) => page.locator(`[data-state="${path}"]`)
export const panel = (page: Page) => page.getByRole("region", { name: "What is known" })
export const journal = (page: Page) => page.getByRole("list", { name: "Entries, newest first" })
export const entry = (page: Page, seq: number) => journal(page).locator(`.entry[data-keep="${seq}"]`)
