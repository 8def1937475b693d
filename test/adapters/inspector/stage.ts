/** A whole Orrery, its inspector, and a real browser that looks at it. */
import type { BrowserContextOptions, Page } from "playwright-core"
import { PageStage, stageForTests } from "../../support/browser.ts"
import { startOrrery, type Orrery } from "./support.ts"

export class Stage extends PageStage {
  orrery!: Orrery

  override async open(): Promise<void> {
    await super.open()
    this.orrery = await startOrrery()
    await this.orrery.converse("Hello")
  }

  override async close(): Promise<void> {
    await super.close()
    await this.orrery.stop()
  }

  /** A page at `#/<path>`, ready to be used. */
  async page(path: string, options: BrowserContextOptions = {}, orrery = this.orrery): Promise<Page> {
    const page = await this.visit(`${orrery.origin}/#/${path}`, {
      viewport: { width: 1440, height: 900 },
      ...options,
    })
    await page.locator("svg.statechart").first().waitFor({ state: "attached" })
    return page
  }
}

export const useStage = () => stageForTests(new Stage())

declare const document: { readonly activeElement: { readonly dataset: { readonly keep?: string } } }

/** Taken inside of the browser: which of the things that keep the focus has it. */
export const focusedKey = () => document.activeElement.dataset.keep

export const state = (page: Page, path: string) => page.locator(`[data-state="${path}"]`)
export const panel = (page: Page) => page.getByRole("region", { name: "What is known" })
export const journal = (page: Page) => page.getByRole("list", { name: "Entries, newest first" })
export const entry = (page: Page, seq: number) => journal(page).locator(`.entry[data-keep="${seq}"]`)
