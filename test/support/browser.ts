/** A real browser for tests of pages. What goes wrong in a page, of its scripts or against the server's policy, is kept. */
import { execFileSync } from "node:child_process"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll } from "vitest"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** The browser of this machine. */
const browserPath = () =>
  execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"])
    .toString()
    .trim()

/** A browser, and what a test file's pages are served by: each file adds its own. */
export class PageStage {
  browser!: Browser
  readonly complaints: Array<string> = []

  async open(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: browserPath(), args: flags })
  }

  async close(): Promise<void> {
    await this.browser.close()
  }

  /** Closes the pages of a test. */
  async clear(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()))
  }

  /** What a browser reports of a refusal that a test wants. */
  forgive(words: string): void {
    const others = this.complaints.filter((complaint) => !complaint.includes(words))
    this.complaints.splice(0, this.complaints.length, ...others)
  }

  /** A page of a browser that was never there before, ready to be used. */
  async visit(url: string, options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: "reduce", ...options })
    // Against hanging alone, as the time-outs in vitest.config.ts.
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    page.on("pageerror", (error) => this.complaints.push(String(error)))
    page.on("console", (line) => {
      if (line.type() === "error") this.complaints.push(line.text())
    })
    await page.goto(url)
    await page.locator("body.ready").waitFor()
    return page
  }
}

/** One stage for the tests of a file. */
export const stageForTests = <S extends PageStage>(stage: S): S => {
  beforeAll(() => stage.open())
  afterEach(() => stage.clear())
  afterAll(() => stage.close())
  return stage
}
